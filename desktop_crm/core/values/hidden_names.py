"""Taking out of free text what those may not read who may not see a value whole: known names, mobiles, addresses."""

import re
from collections.abc import Iterable, Iterator

from desktop_crm.core.values.names import mask_company, mask_email, mask_person, mask_phone, without_place

_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])")
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SHORTEST = 2  # characters: a name of one would be found in every text


def company_masks(name: str) -> Iterator[tuple[str, str]]:
    """What to look for in texts about a company, the longest first, and what to put there.

    Beside the whole name that is the part which its mask hides, with and without the place in front.
    """
    mask = mask_company(name)
    yield name, mask
    ending = mask.removeprefix("*")
    if ending and name.endswith(ending):
        told = name.removesuffix(ending)
        yield told, "*"
        yield without_place(name).removesuffix(ending), "*"


def person_masks(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What to look for in texts about people, the longest name first, and what to put there."""
    for name in sorted(set(names), key=len, reverse=True):
        yield name, mask_person(name)


def hide_names(text: str, masks: Iterable[tuple[str, str]]) -> str:
    """The text with everything in `masks` replaced."""
    for name, mask in masks:
        if len(name) >= _SHORTEST and name in text:
            text = text.replace(name, mask)
    return text


def hide(text: str, masks: Iterable[tuple[str, str]] = ()) -> str:
    """The text with its mobile numbers and e-mail addresses masked, and with everything in `masks` replaced."""
    text = hide_names(text, masks)
    if "@" in text:
        text = _ADDRESS.sub(lambda match: mask_email(match[0]), text)
    return _MOBILE.sub(lambda match: mask_phone(match[0]), text)


class KnownNames:
    """Every name of a book, found in any text in one pass over it, however many there are."""

    def __init__(self, companies: Iterable[str] = (), people: Iterable[str] = ()) -> None:
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for company in companies:
            for name, mask in company_masks(company):
                self._add(name, mask)
        for name, mask in person_masks(people):
            self._add(name, mask)
        for found in self._by_start.values():
            found.sort(key=lambda each: -len(each[0]))

    def _add(self, name: str, mask: str) -> None:
        if len(name) >= _SHORTEST:
            self._by_start.setdefault(name[:_SHORTEST], []).append((name, mask))

    def hide(self, text: str) -> str:
        """The text with every known name masked, and as `hide` leaves it."""
        parts: list[str] = []
        at = kept = 0
        while at < len(text) - 1:
            for name, mask in self._by_start.get(text[at : at + _SHORTEST], ()):
                if text.startswith(name, at):
                    parts += (text[kept:at], mask)
                    at += len(name)
                    kept = at
                    break
            else:
                at += 1
        return hide("".join((*parts, text[kept:])))
