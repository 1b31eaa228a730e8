"""Installs the built installer for this user, lets the program test itself without Python, updates and removes it.

    uv run python packaging/windows/try_installer.py

On Windows only, and not where the program is in use: it refuses when the program or a customer book is there already.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from installer import PROGRAMS, ROOT, version

SILENTLY = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
PASSPHRASE = "five plain words for tests"  # noqa: S105 - of a book that holds nothing


def environment(system_root: str, home: dict[str, str]) -> dict[str, str]:
    """What a program started from the Start menu would see, but no Python: Windows' own folders alone on the path."""
    system = rf"{system_root}\System32"
    return {**home, "SystemRoot": system_root, "PATH": system, "QT_QPA_PLATFORM": "offscreen"}


def install(setup: Path, log: Path) -> list[str]:
    """The command that installs or updates."""
    return [str(setup), *SILENTLY, "/CURRENTUSER", "/TASKS=startup,openwith", f"/LOG={log}"]


def main() -> None:
    """Install, test, update, remove; stop at the first thing that is not right."""
    if sys.platform != "win32":
        raise SystemExit("This installs the program on Windows.")
    local = Path(os.environ["LOCALAPPDATA"])
    program, data = local / "Programs" / "Desktop CRM", local / "DesktopCRM"
    for place in (program, data):
        if place.exists():
            raise SystemExit(f"{place} is there already: nothing was touched.")
    setup = ROOT / "dist" / f"desktop-crm-{version()}-windows-x64-setup.exe"
    logs = ROOT / "build"
    names = ("APPDATA", "LOCALAPPDATA", "USERPROFILE", "USERNAME", "TEMP", "TMP")
    clean = environment(os.environ["SYSTEMROOT"], {name: os.environ[name] for name in names})
    passphrase = logs / "passphrase.txt"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")

    def call(*words: str | Path) -> None:
        run([str(program / PROGRAMS[0]), *map(str, words)], clean)

    print("--- Installing", flush=True)
    run(install(setup, logs / "install.log"))
    expect(
        run_value() == subprocess.list2cmdline([str(program / PROGRAMS[1]), "--tray"]), "the Run key starts the program"
    )
    call("--version")
    call("--selftest")
    run([str(program / PROGRAMS[1]), "--selftest"], clean)
    call("--passphrase-file", passphrase, "new")
    book = data / "vault" / "vault.json"
    expect(book.is_file(), f"the book lies in {data}")

    print("--- Updating", flush=True)
    run(install(setup, logs / "update.log"))
    call("--passphrase-file", passphrase, "check")

    print("--- Removing", flush=True)
    run([str(program / "unins000.exe"), *SILENTLY, f"/LOG={logs / 'uninstall.log'}"])
    expect(not (program / PROGRAMS[0]).exists(), "the program is gone")
    expect(run_value() is None, "nothing starts at login")
    expect(book.is_file(), "the book was kept")
    print("Installed, ran, updated and removed; the book stayed.")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command; end when it fails."""
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - what was built


def run_value() -> str | None:
    """What Windows starts at login under our name."""
    registry: Any = importlib.import_module("winreg")  # there alone
    path = r"Software\Microsoft\Windows\CurrentVersion\Run"
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
            return str(registry.QueryValueEx(key, "DesktopCRM")[0])
    except FileNotFoundError:
        return None


def expect(holds: bool, what: str) -> None:  # noqa: FBT001 - reads well
    """Raises SystemExit when something does not hold."""
    print(("yes: " if holds else "NO: ") + what, flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
