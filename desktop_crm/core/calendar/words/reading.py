"""Reads the time out of a line of text, Chinese or English, and hands back the rest.

The longest expression wins, the leftmost among equals; a time of day that stands apart is joined to a day that has
none. A bare weekday is the next one strictly after today, 下周X lies in the week after this one (weeks begin on
Monday), a time that has passed today means tomorrow, and of a clock hour from 1 to 5 said without a part of the day
(3点, 3:30, "at 3", but not 03:30) the afternoon is meant.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.calendar.words import chinese_days, chinese_distances, clocks, english_days, repeats
from desktop_crm.core.calendar.words.pieces import (
    Clock,
    Context,
    Day,
    DayPart,
    Instant,
    Meaning,
    Part,
    Piece,
    Repeat,
    folded,
    pieces,
)
from desktop_crm.core.calendar.words.repeats import DAY_CODES, occurrences, rrule_text
from desktop_crm.core.calendar.working_days import NO_OVERRIDES, Overrides

DEFAULT_TIME = time(9)
_RULES = chinese_days.RULES + chinese_distances.RULES + clocks.RULES + english_days.RULES + repeats.RULES
_PART_TIMES = {
    Part.DAWN: time(5),
    Part.NOON: time(12),
    Part.AFTERNOON: time(14),
    Part.DUSK: time(18),
    Part.EVENING: time(19),
}
# What may stand between the pieces of one expression, and what belongs to it before and behind.
_BETWEEN = re.compile(r"[\s,、的()@]*(?:\b(?:at|on|in|by|of|the|from|starting)\b\s*)*[\s(]*")
_AHEAD = re.compile(
    r"(?:(?<![a-z])(?:on|at|by|before|until|due(?:\s+(?:on|by))?|starting|from)\s+|(?:^|(?<=[\s,。;]))[于在从]|@\s*)$"
)
_BEHIND = re.compile(rf"\s*(?:{chinese_distances.BEFORE}|起(?!床|来|草|诉|点|飞))")
_EDGES = " \t\r\n,;:、。\uff0c\uff1b\uff1a\u3000"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a time.

    `moment` is aware local wall time, or None where no time was found; of a day alone (`all_day`) it is the day at
    the default time, of a recurrence its first occurrence. `recurrence` is a property line of RFC 5545 ("RRULE:…").
    `spans` are the characters understood, as pairs of first and behind-last position, and `rest` is the text without
    them. `past` must be pointed out before anything is saved. `counted_working_days` tells that working days were
    counted, so that a year without a known calendar can be mentioned (`working_days.knows_year`).
    """

    moment: datetime | None
    all_day: bool
    recurrence: str | None
    spans: tuple[tuple[int, int], ...]
    rest: str
    past: bool
    counted_working_days: bool = False


@dataclass(frozen=True, slots=True)
class _Expression:
    """Pieces that stand together, from `start` to before `end`, and what they mean as one."""

    start: int
    end: int
    day: Day | None = None
    part: DayPart | None = None
    clock: Clock | None = None
    instant: Instant | None = None
    repeat: Repeat | None = None
    also: tuple[tuple[int, int], ...] = field(default=())  # the span of a time of day that stands apart

    @property
    def has_time_of_day(self) -> bool:
        return bool(self.part or self.clock)

    @property
    def only_time_of_day(self) -> bool:
        return self.has_time_of_day and not (self.day or self.repeat)

    @property
    def stands(self) -> bool:
        """Whether these pieces are a time at all, and not a lone 早 or "at 3" of something."""
        if self.day or self.instant or self.repeat:
            return True
        if self.clock:
            return not self.clock.weak or bool(self.part and not self.part.weak)
        return bool(self.part and not self.part.weak)


def nothing_read(text: str) -> Reading:
    """That a text says nothing of a time: all of it is the rest."""
    return Reading(moment=None, all_day=False, recurrence=None, spans=(), rest=" ".join(text.split()), past=False)


