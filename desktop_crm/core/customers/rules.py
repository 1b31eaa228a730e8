"""Rules about customers that need no database."""

import re
from collections.abc import Iterable

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _

_KEY_DIGITS = 9
_AROUND = r"(?:[^{}]|\{\{|\}\}|\{year\})*"
# The running number may be filled up with zeros; any other format could not be read back.
_PATTERN = re.compile(rf"({_AROUND})(\{{seq(?::(?:0[1-9])?d?)?\}})({_AROUND})")


class NumberPattern:
    """The rule by which customer numbers are made (C-07), such as `客户-{year}-{seq:03}`.

    Raises:
        RefusedError: the pattern lacks {seq} or names something else.
    """

    def __init__(self, pattern: str) -> None:
        parts = _PATTERN.fullmatch(pattern)
        if not parts:
            raise _bad_pattern(pattern)
        self._before, self._sequence, self._after = parts.groups()

    def ends(self, year: int) -> tuple[str, str]:
        """What stands before and after the running number in a given year."""
        return self._before.format(year=year), self._after.format(year=year)

    def number(self, year: int, sequence: int) -> str:
        """The number of the `sequence`-th customer of a year."""
        before, after = self.ends(year)
        return before + self._sequence.format(seq=sequence) + after

    def largest_sequence(self, year: int, numbers: Iterable[str]) -> int:
        """The largest running number of that year among the numbers, 0 when there is none."""
        before, after = self.ends(year)
        middles = (
            number[len(before) : len(number) - len(after)]
            for number in numbers
            if number.startswith(before) and number.endswith(after)
        )
        return max((int(middle) for middle in middles if middle.isascii() and middle.isdigit()), default=0)


def _bad_pattern(pattern: str) -> RefusedError:
    return RefusedError(
        _("This pattern makes no customer numbers"),
        _("“{pattern}” must contain {{seq}} once, and may contain {{year}}, as in 客户-{{year}}-{{seq:03}}.").format(
            pattern=pattern
        ),
    )


def counting_key(number: str) -> str:
    """What sorts a customer number by what it counts: 客户-2026-999 before 客户-2026-1000."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(_KEY_DIGITS), number)
