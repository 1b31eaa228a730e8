"""Rules about customers that need no database."""

import string
from collections.abc import Iterable

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _

_FIELDS = {"year", "seq"}


class NumberPattern:
    """The rule by which customer numbers are made (C-07), such as `客户-{year}-{seq:03}`.

    Raises:
        RefusedError: the pattern lacks {seq} or names something else.
    """

    def __init__(self, pattern: str) -> None:
        try:
            parts = list(string.Formatter().parse(pattern))
            pattern.format(year=2000, seq=1)
        except (ValueError, KeyError, IndexError) as error:
            raise _bad_pattern(pattern) from error
        names = [name for _literal, name, _spec, _conversion in parts if name is not None]
        if names.count("seq") != 1 or not set(names) <= _FIELDS:
            raise _bad_pattern(pattern)
        self._pattern = pattern

    def ends(self, year: int) -> tuple[str, str]:
        """What stands before and after the running number in a given year."""
        before, _seq, after = self._pattern.partition("{seq")
        return before.format(year=year), after.partition("}")[2].format(year=year)

    def number(self, year: int, sequence: int) -> str:
        """The number of the `sequence`-th customer of a year."""
        return self._pattern.format(year=year, seq=sequence)

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
