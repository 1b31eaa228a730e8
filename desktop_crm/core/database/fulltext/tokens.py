"""Words for the full-text index: what a record is filed under, and what a search asks for.

FTS5 splits at spaces only, so this module decides what a token is. Text is folded first (NFKC, case); punctuation,
symbols and emoji separate and are never indexed. Four kinds of token share one column and are told apart by a mark:

- `云帆` `erp`: from notes. Chinese and digits by overlapping pairs, the last one single (`云帆科` -> `云帆 帆科 科`);
  alphabetic words whole.
- `=云帆`: from names and numbers, pairs of the compact form, in which nothing separates (`021-5888` -> `0215888`).
- `<云帆`: the beginning of a name or number, in front of its pairs.
- `~yunfan`: a pinyin key of a name, whole.
"""

import re
import unicodedata
from collections.abc import Iterable
from operator import add

MAX_QUERY_CHARACTERS = 256
MAX_QUERY_WORDS = 16  # FTS5 refuses an expression deeper than 256

# Alphabets that put spaces between words lie below U+0E00; above it and among digits any two neighbors make a pair.
_RUN = re.compile(r"[^\W_a-z\u0080-\u0dff]+|[^\W_0-9\u0e00-\U0010ffff]+")
_SEPARATORS = re.compile(r"[\W_]+")
_FIRST_OF_PAIRS = "\u0e00"


def folded(text: str) -> str:
    """`text` in the form in which it is compared: NFKC and without case."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def compact(text: str) -> str:
    """The letters and digits of `text` in folded form, closed up."""
    return _SEPARATORS.sub("", folded(text))


def _is_alphabetic(run: str) -> bool:
    return "a" <= run[0] < _FIRST_OF_PAIRS


def _pairs(run: str) -> list[str]:
    pairs = list(map(add, run, run[1:]))
    pairs.append(run[-1])
    return pairs


def text_tokens(text: str) -> str:
    """The tokens of a note, in order, joined by spaces; empty when there is no letter and no digit."""
    tokens: list[str] = []
    for run in _RUN.findall(folded(text)):
        if _is_alphabetic(run):
            tokens.append(run)
        else:  # as in `_pairs`, without the call: this is the loop that fills an index of a million notes
            tokens.extend(map(add, run, run[1:]))
            tokens.append(run[-1])
    return " ".join(tokens)


def entry_tokens(entry: str) -> str:
    """The tokens of one name or number: its beginning, then its pairs; empty when there is no letter and no digit."""
    run = compact(entry)
    return f"<{run[:2]} ={' ='.join(_pairs(run))}" if run else ""


def key_tokens(keys: Iterable[str]) -> str:
    """The tokens of pinyin keys."""
    return " ".join(f"~{run}" for run in map(compact, keys) if run)


def ranked_queries_of(text: str) -> tuple[str, ...]:
    """FTS5 expressions from the best hits to all: equal to, beginning with, within a name or number, anywhere.

    Each asks for every word between white space in `text`; the first two take the whole of it as one name. Anywhere
    includes the three before. Empty when `text` holds nothing to search for. No character of `text` acts as syntax:
    only letters and digits are taken over, always inside quotation marks.
    """
    text = text[:MAX_QUERY_CHARACTERS]
    words = [word for word in text.split() if compact(word)][:MAX_QUERY_WORDS]
    if not words:
        return ()
    whole = compact("".join(words))
    equal, begins = [f'"{entry_tokens(whole)}"'], [_beginning(whole)]
    if whole.isascii():
        equal.append(f'"~{whole}"')
        begins.append(f'"~{whole}"*')
    within = [_within(word) for word in words]
    in_text = [*(_in_text(word, last=False) for word in words[:-1]), _in_text(words[-1], last=True)]
    anywhere = [asked + phrases for asked, phrases in zip(within, in_text, strict=True)]
    return (
        " OR ".join(equal),
        " OR ".join(begins),
        _all_of(within),
        f"({_all_of(anywhere)}) OR {' OR '.join(begins)}",
    )


def query_of(text: str) -> str:
    """The FTS5 expression for every hit of `text`, or an empty string when there is nothing to search for."""
    return (*ranked_queries_of(text)[-1:], "")[0]


def _all_of(words: Iterable[list[str]]) -> str:
    return " AND ".join(f"({' OR '.join(asked)})" for asked in words)


def _asked(run: str, mark: str = "") -> str:
    """The phrase for any part of a run of pairs: one character asks for the pairs that it begins."""
    if len(run) == 1:
        return f'"{mark}{run}"*'
    return '"' + " ".join(mark + pair for pair in _pairs(run)[:-1]) + '"'


def _beginning(whole: str) -> str:
    start = f"<{whole[:2]}"
    if len(whole) <= 2:
        return f'"{start}"*' if len(whole) == 1 else f'"{start}"'
    return f'"{start} ={" =".join(_pairs(whole)[:-1])}"'


def _within(word: str) -> list[str]:
    run = compact(word)
    return [_asked(run, "="), f'"~{run}"*'] if run.isascii() else [_asked(run, "=")]


def _in_text(word: str, *, last: bool) -> list[str]:
    """The phrases for a word in a note: as it is typed, and closed up where it has punctuation inside."""
    return list(dict.fromkeys(_in_runs(_RUN.findall(folded(form)), last=last) for form in (word, compact(word))))


def _in_runs(runs: list[str], *, last: bool) -> str:
    *before, final = runs
    phrase = [token for run in before for token in ([run] if _is_alphabetic(run) else _pairs(run))]
    if _is_alphabetic(final):
        return f'"{" ".join([*phrase, final])}"' + ("*" if last else "")
    if len(final) == 1:
        return f'"{" ".join([*phrase, final])}"*'
    return f'"{" ".join([*phrase, *_pairs(final)[:-1]])}"'
