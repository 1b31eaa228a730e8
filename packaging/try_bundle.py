"""Tries the built bundle: its self-test without Python and sources, its size, and its start beside a bare window's.

    uv run python packaging/try_bundle.py [--measure]

With --measure it also builds packaging/bare_window.spec the same way, and prints ratios.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUFFIX = ".exe" if sys.platform == "win32" else ""
RUNS = 7


def program(name: str, folder: str = "desktop-crm") -> Path:
    """One of the programs of a folder in dist/."""
    return ROOT / "dist" / folder / f"{name}{SUFFIX}"


def main() -> int:
    """The exit status of the self-test."""
    with tempfile.TemporaryDirectory(prefix="bundle-") as home:
        bare = _bare_environment(Path(home))
        status = subprocess.run(  # noqa: S603 - what was built
            [program("desktop-crm"), "--selftest"], env=bare, cwd=home, check=False
        ).returncode
        print(f"Self-test without Python, sources or PATH: exit status {status}")
        size = _bytes_in(ROOT / "dist" / "desktop-crm")
        print(f"Size: {size / 1e6:.0f} MB in {ROOT / 'dist' / 'desktop-crm'}")
        if status == 0 and "--measure" in sys.argv:
            _measure(Path(home), bare, size)
    return status


def _bare_environment(home: Path) -> dict[str, str]:
    """No PATH to find a Python on, nothing of this project, a home of its own."""
    kept = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "APPDATA", "LOCALAPPDATA", "USERPROFILE")  # Windows needs its own
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "PATH": str(home / "empty"),
        "LANG": "C.UTF-8",
    }


def _bytes_in(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _measure(home: Path, bare: dict[str, str], size: int) -> None:
    spec = ROOT / "packaging" / "bare_window.spec"
    words = ["--noconfirm", "--log-level", "ERROR", "--distpath", ROOT / "dist", "--workpath", ROOT / "build" / "bare"]
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, spec], check=True)  # noqa: S603 - our own words
    print(f"Size beside a bare window's: {size / _bytes_in(ROOT / 'dist' / 'bare-window'):.1f}")
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        print("Without Xvfb and xdotool the start is not measured.")
        return
    book, passphrase = home / "book", home / "passphrase.txt"
    passphrase.write_text("five plain words for a start", encoding="utf-8")
    words = ["--vault", book, "--passphrase-file", passphrase, "new"]
    subprocess.run([program("desktop-crm"), *words], env=bare, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    with _display() as display:
        on_screen = bare | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        starts: dict[str, list[float]] = {"unlock page": [], "bare window": []}
        for _run in range(RUNS):  # in turns, so that other work on this machine slows both
            starts["unlock page"].append(
                _seconds_to_window([program("desktop-crm-window"), "--vault", book], on_screen)
            )
            starts["bare window"].append(_seconds_to_window([program("bare-window", "bare-window")], on_screen))
    medians = {name: statistics.median(seconds) for name, seconds in starts.items()}
    print(f"Start to the unlock page beside a bare window's, medians of {RUNS}: ", end="")
    print(f"{medians['unlock page'] / medians['bare window']:.1f}")


@contextmanager
def _display() -> Iterator[str]:
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    os.close(writing)
    try:
        with os.fdopen(reading) as line:
            yield f":{line.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _seconds_to_window(words: list[Path | str], environment: dict[str, str]) -> float:
    """How long a program takes until its first window shows; it is ended then."""
    looking = os.environ | {"DISPLAY": environment["DISPLAY"]}
    started = time.monotonic()
    process = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - what was built
    try:
        search = ["xdotool", "search", "--onlyvisible", "--pid", str(process.pid)]
        while not subprocess.run(search, env=looking, capture_output=True, check=False).stdout:  # noqa: S603 - as above
            if process.poll() is not None or time.monotonic() > started + 60:
                raise SystemExit(f"{words[0]} shows no window")
        return time.monotonic() - started
    finally:
        process.kill()  # it may still be starting, and deaf to anything milder
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
