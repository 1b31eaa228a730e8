"""What the bundle holds besides what PyInstaller finds by itself, and what it leaves out of what that brings."""

import ast
import json
import os
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import Any

from PyInstaller.depend.bindepend import get_imports
from PyInstaller.utils.hooks import collect_data_files, collect_submodules

from desktop_crm.core.licences import required
from desktop_crm.core.paths import INVENTORY

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME, VERSION = PROJECT["name"], PROJECT["version"]
MIGRATIONS = ROOT / "desktop_crm" / "core" / "database" / "migrations"

_COMPILED = {"BINARY", "EXTENSION"}
Entry = tuple[str, str, str]  # of PyInstaller's tables of contents: the name inside the bundle, the source, the kind

# Packages whose files are read, not imported: by name with importlib.resources, or from beside their modules.
_PACKAGES_WITH_DATA = {
    "docx": ["templates/*"],
    "holidays": ["locale/*/LC_MESSAGES/CN.mo"],
    "lucide": ["lucide.zip"],
    "pypdfium2": ["version.json"],
    "pypdfium2_raw": ["version.json", "*.so", "*.dll", "*.dylib"],
    "pypinyin": ["pinyin_dict.json", "phrases_dict.json"],
    "tzdata": ["zoneinfo/**/*"],
}

COPIED_OPEN = ["stdnum"]  # under the LGPL: as readable files, so that another version can take their place

_EXCLUDED = [
    "alembic.ddl.mssql",
    "alembic.ddl.mysql",
    "alembic.ddl.oracle",
    "alembic.ddl.postgresql",
    "alembic.testing",
    "dns",  # email-validator would ask a network for it
    "idlelib",
    "lxml.objectify",
    "mako.ext",
    "pypinyin",  # only its dictionaries are read
    "readline",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.mypy",
    "sqlalchemy.testing",
    "sqlite3",  # SQLCipher takes its place
    "tkinter",
    "turtledemo",
    "unittest",
]

# Parts of Qt that no page asks for; names of plugins without "lib" and "q" at their beginning.
_UNUSED_PLUGINS = {
    "egldeviceintegrations",
    "generic",
    "networkinformation",
    "qmltooling",
    "sqldrivers",
    "tls",
    "vectorimageformats",
    "wayland-graphics-integration-client",
    "wayland-graphics-integration-server",
    "xcbglintegrations",
}
_USED_PLATFORMS = {"cocoa", "offscreen", "wayland", "windows", "xcb"}
_USED_IMAGE_FORMATS = {"gif", "ico", "jpeg", "svg", "webp"}
_UNUSED_PLUGIN_NAMES = {"gtk3", "tvirtualkeyboardplugin", "tuiotouchplugin"}
_UNUSED_LIBRARIES = {"opengl32sw.dll", "d3dcompiler_47.dll"}
_USED_TRANSLATION = "qtbase_zh_CN.qm"


def data() -> Iterator[tuple[str, str]]:
    """Files and the folders they go to: resources, migrations, our own metadata, and the data of libraries."""
    for path in _files(ROOT / "resources"):
        if path.suffix != ".po":
            yield str(path), str(PurePath("desktop_crm", path.parent.relative_to(ROOT)))
    for path in (MIGRATIONS / "env.py", *_files(MIGRATIONS / "versions")):  # alembic reads its scripts from the disk
        yield str(path), str(path.parent.relative_to(ROOT))
    metadata = _metadata_file()
    yield str(metadata), metadata.parent.name
    for package, patterns in _PACKAGES_WITH_DATA.items():
        yield from collect_data_files(package, includes=patterns)
    yield from collect_data_files(
        "docx", include_py_files=True, includes=["parts/__init__.py"]
    )  # it goes through there


def hidden_imports() -> list[str]:
    """Modules that are imported by a name made at run time, or from scripts that lie in the bundle as files."""
    platform = {"win32": "winrt", "darwin": "macos"}.get(sys.platform, "dbus")
    return [
        *collect_submodules(
            "desktop_crm", filter=lambda name: not name.startswith("desktop_crm.core.database.migrations.v")
        ),
        *sorted({name for path in _files(MIGRATIONS) for name in _imported(path)}),
        f"desktop_notifier.backends.{platform}",
        "desktop_notifier.resources",
        "holidays.countries.china",
        *collect_submodules("phonenumbers.data"),
        "sqlalchemy.dialects.sqlite.pysqlite",
        "stdnum.cn.uscc",
    ]


