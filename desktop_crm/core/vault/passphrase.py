"""Passphrases: one form for every keyboard, what is too weak, and suggestions.

The list of common passphrases holds folded words: lower case, without spaces and punctuation.
"""

import secrets
from functools import lru_cache
from itertools import pairwise
from unicodedata import category, normalize

from desktop_crm.core.i18n import _
from desktop_crm.core.paths import resource
from desktop_crm.core.vault.errors import WeakPassphraseError

LEAST_CHARACTERS = 12
SUGGESTED_WORDS = 5
_LONGEST_REPEATED = 6
_DECORATION = "ZPSC"
"""Unicode categories of what people add to look strong: spaces, punctuation, symbols, control characters."""


def encoded(passphrase: str) -> bytes | None:
    """The bytes that keys are derived from: UTF-8 of the NFC form, so that é typed in two ways is one passphrase.

    None when it holds characters that have no bytes (lone surrogates, from a terminal in another encoding).
    """
    try:
        return normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        return None


def checked(passphrase: str) -> bytes:
    """The bytes of a new passphrase that is strong enough: at least 12 characters, and not easily guessed.

    Five generated words always are. Refused are common passphrases, also with digits or punctuation before or after,
    a few characters repeated, and runs such as abcdefghijkl.

    Raises:
        WeakPassphraseError: with the reason.
    """
    data = encoded(passphrase)
    if data is None:
        raise WeakPassphraseError(_("It contains characters that cannot be stored."))
    if len(normalize("NFC", passphrase).strip()) < LEAST_CHARACTERS:
        raise WeakPassphraseError(_("It has fewer than {count} characters.").format(count=LEAST_CHARACTERS))
    lowered = normalize("NFKC", passphrase).casefold()
    folded = "".join(character for character in lowered if category(character)[0] not in _DECORATION)
    unit = _repeated_unit(folded)
    if {lowered, folded, unit, folded.strip("0123456789")} & _common():
        raise WeakPassphraseError(_("It is one of the passphrases that are tried first."))
    bare = folded if len(folded) >= LEAST_CHARACTERS else lowered
    if len(_repeated_unit(bare)) <= _LONGEST_REPEATED:
        raise WeakPassphraseError(_("It repeats only a few characters."))
    if _is_run(bare):
        raise WeakPassphraseError(_("It is a simple run of characters."))
    return data


def suggest_passphrase(words: int = SUGGESTED_WORDS) -> str:
    """`words` random words from a list of 1,024, ten bits each, with spaces between."""
    return " ".join(secrets.choice(word_list()) for _count in range(words))


@lru_cache
def word_list() -> tuple[str, ...]:
    """The words that passphrases are suggested from."""
    return tuple(_lines("passphrase_words.txt"))


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(_lines("common_passphrases.txt"))


def _lines(name: str) -> list[str]:
    lines = resource(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _repeated_unit(text: str) -> str:
    """The shortest text of which `text` is a whole number of repetitions; `text` itself when nothing repeats."""
    return text[: (text + text).find(text, 1)]


def _is_run(text: str) -> bool:
    steps = {ord(right) - ord(left) for left, right in pairwise(text)}
    return steps in ({1}, {-1})
