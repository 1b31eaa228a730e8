"""Which settings belong to a whole book, and so go into our own JSON: the user's, not the program's own notes."""

from typing import Any

from desktop_crm.core.database.tailoring_store import is_tailoring
from desktop_crm.core.settings import SETTINGS

_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}

# What the user kept elsewhere than on the settings page, by how its names begin, and what it is in JSON.
_KEPT: dict[str, type[Any]] = {
    "views.": dict,  # saved views of lists
    "playbook.": list,  # what to do for customers of a tier
    "not_the_same.": bool,  # pairs of customers that are no duplicates
    "pinned": list,
    "working_days": dict,  # days that the user declared working or free
}


def belongs(name: str) -> bool:
    """Whether a setting of this name goes with the book."""
    return name in _DEFAULTS or is_tailoring(name) or name.startswith(tuple(_KEPT))


def fits(name: str, value: Any) -> bool:
    """Whether the value can be that of a setting that goes with the book."""
    if name in _DEFAULTS:
        return type(value) is type(_DEFAULTS[name])
    if is_tailoring(name):
        return True  # it was read as a whole
    return any(name.startswith(start) and type(value) is kind for start, kind in _KEPT.items())
