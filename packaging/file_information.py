"""What Windows and macOS show about the program's files: version, name, whose it is."""

import re
import sys
from typing import Any

from bundle_contents import NAME, PROJECT, VERSION

TITLE = "Desktop CRM"
IDENTIFIER = "io.desktopcrm.DesktopCRM"

COPYRIGHT = f"Copyright (c) 2026 {PROJECT['authors'][0]['name']}, {PROJECT['license']} License"


def four_numbers(version: str = VERSION) -> tuple[int, int, int, int]:
    """The version as Windows counts it: 1.2.3 is (1, 2, 3, 0); what follows the numbers is left out."""
    numbers = [int(number) for number in re.findall(r"^\d+|(?<=\.)\d+", version)]
    first, second, third, *_rest = [*numbers, 0, 0, 0]
    return first, second, third, 0


def version_resource(program: str) -> Any:
    """The VERSIONINFO of one of the programs, with its texts in English and in Chinese; None elsewhere."""
    if sys.platform != "win32":
        return None
    from PyInstaller.utils.win32.versioninfo import (  # noqa: PLC0415 - it needs Windows
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    tables = [
        StringTable(code, [StringStruct(key, text) for key, text in texts(program, title).items()])
        for code, title in (("040904B0", TITLE), ("080404B0", "客户簿"))
    ]
    numbers = four_numbers()
    return VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
        kids=[StringFileInfo(tables), VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0, 0x0804, 0x04B0])])],
    )


def texts(program: str, title: str) -> dict[str, str]:
    """The texts of a VERSIONINFO; the task manager shows `FileDescription` as the program's name."""
    return {
        "CompanyName": PROJECT["authors"][0]["name"],
        "FileDescription": title,
        "FileVersion": VERSION,
        "InternalName": program,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{program}.exe",
        "ProductName": title,
        "ProductVersion": VERSION,
    }


def info_plist() -> dict[str, Any]:
    """The Info.plist of the .app, besides what PyInstaller writes itself and packaging/macos/Info.plist adds."""
    return {
        "CFBundleName": TITLE,
        "CFBundleDisplayName": TITLE,
        "CFBundleShortVersionString": VERSION,
        "CFBundleVersion": ".".join(map(str, four_numbers()[:3])),
        "CFBundleExecutable": f"{NAME}-window",
        "NSHighResolutionCapable": True,
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,
    }
