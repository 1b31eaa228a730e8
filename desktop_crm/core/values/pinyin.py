"""Pinyin of names: keys by which they are found, in every plausible reading, and one key by which they are sorted.

Of pypinyin only the dictionaries are used: its segmentation of whole phrases would take 0.15 ms a name, and importing
it stops all threads for 0.1 s and leaves 190,000 lists to every garbage collection.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from desktop_crm.core.values.names import surname_length, without_place
from desktop_crm.core.values.readings import COMPOUND_SURNAMES, HETERONYMS, SURNAMES

_MOST_READINGS = 16
_LONGEST_NAME = 64  # nobody types more of a name, and sorting needs no more
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_LONGEST_PHRASE = 4
_COLON = re.compile(r"\s*:\s*")


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[int, str]:
    """The readings of each character with marks for the tones, joined by commas."""
    return {int(code): marked for code, marked in _entries("pinyin_dict.json")}


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, str]:
    """The readings of each character of a phrase, joined by blanks; of phrases in which some character has several."""
    return {
        phrase: " ".join(marked[0] for marked in readings)
        for phrase, readings in _entries("phrases_dict.json")
        if len(phrase) <= _LONGEST_PHRASE and not HETERONYMS.keys().isdisjoint(phrase)
    }


def _entries(name: str) -> Iterator[tuple[str, Any]]:
    """The entries of one of pypinyin's dictionaries, key and value, read one by one so that other threads get on."""
    package = find_spec("pypinyin")
    assert package  # noqa: S101 - a dependency
    assert package.submodule_search_locations  # noqa: S101 - a package
    text = Path(package.submodule_search_locations[0], name).read_text(encoding="utf-8")
    decode, place = json.JSONDecoder().raw_decode, 0
    while (place := text.find('"', place)) >= 0:
        key, place = decode(text, place)
        colon = _COLON.match(text, place)
        assert colon  # noqa: S101 - as JSON has it
        value, place = decode(text, colon.end())
        yield key, value


@lru_cache(maxsize=4096)
def _syllable(marked: str) -> tuple[str, int]:
    """The syllable in plain letters, ü as v, and its tone, 5 for none."""
    letters = normalize("NFD", marked).replace("u\u0308", "v")
    tone = next((_TONES[mark] for mark in letters if mark in _TONES), 5)
    return "".join(letter for letter in letters if not combining(letter)), tone


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The plausible readings of a Chinese character, likeliest first; none for any other character."""
    if known := HETERONYMS.get(character):
        readings = known
    elif marked := _dictionary().get(ord(character)):
        readings = (_syllable(marked.split(",")[0])[0],)
    else:
        return ()
    # Input methods write lv and lve, passports and habit lu and lue.
    return tuple(dict.fromkeys((*readings, *(reading.replace("v", "u") for reading in readings))))


def _plain(name: str) -> str:
    return normalize("NFKC", name[:_LONGEST_NAME]).casefold().strip()


def _readings_at(name: str, position: int) -> tuple[str, ...]:
    character = name[position]
    readings = _readings(character)
    if position == 0 and character in SURNAMES:
        readings = (*SURNAMES[character], *readings)
    if position < 2 and (compound := COMPOUND_SURNAMES.get(name[:2])):
        readings = (compound[position], *readings)
    return tuple(dict.fromkeys(readings)) or ((character,) if character.isalnum() else ())


def _joined(parts: list[tuple[str, ...]]) -> Iterator[str]:
    """Up to `_MOST_READINGS` combinations; the first characters vary first, for keys are searched from their start."""
    for combination in islice(product(*reversed(parts)), _MOST_READINGS):
        yield "".join(reversed(combination))


def _keys(name: str) -> Iterator[str]:
    parts = [readings for position in range(len(name)) if (readings := _readings_at(name, position))]
    yield from _joined(parts)
    if not name.isascii():
        yield from _joined([tuple(dict.fromkeys(reading[0] for reading in readings)) for readings in parts])


def pinyin_keys(name: str) -> tuple[str, ...]:
    """What a name is found by when typed in letters, from the start: full pinyin without tones and initials.

    Every plausible combination of readings, at most 16 of each; Latin letters and digits stay, folded. A name that
    begins with a place has the same keys again without it, so that both hzyf and yf find 杭州云帆.
    """
    plain = _plain(name)
    shorter = without_place(plain)
    keys = dict.fromkeys(_keys(plain))
    if shorter != plain:
        keys.update(dict.fromkeys(_keys(shorter)))
    keys.pop("", None)
    return tuple(keys)


def _marked_in_phrase(name: str, position: int) -> str | None:
    """The reading of a character in the longest phrase around it, as 行 in 银行; None when no phrase is known."""
    for length in range(_LONGEST_PHRASE, 1, -1):
        for start in range(max(0, position - length + 1), position + 1):
            if phrase := _phrases().get(name[start : start + length]):
                return phrase.split(" ")[position - start]
    return None


def _sorted_as(name: str, position: int, *, person: bool) -> tuple[str, int]:
    """The one reading, with its tone, by which a Chinese character is sorted."""
    character = name[position]
    readings = [_syllable(marked) for marked in _dictionary()[ord(character)].split(",")]
    chosen: str | None = None
    if person and position < surname_length(name):
        chosen = _readings_at(name, position)[0]
    elif character in HETERONYMS:
        if marked := _marked_in_phrase(name, position):
            return _syllable(marked)
        chosen = HETERONYMS[character][0]
    return next((reading for reading in readings if reading[0] == chosen), readings[0])


def sort_key(name: str, *, person: bool) -> str:
    """A text whose plain order is the order of names: digits, then Latin letters, then pinyin, then other scripts.

    Pinyin goes syllable by syllable with the tone, then the character, so that one surname stays together. A person's
    first character is read as a surname; elsewhere the phrase around a character decides.
    """
    plain = normalize("NFC", "".join(c for c in normalize("NFKD", name[:_LONGEST_NAME]).casefold() if not combining(c)))
    plain = " ".join(plain.split())
    parts: list[str] = []
    for position, character in enumerate(plain):
        if ord(character) in _dictionary() and not character.isascii():
            syllable, tone = _sorted_as(plain, position, person=person)
            parts.append(f"~{syllable}{tone}{character}")  # ~ comes after every ASCII letter
        elif character.isalnum():
            parts.append(character)
        elif parts and parts[-1] != " ":
            parts.append(" ")
    return "".join(parts).strip()
