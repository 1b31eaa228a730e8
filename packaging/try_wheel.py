"""Builds the wheel, installs it with pip into an empty environment outside the checkout, and runs its self-test."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """The exit status of the self-test of what pip installed."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as name:
        folder = Path(name)
        subprocess.run([_uv(), "build", "--wheel", "--quiet", "--out-dir", folder, ROOT], check=True)  # noqa: S603 - ours
        (wheel,) = folder.glob("*.whl")
        environment = folder / "environment"
        venv.create(environment, with_pip=True)
        programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
        inherited = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        subprocess.run(  # noqa: S603 - pip, with the wheel just built
            [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
            env=inherited,
            check=True,
        )
        home = {"HOME": str(folder / "home"), "LANG": "C.UTF-8"}
        for words in (["--version"], ["--selftest"]):
            status = subprocess.run(  # noqa: S603 - what was installed
                [programs / "desktop-crm", *words], env=inherited | home, cwd=folder, check=False
            ).returncode
    print(f"Self-test of {wheel.name}, installed by pip: exit status {status}")
    return status


def _uv() -> str:
    """uv: on PATH, or where the bootstrap put it."""
    return shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")


if __name__ == "__main__":
    sys.exit(main())
