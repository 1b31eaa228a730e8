"""The libraries this program stands on, each with its licence: from the bundle's list, or as they are installed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from desktop_crm.core.paths import licence_folder

INDEX = "index.json"
_PROGRAM = "desktop-crm"
_NAME_OF_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TEXT = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)([./_-]|$)", re.IGNORECASE)
_GENERIC = re.compile(r"^(OSI Approved|UNKNOWN)?$")


@dataclass(frozen=True, slots=True)
class Library:
    """One library with the name of its licence and the files that hold its text; none where pip installed no text."""

    name: str
    version: str
    licence: str
    files: tuple[Path, ...]

    def text(self) -> str:
        """The texts of the licence, one after the other, each below the name of its file.

        Raises:
            OSError: one is not there; the installation is damaged.
        """
        return "\n\n".join(
            f"{path.name}\n\n{path.read_text(encoding='utf-8', errors='replace')}" for path in self.files
        )


@lru_cache
def libraries() -> tuple[Library, ...]:
    """Every library in the program, by name.

    Raises:
        OSError: the bundle's list is not there; the installation is damaged.
    """
    folder = licence_folder()
    if folder:
        entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return tuple(
            Library(entry["name"], entry["version"], entry["licence"], tuple(folder / name for name in entry["files"]))
            for entry in entries
        )
    found = {each.name: each for each in required(_PROGRAM) if each.name != _PROGRAM}
    installed = (Library(each.name, each.version, licence_of(each), texts_of(each)) for each in found.values())
    return tuple(sorted(installed, key=lambda library: library.name.lower()))


def required(name: str) -> list[Distribution]:
    """The distribution of that name and all it requires that are installed; those for other systems are not."""
    found: dict[str, Distribution] = {}
    waiting = [name]
    while waiting:
        key = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if key in found:
            continue
        try:
            found[key] = distribution(key)
        except PackageNotFoundError:
            continue
        waiting += _requirements(found[key])
    return list(found.values())


def _requirements(of: Distribution) -> Iterator[str]:
    for requirement in of.requires or []:
        name = _NAME_OF_REQUIREMENT.match(requirement)
        if name and not re.search(r";.*\bextra\b", requirement):
            yield name.group()


def licence_of(library: Distribution) -> str:
    """The name of its licence: the SPDX expression, else what its authors wrote in its place."""
    declared = _declared(library, "License-Expression") or _declared(library, "License").partition("\n")[0]
    if declared and not _GENERIC.match(declared) and len(declared) <= 80:
        return declared
    classifiers = [line for line in library.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return " / ".join(line.rpartition(" :: ")[2] for line in classifiers)


def _declared(library: Distribution, name: str) -> str:
    return next(iter(library.metadata.get_all(name) or []), "").strip()


def texts_of(library: Distribution) -> tuple[Path, ...]:
    """The files of its metadata that hold licences and notices."""
    texts = (
        Path(str(library.locate_file(file)))
        for file in library.files or []
        if ".dist-info" in file.parts[0] and _TEXT.search("/".join(file.parts[1:]))
    )
    return tuple(sorted(path for path in texts if path.is_file()))
