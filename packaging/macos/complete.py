"""Adds to the program that PyInstaller built what its recipe does not say: document types, names in both languages.

    uv run python packaging/macos/complete.py ["dist/Desktop CRM.app"]

It comes before signing, which seals these files.
"""

import plistlib
import shutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
APP = HERE.parents[1] / "dist" / "Desktop CRM.app"
LANGUAGES = ("en", "zh-Hans")


def pieces() -> dict[str, Any]:
    """What is added to the Info.plist."""
    found: dict[str, Any] = plistlib.loads((HERE / "Info.plist").read_bytes())
    return found


def complete(app: Path) -> None:
    """Write into the program's Info.plist and resources; a second time changes nothing."""
    info = app / "Contents" / "Info.plist"
    info.write_bytes(plistlib.dumps(plistlib.loads(info.read_bytes()) | pieces()))
    for language in LANGUAGES:
        name = Path(f"{language}.lproj", "InfoPlist.strings")
        target = app / "Contents" / "Resources" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / name, target)


if __name__ == "__main__":
    complete(Path(sys.argv[1]) if len(sys.argv) > 1 else APP)
