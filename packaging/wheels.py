"""Says whether every locked dependency has a wheel for each system and Python that are supported.

    uv run python packaging/wheels.py [--index]

Without --index the list of files in uv.lock answers, without a network. With it uv asks the index for the same
versions, whether they are still there. The exit status is 1 when a wheel is missing: nobody who installs the program
has compilers.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "desktop-crm"
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))

# Packages that install from their source without a compiler, and why that is known.
FROM_SOURCE = {
    "lunar-python": "has never had a wheel; nothing but Python in it",
}


@dataclass(frozen=True, slots=True)
class Platform:
    """A system as markers, tags and uv name it."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]
    uv_name: str


WINDOWS = Platform(
    "Windows x64",
    ("win_amd64",),
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
    "x86_64-pc-windows-msvc",
)
MACOS = Platform(
    "macOS 14 arm64",
    tuple(mac_platforms((14, 0), "arm64")),
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"},
    "aarch64-apple-darwin",
)
PLATFORMS = (WINDOWS, MACOS)


@dataclass(frozen=True, slots=True)
class Target:
    """One Python on one platform."""

    platform: Platform
    python: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.platform.name}, Python {self.version}"

    @property
    def version(self) -> str:
        """The version of Python, without its last number."""
        return f"{self.python[0]}.{self.python[1]}"

    def applies(self, marker: str | None) -> bool:
        """Whether a dependency with this marker is wanted here."""
        environment = {
            **self.platform.markers,
            "python_version": self.version,
            "python_full_version": f"{self.version}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "extra": "",
        }
        return marker is None or Marker(marker).evaluate(environment)

    def accepts(self) -> frozenset[Tag]:
        """The tags of wheels that can be installed here."""
        interpreter = f"cp{self.python[0]}{self.python[1]}"
        platforms = self.platform.tags
        return frozenset(
            [
                *cpython_tags(self.python, platforms=platforms),
                *compatible_tags(self.python, interpreter, platforms=platforms),
            ]
        )


TARGETS = tuple(Target(platform, python) for platform in PLATFORMS for python in PYTHONS)


def wanted(lock: dict[str, Any], target: Target) -> list[dict[str, Any]]:
    """The locked packages that are installed on a target, those of the groups included, by their names."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        by_name.setdefault(package["name"], []).append(package)
    (project,) = by_name[PROJECT]
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    waiting = [*project["dependencies"]]
    for group in project.get("dev-dependencies", {}).values():
        waiting += group
    while waiting:
        dependency = waiting.pop()
        if not target.applies(dependency.get("marker")):
            continue
        package = _chosen(by_name[dependency["name"]], dependency, target)
        for extra in dependency.get("extra", []):
            waiting += package.get("optional-dependencies", {}).get(extra, [])
        key = (package["name"], package["version"])
        if key not in seen:
            seen[key] = package
            waiting += package.get("dependencies", [])
    return [seen[key] for key in sorted(seen)]


def _chosen(candidates: list[dict[str, Any]], dependency: dict[str, Any], target: Target) -> dict[str, Any]:
    """The one of several locked versions that the dependency names, or that is meant for the target."""
    if "version" in dependency:
        candidates = [package for package in candidates if package["version"] == dependency["version"]]
    fitting = [
        package
        for package in candidates
        if not package.get("resolution-markers") or any(map(target.applies, package["resolution-markers"]))
    ]
    (chosen,) = fitting
    return chosen


def missing(lock: dict[str, Any], target: Target) -> list[str]:
    """The packages, as `name version`, that have no wheel for a target and need one."""
    accepted = target.accepts()
    return [
        f"{package['name']} {package['version']}"
        for package in wanted(lock, target)
        if package["name"] not in FROM_SOURCE and not any(accepted & tags for tags in _tags(package))
    ]


def _tags(package: dict[str, Any]) -> Iterator[frozenset[Tag]]:
    for wheel in package.get("wheels", []):
        file = wheel.get("filename") or wheel["url"].rpartition("/")[2]
        name, _version, _build, tags = parse_wheel_filename(unquote(file))
        if name == canonicalize_name(package["name"]):
            yield frozenset(tags)


def refused_by_index(lock: dict[str, Any], target: Target) -> str | None:
    """What uv answers when the index no longer has all wheels for a target, None when it has them."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder, "requirements.txt")
        packages = (package for package in wanted(lock, target) if package["name"] not in FROM_SOURCE)
        lines = (f"{package['name']}=={package['version']}\n" for package in packages)
        requirements.write_text("".join(lines), encoding="utf-8")
        command = [
            *("uv", "pip", "install", "--quiet", "--dry-run", "--no-deps", "--only-binary", ":all:"),
            *("--target", str(Path(folder, "target")), "--python-version", target.version),
            *("--python-platform", target.platform.uv_name, "--requirement", str(requirements)),
        ]
        environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}
        ran = subprocess.run(  # noqa: S603 - our own words
            command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment
        )
        return None if ran.returncode == 0 else ran.stderr.strip()


def report(lock: dict[str, Any], targets: Iterable[Target], *, ask_index: bool) -> int:
    """The number of targets on which something is missing; a line is printed for each target."""
    failed = 0
    for target in targets:
        lacking = missing(lock, target)
        problem = f"no wheel of {', '.join(lacking)}" if lacking else None
        if problem is None and ask_index:
            problem = refused_by_index(lock, target)
        names = [package["name"] for package in wanted(lock, target) if package["name"] in FROM_SOURCE]
        source, count = ", ".join(names), len(wanted(lock, target)) - len(names)
        print(f"{target}: {problem or f'{count} packages have their wheel; from source: {source}'}")
        failed += problem is not None
    return failed


def read_lock(path: Path = ROOT / "uv.lock") -> dict[str, Any]:
    """What stands in the lock file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", action="store_true", help="ask the index as well")
    sys.exit(1 if report(read_lock(), TARGETS, ask_index=parser.parse_args().index) else 0)
