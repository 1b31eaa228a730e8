"""The piece of a text that shows why it was found."""

import re
import unicodedata
from collections.abc import Iterator

from desktop_crm.core.database.fulltext.tokens import MAX_QUERY_CHARACTERS, compact, folded

Range = tuple[int, int]

ELLIPSIS = "…"
_SHARE_BEFORE = 0.25  # of the window, before the match
_SPACE = re.compile(r"\s")
_WORD_START = r"(?<![a-z\u0080-\u0dff])"


def snippet(text: str, query: str, width: int = 60) -> tuple[str, tuple[Range, ...]]:
    """At most `width` characters of `text` around the first match, and the ranges in it to highlight.

    The piece is `text` as it is written, but in one line, with an ellipsis where it is cut. The ranges are half open,
    in rising order and apart, and count characters of the piece. Without a match it is the beginning of `text` and no
    range.
    """
    matches = matches_in(text, query)
    start = 0
    if matches:
        start = max(0, min(matches[0][0] - int(width * _SHARE_BEFORE), len(text) - width))
    end = min(len(text), start + width)
    cut_before, cut_after = start > 0, end < len(text)
    first, last = start + cut_before, end - cut_after
    piece = ELLIPSIS * cut_before + _SPACE.sub(" ", text[first:last]) + ELLIPSIS * cut_after
    shown = ((max(low, first) - start, min(high, last) - start) for low, high in matches)
    return piece, tuple((low, high) for low, high in shown if low < high)


def matches_in(text: str, query: str) -> list[Range]:
    """The ranges of `text` that match words of `query`, joined where they touch, in rising order.

    Case, width and compatibility forms do not matter. A word is looked for at the beginning of words, where it has
    one, else anywhere, else with punctuation and spaces between any two of its characters.
    """
    pieces = list(_pieces(text))
    form = "".join(part for part, _, _ in pieces)
    bounds = [(low, high) for part, low, high in pieces for _ in part]
    spans = [span for word in query[:MAX_QUERY_CHARACTERS].split() for span in _spans(form, word)]
    joined: list[Range] = []
    for low, high in sorted((bounds[first][0], bounds[last - 1][1]) for first, last in spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _spans(form: str, word: str) -> list[Range]:
    characters = compact(word)
    if not characters:
        return []
    as_typed = re.escape(folded(word))
    at_start = _WORD_START + as_typed if re.match(r"[a-z\u0080-\u0dff]", characters) else as_typed
    spread = r"[\W_]*".join(map(re.escape, characters))
    for pattern in (at_start, as_typed, spread):
        if spans := [match.span() for match in re.finditer(pattern, form)]:
            return spans
    return []


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded pieces of `text` with the range each comes from: one character, or one with its combining marks."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            yield folded(text[start:end]), start, end
            start = end