def read_words(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    default_time: time = DEFAULT_TIME,
    *,
    overrides: Overrides = NO_OVERRIDES,
) -> Reading:
    """What `text` says of a time, asked at `now` (aware) by someone in `zone`; anything not understood is the rest."""
    context = Context(now.astimezone(zone), overrides)
    plain = folded(text)
    chosen = _chosen(_expressions(plain, context))
    moment, all_day = _resolved(chosen, context, default_time) if chosen else (None, False)
    if chosen is None or moment is None:
        return nothing_read(text)
    spans = tuple(sorted(_widened(plain, start, end) for start, end in ((chosen.start, chosen.end), *chosen.also)))
    rest = _without(text, spans)
    past = moment.date() < context.today if all_day else moment < context.now
    recurrence = rrule_text(chosen.repeat) if chosen.repeat else None
    counted = bool(chosen.day and chosen.day.counted)
    return Reading(moment, all_day, recurrence, spans, rest, past, counted)


def _expressions(plain: str, context: Context) -> list[_Expression]:
    found: list[_Expression] = []
    current: _Expression | None = None
    for piece in pieces(plain, _RULES, context):
        joined = None
        if current and _BETWEEN.fullmatch(plain, current.end, piece.start):
            joined = _joined(current, piece)
        if joined is None:
            joined = _joined(_Expression(piece.start, piece.start), piece)
            if current:
                found.append(current)
        current = joined if piece.meanings else None
    return [expression for expression in (*found, current) if expression and expression.stands]


def _joined(expression: _Expression, piece: Piece) -> _Expression | None:
    """The expression with the piece in it, or None where the two do not go together."""
    joined: _Expression | None = expression if piece.meanings else None
    for meaning in piece.meanings:
        joined = joined and _with(joined, meaning)
    return replace(joined, end=piece.end) if joined else None


def _with(expression: _Expression, meaning: Meaning) -> _Expression | None:
    match meaning:
        case Day():
            return _with_day(expression, meaning)
        case DayPart() if not (expression.part or expression.instant):
            return replace(expression, part=meaning)
        case Clock() if not (expression.clock or expression.instant):
            begun = expression.day or expression.repeat or (expression.part and not expression.part.weak)
            behind_short_part = expression.part and expression.part.weak and meaning.hour == 1
            if meaning.weak and begun and not behind_short_part:
                return replace(expression, clock=replace(meaning, weak=False))
            return None if meaning.weak and expression.end > expression.start else replace(expression, clock=meaning)
        case Instant() if expression.start == expression.end:
            return replace(expression, instant=meaning)
        case Repeat() if not (expression.repeat or expression.instant):
            return _with_repeat(replace(expression, day=None), meaning, expression.day)
    return None


def _with_day(expression: _Expression, day: Day) -> _Expression | None:
    if expression.instant:
        return None
    if expression.repeat:
        return _with_repeat(expression, expression.repeat, day)
    if not expression.day:
        clock = expression.clock and replace(expression.clock, weak=False)
        return replace(expression, day=day, clock=clock)
    agreed = _agreed(expression.day, day) or _agreed(day, expression.day)
    return replace(expression, day=agreed) if agreed else None


def _agreed(one: Day, other: Day) -> Day | None:
    """The day that both words mean (周三 11月25日, "Friday next week"), seen from `one`; None where they differ."""
    if other.weekday_only:
        if one.week_only:
            return Day(one.day + timedelta(days=other.day.weekday()))
        return one if one.day.weekday() == other.day.weekday() and not one.weekday_only else None
    if other.yearless:
        return one if (one.day.month, one.day.day) == (other.day.month, other.day.day) else None
    return one if one.day == other.day else None


def _with_repeat(expression: _Expression, repeat: Repeat, day: Day | None) -> _Expression | None:
    """A recurrence with the weekday on which a weekly one falls, or with the day on which it begins."""
    if day and day.weekday_only and repeat.frequency == "WEEKLY" and not repeat.by_day:
        return replace(expression, repeat=replace(repeat, by_day=(DAY_CODES[day.day.weekday()],)))
    return None if day and (day.weekday_only or day.week_only) else replace(expression, repeat=repeat, day=day)


def _chosen(found: list[_Expression]) -> _Expression | None:
    """The longest expression, joined with the first other one that says what it leaves open."""
    if not found:
        return None
    main = max(found, key=lambda expression: (expression.end - expression.start, -expression.start))
    joined = (_complement(main, other) for other in found if other is not main)
    return next((whole for whole in joined if whole), main)


