"""Builds the installer for Windows from dist/desktop-crm, with Inno Setup 6.3 or newer.

    uv run python packaging/windows/installer.py

Signing: the variable DESKTOP_CRM_SIGN_COMMAND holds a command that signs the file whose name follows, such as
`signtool sign /fd sha256 /td sha256 /tr TIMESTAMP_SERVER /sha1 THUMBPRINT`. Both programs, the installer and the
uninstaller are signed then; without it none is, and Windows warns who downloads them.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path("packaging", "windows", "desktop-crm.iss")
BUNDLE = Path("dist", "desktop-crm")
PROGRAMS = ("desktop-crm.exe", "desktop-crm-window.exe")
SIGN_COMMAND = "DESKTOP_CRM_SIGN_COMMAND"


def version() -> str:
    """The version of the project."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def numeric(version: str) -> str:
    """The version in the four numbers that Windows wants: 1.2.0rc1 is 1.2.0.0."""
    numbers = [re.match(r"\d*", part)[0] or "0" for part in version.split(".")[:3]]  # type: ignore[index] # always fits
    return ".".join([*numbers, "0", "0", "0"][:4])


def compile_command(compiler: str, version: str, sign_command: str | None) -> list[str]:
    """What runs Inno Setup's compiler."""
    signing = ["/DSigned", f"/Ssigntool={sign_command} $f"] if sign_command else []
    return [compiler, "/Qp", f"/DAppVersion={version}", f"/DNumericVersion={numeric(version)}", *signing, str(SCRIPT)]


def compiler() -> str:
    """The path of ISCC.exe.

    Raises:
        SystemExit: there is none.
    """
    folders = [os.environ.get(name) for name in ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")]
    places = [Path(folder) for folder in folders if folder]
    places += [place / "Programs" for place in places]
    for place in places:
        for release in ("Inno Setup 6", "Inno Setup 7"):
            if (place / release / "ISCC.exe").is_file():
                return str(place / release / "ISCC.exe")
    found = shutil.which("ISCC")
    if found is None:
        raise SystemExit(
            "Inno Setup was not found. Install it from jrsoftware.org, or: winget install JRSoftware.InnoSetup"
        )
    return found


def main() -> None:
    """Draw the icon, sign the programs, compile the installer."""
    missing = [name for name in PROGRAMS if not (ROOT / BUNDLE / name).is_file()]
    if missing:
        raise SystemExit(f"{BUNDLE} has no {missing[0]}: build the bundle first")
    run([sys.executable, str(Path("packaging", "icons.py")), str(Path("build", "icons"))])
    sign_command = os.environ.get(SIGN_COMMAND) or None
    if sign_command:
        for name in PROGRAMS:
            subprocess.run(f'{sign_command} "{BUNDLE / name}"', cwd=ROOT, check=True, shell=True)  # noqa: S602 - a command
    else:
        print(f"{SIGN_COMMAND} is not set: nothing is signed")
    run(compile_command(compiler(), version(), sign_command))


def run(command: list[str]) -> None:
    """Run a command in the root of the project; end with its status when it fails."""
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
