"""Collects the licence of everything that is in the bundle; a file whose licence nobody knows stops the build."""

import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2

from desktop_crm.core.licences import INDEX, licence_of, texts_of

HERE = Path(__file__).resolve().parent
STANDARD = HERE / "licences"
COMMON = Path("/usr/share/common-licenses")

# Where the package as it is installed brings none of its texts, or not those of what is compiled into it.
_ADDED = {
    "pyside6-essentials": ["Qt-notice.txt", "LGPL-3.0.txt", "GPL-3.0.txt"],
    "shiboken6": ["Qt-notice.txt", "LGPL-3.0.txt", "GPL-3.0.txt"],
    "cryptography": ["Apache-2.0.txt"],  # OpenSSL
    "sqlcipher3": ["SQLCipher.txt", "Apache-2.0.txt"],  # SQLCipher and OpenSSL
}
_NAMES = {
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "sqlcipher3": "zlib (SQLCipher: BSD-3-Clause; OpenSSL: Apache-2.0)",
}


def collect(sources: Iterable[str], folder: Path) -> None:
    """Write into `folder`, made anew, the texts for the files in `sources` that are in the bundle, and their list.

    Raises:
        SystemExit: of some file or library there is no licence text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(STANDARD / "README.txt", folder)
    owners = {path: each for each in distributions() for path in _files_of(each)}
    libraries: dict[str, Distribution] = {}
    of_system: dict[str, Path] = {}
    unknown = []
    for source in {Path(source).resolve() for source in sources}:
        if source in owners:
            libraries[_key(owners[source])] = owners[source]
        elif source.is_relative_to(HERE.parent) or any(source.is_relative_to(folder) for folder in _python_folders()):
            continue  # our own, or Python's
        elif package := _debian_package(source):
            of_system[package] = Path("/usr/share/doc", package, "copyright")
        else:
            unknown.append(str(source))
    if unknown:
        raise SystemExit("No licence is known of: " + ", ".join(sorted(unknown)))
    libraries |= {_key(each): each for each in distributions() if _key(each) == "pyinstaller"}  # its starter is inside
    entries = [_of_python(folder), *_of_system(of_system, folder)]
    entries += [_of_library(key, each, folder) for key, each in libraries.items() if key != "desktop-crm"]
    entries.sort(key=lambda entry: str(entry["name"]).lower())
    (folder / INDEX).write_text(json.dumps(entries, indent=1, ensure_ascii=False), encoding="utf-8")


def _python_folders() -> Iterator[Path]:
    """Where all is Python's; a Python of the system shares its prefix with everything else."""
    for name in ("stdlib", "platstdlib"):
        yield Path(sysconfig.get_path(name)).resolve()
    if sys.base_prefix != "/usr":
        yield Path(sys.base_prefix).resolve()


def _key(library: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", library.name).lower()


def _files_of(library: Distribution) -> Iterator[Path]:
    for file in library.files or []:
        if ".dist-info" not in file.parts[0]:
            yield Path(str(library.locate_file(file))).resolve()


def _entry(
    name: str, version: str, licence: str, texts: Iterable[Path], *, folder: Path, subfolder: str
) -> dict[str, object]:
    """One line of the list; the texts are copied below `subfolder`, numbered where names repeat.

    Raises:
        SystemExit: there is no text.
    """
    target, names = folder / subfolder, []
    target.mkdir(parents=True, exist_ok=True)
    for text in texts:
        name_here, count = text.name, 1
        while (target / name_here).exists():
            count += 1
            name_here = f"{text.stem}-{count}{text.suffix}"
        shutil.copyfile(text, target / name_here)
        names.append(f"{subfolder}/{name_here}")
    if not names or not licence:
        raise SystemExit(f"There is no licence text of {name}: add one to packaging/licences and name it in {__file__}")
    return {"name": name, "version": version, "licence": licence, "files": names}


def _of_library(key: str, library: Distribution, folder: Path) -> dict[str, object]:
    texts = [*texts_of(library), *(STANDARD / name for name in _ADDED.get(key, []))]
    name, version = library.name, library.version
    if key == "pyside6-essentials":
        name = f"{name} (Qt {qVersion()})"
    if key == "sqlcipher3":
        name = f"{name} (SQLite {dbapi2.sqlite_version})"
    return _entry(name, version, _NAMES.get(key) or licence_of(library), texts, folder=folder, subfolder=key)


def _of_python(folder: Path) -> dict[str, object]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(sys.base_prefix, "lib", version, "LICENSE.txt"),
        Path("/usr/share/doc", version, "copyright"),
    )
    texts = [place for place in places if place.is_file()][:1]
    return _entry("Python", platform.python_version(), "PSF-2.0", texts, folder=folder, subfolder="python")


def _of_system(packages: dict[str, Path], folder: Path) -> Iterator[dict[str, object]]:
    """Libraries that the system this was built on provides: the distribution's note, and the licences it refers to."""
    for package, note in packages.items():
        named = re.findall(r"/usr/share/common-licenses/([A-Za-z]+-?[0-9.]*[0-9])", note.read_text(encoding="utf-8"))
        texts = [note, *(COMMON / name for name in sorted(set(named)) if (COMMON / name).is_file())]
        version = _asked("dpkg-query", "-W", "-f", "${Version}", package)
        yield _entry(package, version, "see its copyright file", texts, folder=folder, subfolder=f"system/{package}")


def _debian_package(path: Path) -> str | None:
    """The package a file of the system belongs to; None on systems without dpkg."""
    if sys.platform != "linux" or shutil.which("dpkg-query") is None:
        return None
    for place in (path, Path(str(path).removeprefix("/usr"))):
        if answer := _asked("dpkg-query", "-S", str(place)):
            return answer.split(":")[0]
    return None


def _asked(*words: str) -> str:
    ran = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - dpkg's own query
    return ran.stdout.strip() if ran.returncode == 0 else ""
