"""The pieces of which an expression of time is put together, and the rules that find them in a text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from desktop_crm.core.calendar.working_days import Overrides


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the text: the local moment of asking and the user's own working days."""

    now: datetime
    overrides: Overrides

    @property
    def today(self) -> date:
        """The day on which the question is asked, where the user is."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, with a note of how much of it the words said."""

    day: date
    weekday_only: bool = False  # a bare weekday: in the week that another piece names it moves there
    week_only: bool = False  # a week, of which `day` is the Monday
    yearless: bool = False
    counted: bool = False  # found by counting working days


class Part(Enum):
    """A part of the day; it moves the hour of a clock and stands for an hour where there is none."""

    DAWN = auto()
    MORNING = auto()
    NOON = auto()
    AFTERNOON = auto()
    DUSK = auto()
    EVENING = auto()


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day in the text; a `weak` one (早, "morning") means nothing without a day or a clock."""

    part: Part
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time on the wall, hour 0 to 24.

    A `vague` hour says nothing of the half of the day (三点), and a `weak` one (一点, "at 3") is a time only behind a
    day or a part of the day. `offset` is the distance from UTC where it was said.
    """

    hour: int
    minute: int = 0
    vague: bool = False
    weak: bool = False
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment counted in hours and minutes from now."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Repeat:
    """A rule of recurrence, in the parts of RFC 5545, section 3.3.10."""

    frequency: str
    interval: int = 1
    by_day: tuple[str, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: int | None = None


Meaning = Day | DayPart | Clock | Instant | Repeat


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over folded text and what a match means.

    `read` returns None where the match is no time after all, and an empty tuple where it is none and nothing inside it
    may be taken for one either (2月30日).
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], tuple[Meaning, ...] | None]


def rule(pattern: str, read: Callable[[re.Match[str], Context], tuple[Meaning, ...] | None]) -> Rule:
    """A rule from the text of its pattern."""
    return Rule(re.compile(pattern), read)


def nothing(_match: re.Match[str], _context: Context) -> tuple[Meaning, ...]:
    """No time, whatever stands inside: for rules that keep others away from look-alikes."""
    return ()


@dataclass(frozen=True, slots=True)
class Piece:
    """What the characters from `start` to before `end` mean."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


# Traditional characters that occur in dates, one to one, so that positions stay.
_TRADITIONAL = str.maketrans("週禮點號兩個後內時鐘過這農曆節國慶間", "周礼点号两个后内时钟过这农历节国庆间")
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord("’"): "'"}


def folded(text: str) -> str:
    """`text` in lower case, half width and simplified characters, as long as before, character for character."""
    plain = text.translate(_FULL_WIDTH).translate(_TRADITIONAL)
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)


def pieces(text: str, rules: tuple[Rule, ...], context: Context) -> Iterator[Piece]:
    """The pieces of a folded text from left to right; of those that overlap the leftmost, then the longest."""
    found = [
        Piece(match.start(), match.end(), meanings)
        for rule in rules
        for match in rule.pattern.finditer(text)
        if (meanings := rule.read(match, context)) is not None
    ]
    end = 0
    for piece in sorted(found, key=lambda piece: (piece.start, -piece.end)):
        if piece.start >= end:
            end = piece.end
            yield piece
