"""Builds the Debian package from dist/desktop-crm, with dpkg-deb alone.

    uv run python packaging/linux/deb.py [--bundle dist/desktop-crm] [--to dist]

The program goes to /opt/desktop-crm. What lies in the homes of users, the customer book above all, belongs to them:
neither removing nor purging the package touches it.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PROGRAMS = ("desktop-crm", "desktop-crm-window")
LICENCES = Path("_internal", "licences")
METAINFO = "io.desktopcrm.DesktopCRM.metainfo.xml"

# Without these two Qt would take X even where Wayland is.
WAYLAND = ("libwayland-client0", "libwayland-cursor0")
# What Qt loads from the system: its core, drawing, fonts, D-Bus; then what windows under X need.
DEPENDS = (
    *("libbrotli1", "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libxkbcommon0"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0", "libxcb-shape0"),
    *("libxcb-xkb1", "libxkbcommon-x11-0"),
    *WAYLAND,
)
# Without a Chinese face nothing is printed; without the rest no reminder is shown.
RECOMMENDS = ("fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei", "dbus-user-session", "notification-daemon")

DESCRIPTION = """private, encrypted customer book that works without a network
 For people who visit customers: it keeps customers, contacts, talks, promises
 and orders encrypted on this computer, says whom to see next and why, and
 prints the page that goes into the meeting. In Chinese and English.
 .
 It never opens an internet connection."""


def build(bundle: Path, target: Path) -> Path:
    """The package made of the bundle, written into the folder `target`.

    Raises:
        SystemExit: the bundle is not whole.
    """
    for part in (*PROGRAMS, LICENCES):
        if not (bundle / part).exists():
            raise SystemExit(f"{bundle} has no {part}: make bundle first")
    architecture = _output("dpkg", "--print-architecture")
    version = debian_version(_project()["version"])
    package = target.absolute() / f"desktop-crm_{version}_{architecture}.deb"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        lay_out(bundle, tree)
        control(tree, version, architecture)
        # Level 10: the default ones take minutes to win a few percent.
        _output("dpkg-deb", "--root-owner-group", "-Zzstd", "-z10", "--build", str(tree), str(package))
    return package


def lay_out(bundle: Path, tree: Path) -> None:
    """Put every file where the package has it."""
    opt, share = tree / "opt" / "desktop-crm", tree / "usr" / "share"
    shutil.copytree(bundle, opt, symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        (tree / "usr" / "bin" / name).symlink_to(f"../../opt/desktop-crm/{name}")
    icons = share / "icons" / "hicolor"
    _copy(HERE / "desktop-crm.desktop", share / "applications")
    _copy(HERE / METAINFO, share / "metainfo")
    _copy(ROOT / "resources" / "icons" / "app.svg", icons / "scalable" / "apps", "desktop-crm.svg")
    _copy(_picture(), icons / "256x256" / "apps", "desktop-crm.png")
    doc = share / "doc" / "desktop-crm"
    doc.mkdir(parents=True)
    (doc / "copyright").write_text(_copyright(), encoding="utf-8")
    _copy(ROOT / "CHANGELOG.md", doc)
    shutil.copytree(opt / LICENCES, doc / "licences", symlinks=True)
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def control(tree: Path, version: str, architecture: str) -> None:
    """Write what dpkg reads: the fields, the checksums, the scripts."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    folder = tree / "DEBIAN"
    folder.mkdir(mode=0o755)
    size = sum(path.stat().st_size for path in files)
    libc = needed_glibc(files)
    fields = {
        "Package": "desktop-crm",
        "Version": version,
        "Architecture": architecture,
        "Maintainer": _project()["authors"][0]["name"],
        "Installed-Size": str(-(-size // 1024)),
        "Depends": ", ".join([f"libc6 (>= {libc})" if libc else "libc6", *DEPENDS]),
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "office",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    (folder / "control").write_text("".join(f"{name}: {text}\n" for name, text in fields.items()), encoding="utf-8")
    sums = (f"{_md5(path)}  {path.relative_to(tree)}\n" for path in files)
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
    for script in ("postinst", "postrm"):  # both let the caches be made anew
        _copy(HERE / "postinst", folder, script)
        (folder / script).chmod(0o755)


def debian_version(version: str) -> str:
    """The version so that dpkg sorts it as Python does: 1.0rc1 comes before 1.0."""
    return re.sub(r"(a|b|rc)(\d+)", r"~\1\2", version).replace(".dev", "~~dev")


def needed_glibc(files: list[Path]) -> str | None:
    """The newest version of the C library that any of the programs and libraries names, None where none does."""
    found: set[tuple[int, int]] = set()
    for path in files:
        data = path.read_bytes()
        if data.startswith(b"\x7fELF"):
            found |= {(int(major), int(minor)) for major, minor in re.findall(rb"GLIBC_(\d+)\.(\d+)", data)}
    return "{}.{}".format(*max(found)) if found else None


def _picture() -> Path:
    folder = ROOT / "build" / "icons"
    subprocess.run([sys.executable, str(ROOT / "packaging" / "icons.py"), str(folder)], check=True)  # noqa: S603 - our own
    return folder / "desktop-crm.png"


def _copyright() -> str:
    text = "".join(f" {line or '.'}\n" for line in (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines())
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Comment: The libraries below /opt/desktop-crm have licenses of their own; their texts are in the folder\n"
        " licences beside this file.\n"
        "\nFiles: *\nCopyright: 2026 The Desktop CRM authors\nLicense: Expat\n"
        f"{text}"
    )


def _project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _copy(source: Path, folder: Path, name: str | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / (name or source.name))


def _output(*command: str) -> str:
    ran = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")  # noqa: S603 - our own words
    return ran.stdout.strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bundle", type=Path, default=ROOT / "dist" / "desktop-crm")
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    args = parser.parse_args()
    print(build(args.bundle, args.to))
