"""The mark that keeps a spreadsheet from running a cell of our CSV files as a formula, set and taken away.

The rule is OWASP's ("CSV Injection") and a little wider: a `'` before any cell that, after stripping white space,
begins with `= + - @`, tab, CR, LF or full-width ＝＋－＠. A text that already begins with such a mark gets one more, so
that `unguarded(guarded(text)) == text` for every text.
"""

_MARK = "'"
_STARTS_A_FORMULA = tuple("=+-@＝＋－＠")
_CONTROLS = frozenset("\t\r\n")


def guarded(text: str) -> str:
    """`text` as it goes into a CSV cell: with a `'` in front where a spreadsheet could take it for a formula."""
    return _MARK + text if _needs_a_mark(text) else text


def unguarded(text: str) -> str:
    """`text` as it was before `guarded`; any other leading `'` stays."""
    return text[1:] if text.startswith(_MARK) and _needs_a_mark(text) else text


def _needs_a_mark(text: str) -> bool:
    bare = text.lstrip(_MARK)
    stripped = bare.lstrip()
    white_space = bare[: len(bare) - len(stripped)]
    return stripped.startswith(_STARTS_A_FORMULA) or not _CONTROLS.isdisjoint(white_space)