def _complement(main: _Expression, other: _Expression) -> _Expression | None:
    """Both as one where they stand apart in the text (每周例会 周一9点, 周五拜访张总 14:00), or None."""
    for one, two in ((main, other), (other, main)):
        whole = None
        if one.repeat and two.day and two.day.weekday_only and not (one.repeat.by_day or one.has_time_of_day):
            whole = _with_repeat(replace(two, day=None), one.repeat, two.day)
        elif (one.day or one.repeat) and not one.has_time_of_day and two.only_time_of_day:
            whole = replace(one, part=two.part, clock=two.clock)
        if whole:
            apart = two if whole.start == one.start else one
            return replace(whole, also=((apart.start, apart.end),))
    return None


def _time_of_day(expression: _Expression, default_time: time) -> tuple[int, time]:
    """How many days later, and at which time on the wall."""
    part = expression.part.part if expression.part else None
    clock = expression.clock
    if clock is None:
        return 0, _PART_TIMES.get(part, default_time) if part else default_time
    hour = clock.hour
    if part is Part.DAWN:
        hour %= 12
    elif part is Part.EVENING and hour <= 12:
        hour += 12 if hour >= 5 else 24  # 晚上1点 is an hour past midnight
    elif _in_second_half(part, clock):
        hour += 12
    days, hour = divmod(hour, 24)
    return days, time(hour, clock.minute)


def _in_second_half(part: Part | None, clock: Clock) -> bool:
    """Whether the hour 0 to 11 that was said belongs to the afternoon."""
    if part in {Part.AFTERNOON, Part.DUSK}:
        return clock.hour < 12
    if part is Part.NOON:
        return 1 <= clock.hour <= 3
    return part is None and clock.vague and 1 <= clock.hour <= 5


def _resolved(expression: _Expression, context: Context, default_time: time) -> tuple[datetime | None, bool]:
    """The moment meant, and whether only a day was said."""
    if expression.instant:
        return expression.instant.moment.replace(second=0, microsecond=0), False
    later, clock_time = _time_of_day(expression, default_time)
    offset = expression.clock.offset if expression.clock else None

    def on(day: date) -> datetime:
        day += timedelta(days=later)
        zone = context.now.tzinfo
        assert isinstance(zone, ZoneInfo)  # noqa: S101 - `read_words` has converted it
        if offset is not None:
            return datetime.combine(day, clock_time, timezone(offset)).astimezone(zone)
        return wall_time(day, clock_time, zone)

    if expression.repeat:
        first = max(context.today, expression.day.day) if expression.day else context.today
        moments = (on(day) for day in occurrences(expression.repeat, first))
        return next((moment for moment in moments if moment >= context.now), None), not expression.has_time_of_day
    if expression.day:
        return on(expression.day.day), not expression.has_time_of_day
    today = on(context.today)
    return (today if today > context.now else on(context.today + timedelta(days=1))), False


def _widened(plain: str, start: int, end: int) -> tuple[int, int]:
    """The span with the words around it that belong to the time ("by", 前) and the brackets that hold it."""
    ahead = _AHEAD.search(plain, 0, start)
    start = ahead.start() if ahead else start
    behind = _BEHIND.match(plain, end)
    end = behind.end() if behind else end
    if plain[end : end + 1] == ")":
        if "(" in plain[start:end]:
            end += 1
        elif plain[:start].endswith("("):
            start, end = start - 1, end + 1
    return start, end


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text without the spans, its spaces tidy: none where Chinese closes up, one where words would touch."""
    kept, position = "", 0
    for start, end in (*spans, (len(text), len(text))):
        part = text[position:start]
        if position:
            part = part.lstrip(_EDGES) if not kept.strip() else part
            apart = kept[-1:].isascii() or part[:1].isascii()
            kept = kept + " " + part if kept and part and apart else kept + part
        else:
            kept = part
        position = end
    if spans and spans[-1][1] == len(text.rstrip()):
        kept = kept.rstrip(_EDGES)
    return " ".join(kept.split())