def _imported(path: Path) -> Iterator[str]:
    """The modules that a script imports."""
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (whole for name in node.names if _is_module(whole := f"{node.module}.{name.name}"))


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path


def _metadata_file() -> Path:
    """Name and version as `importlib.metadata` reads them, without the paths of this machine that stand beside it."""
    installed = distribution(NAME)
    if installed.version != VERSION:
        raise SystemExit(f"{NAME} {installed.version} is installed, but pyproject.toml says {VERSION}: sync first")
    path = ROOT / "build" / f"{NAME.replace('-', '_')}-{VERSION}.dist-info" / "METADATA"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Metadata-Version: 2.4\nName: {NAME}\nVersion: {VERSION}\n", encoding="utf-8")
    return path


def inventory(files: Iterable[Entry], modules: Iterable[Entry], folder: Path) -> list[Entry]:
    """One more entry for the bundle: the list of everything in it, by which the self-test finds what is missing.

    Each file stands there with its size, compiled ones without, since stripping and signing change them.
    """
    sizes = {
        PurePath(name).as_posix(): None if kind in _COMPILED else Path(source).stat().st_size
        for name, source, kind in files
        if kind != "SYMLINK"
    }
    content = {"files": sizes, "modules": sorted(name for name, _source, _kind in modules)}
    path = folder / INVENTORY
    path.write_text(json.dumps(content, indent=0, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    return [(INVENTORY, str(path), "DATA")]


def excluded() -> list[str]:
    """Modules that stay out: named ones, and all of packages that are installed for development alone."""
    wanted = {distribution.name for distribution in required(NAME)}
    packages = packages_distributions()
    return _EXCLUDED + sorted(
        name for name, owners in packages.items() if name.isidentifier() and wanted.isdisjoint(owners)
    )


def without_unused(entries: Iterable[Entry]) -> list[Entry]:
    """The entries without the plugins, translations and data that nobody uses, and without libraries only they need."""
    kept = [entry for entry in entries if _is_used(PurePath(entry[0]))]
    libraries = {PurePath(name).name.lower(): (name, source) for name, source, kind in kept if _is_library(name, kind)}
    needed: set[str] = set()
    waiting = [source for name, source, kind in kept if kind in _COMPILED and not _is_library(name, kind)]
    while waiting:
        for found, _path in get_imports(waiting.pop()):
            library = PurePath(found).name.lower()
            if library in libraries and library not in needed:
                needed.add(library)
                waiting.append(libraries[library][1])
    left_out = {name for library, (name, _source) in libraries.items() if library not in needed}
    return [entry for entry in kept if entry[0] not in left_out and not _belongs_to(entry, left_out)]


def _belongs_to(entry: Entry, left_out: set[str]) -> bool:
    """Whether it is a link to one of the libraries that are left out, or lies in its framework (macOS)."""
    if entry[2] == "SYMLINK" and os.path.normpath(PurePath(entry[0]).parent / entry[1]) in left_out:
        return True
    framework, inside, _rest = entry[0].partition(".framework/")
    return bool(inside) and any(name.startswith(framework + inside) for name in left_out)


def _is_library(name: str, kind: str) -> bool:
    """Whether it is a shared library that is only there because others are linked to it."""
    path = PurePath(name)
    if kind != "BINARY" or path.name.startswith(("libpython", "python3")):
        return False
    in_qt = path.name.startswith(("libQt6", "Qt6", "libicu")) or ".framework" in name
    return in_qt or (sys.platform == "linux" and len(path.parts) == 1)


def _is_used(path: PurePath) -> bool:
    if path.parts[0].endswith(".dist-info"):
        return path.name == "METADATA"  # versions; the rest tells of the machine it was installed on
    if path.parts[0] == "stdnum" and path.suffix == ".dat":
        return path.parts[1] == "cn"
    if "PySide6" not in path.parts:
        return path.name not in _UNUSED_LIBRARIES
    if path.suffix == ".qm":
        return path.name == _USED_TRANSLATION
    if "plugins" not in path.parts:
        return path.name not in _UNUSED_LIBRARIES
    group, plugin = path.parent.name, path.stem.removeprefix("lib").removeprefix("q")
    if group in _UNUSED_PLUGINS or plugin in _UNUSED_PLUGIN_NAMES:
        return False
    if group == "platforms":
        return plugin in _USED_PLATFORMS
    return group != "imageformats" or plugin in _USED_IMAGE_FORMATS
