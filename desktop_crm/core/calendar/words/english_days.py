"""The rules that find a day, and a distance from now, in English."""

import re
from datetime import UTC, date, timedelta

from desktop_crm.core.calendar.words.numerals import ENGLISH, LARGEST_DISTANCE, ORDINAL, english_day, english_number
from desktop_crm.core.calendar.words.pieces import Context, Day, DayPart, Instant, Meaning, Part, nothing, rule
from desktop_crm.core.calendar.words.reckoning import (
    add_months,
    in_week,
    month_end,
    next_date,
    next_day_of_month,
    next_weekday,
    quarter_end,
    real_day,
)
from desktop_crm.core.calendar.working_days import add_working_days

_Match = re.Match[str]
_Meanings = tuple[Meaning, ...] | None

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
WEEKDAYS = {name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?)\b(?!'s)"
)
_YEAR = r"(?:\s*,?\s*(?P<year>(?:19|20|21)\d\d)\b(?!:))?"
_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})"
_NUMBERED_DAY = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL})\b"
# What is counted and not dated (May 5 people), and what a number goes on as (12:30, 5%).
_NOT_COUNTED = (
    r"(?![\d:%]|\s+(?:people|customers?|clients?|compan(?:y|ies)|orders?|cases|units|reports|visits|floor)\b)"
)
# "sat down" and Mr Sun are no days: as short words these two need company.
_SHORT_AHEAD = (
    r"(?<!mr )(?<!ms )(?<!mr\. )(?<!ms\. )(?<!mrs )(?<!dr )(?<!call )(?<!meet )(?<!visit )(?<!with )(?<!and )(?<!to )"
)
_SHORT_BEHIND = r"(?=\.?,?\s*(?:$|,|\d|at\b|noon|morning|afternoon|evening|night|week\b|next\b|@))"
_UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
_MINUTES = {"hour": 60, "hr": 60, "h": 60, "minute": 1, "min": 1}


def _known(day: date | None, *, yearless: bool = False) -> tuple[Meaning, ...]:
    return (Day(day, yearless=yearless),) if day else ()


def _distance_of(name: str | None) -> int:
    """How many weeks or months "next" or "last" is away."""
    return {"next": 1, "last": -1}.get(name or "", 0)


def _date(match: _Match, context: Context) -> _Meanings:
    month, day = MONTHS[match["month"][:3]], english_day(match["day"])
    if match["year"]:
        return _known(real_day(int(match["year"]), month, day))
    return (Day(found, yearless=True),) if (found := next_date(context.today, month, day)) else None


def _numbers(match: _Match, _context: Context) -> _Meanings:
    """Month and day as Americans write them, or day and month where only that is a date."""
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    return _known(real_day(year, one, two) or real_day(year, two, one))


def _day_then_month(match: _Match, context: Context) -> _Meanings:
    if not match["year"]:
        return _known(next_date(context.today, int(match["two"]), int(match["one"])), yearless=True) or None
    return _known(real_day(int(match["year"]), int(match["two"]), int(match["one"])))


def _weekday_of_month(match: _Match, context: Context) -> _Meanings:
    """The first, second, … or last weekday of a month."""
    weekday, which = WEEKDAYS[match["weekday"][:3]], match["which"]
    first = add_months(context.today.replace(day=1), _distance_of(match["name"]))
    if match["month"]:
        first = date(context.today.year, MONTHS[match["month"][:3]], 1)
        first = first if month_end(first) >= context.today else add_months(first, 12)
    if which == "last":
        last = month_end(first)
        return _known(last - timedelta(days=(last.weekday() - weekday) % 7))
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (english_day(which) - 1))
    return _known(found if found.month == first.month else None)


def _day_of_month(match: _Match, context: Context) -> _Meanings:
    number, which = english_day(match["day"]), match.groupdict().get("which")
    if not which:
        return _known(next_day_of_month(context.today, number))
    first = add_months(context.today.replace(day=1), _distance_of(which))
    return _known(real_day(first.year, first.month, number))


def _from_today(match: _Match, context: Context) -> _Meanings:
    word = " ".join(match["word"].split()).removeprefix("the ")
    days = {"day before yesterday": -2, "yesterday": -1, "today": 0, "day after tomorrow": 2, "day after tmrw": 2}.get(
        word, 1
    )
    return _known(context.today + timedelta(days=days))


def _evening(match: _Match, context: Context) -> _Meanings:
    last = match["word"].startswith("last")
    return Day(context.today - timedelta(days=last)), DayPart(Part.EVENING)


def _part_of_today(match: _Match, context: Context) -> _Meanings:
    parts = {"morning": Part.MORNING, "afternoon": Part.AFTERNOON, "evening": Part.EVENING}
    return Day(context.today), DayPart(parts[match["part"]])


def _weekday(match: _Match, context: Context) -> _Meanings:
    weekday, name = WEEKDAYS[match["weekday"][:3]], match["name"]
    if name in {"next", "last", "this"}:
        return _known(in_week(context.today, _distance_of(name), weekday))
    return (Day(next_weekday(context.today, weekday), weekday_only=True),)


def _weekday_week(match: _Match, context: Context) -> _Meanings:
    return _known(next_weekday(context.today, WEEKDAYS[match["weekday"][:3]]) + timedelta(days=7))


def _week(match: _Match, context: Context) -> _Meanings:
    return (Day(in_week(context.today, _distance_of(match["name"]), 0), week_only=True),)


def _weekend(match: _Match, context: Context) -> _Meanings:
    if match["name"] in {"next", "last"}:
        return _known(in_week(context.today, _distance_of(match["name"]), 5))
    return _known(next_weekday(context.today, 5))


def _next_month(_match: _Match, context: Context) -> _Meanings:
    return _known(add_months(context.today.replace(day=1), 1))


def _part_of_span(match: _Match, context: Context) -> _Meanings:
    """The first, the middle or the last day of a week, month, quarter or year; a week's last is its Friday."""
    today, unit, steps = context.today, match["unit"] or "month", _distance_of(match["name"])
    if unit == "week":
        first, last = in_week(today, steps, 0), in_week(today, steps, 4)
        last += timedelta(days=2 * (last < today))
    elif unit == "month":
        first = add_months(today.replace(day=1), steps)
        last = month_end(first)
    elif unit == "quarter":
        last = month_end(add_months(quarter_end(today), 3 * steps))
        first = add_months(last, -2).replace(day=1)
    else:
        first, last = date(today.year + steps, 1, 1), date(today.year + steps, 12, 31)
    middle = first + timedelta(days=2) if unit == "week" else first.replace(day=15)
    return _known({"end": last, "late": last, "middle": middle, "mid": middle}.get(match["which"], first))


def _part_of_month(match: _Match, context: Context) -> _Meanings:
    first = date(int(match["year"] or context.today.year), MONTHS[match["month"][:3]], 1)
    for month in (first, add_months(first, 12)):
        days = {
            **dict.fromkeys(("end", "late"), month_end(month)),
            **dict.fromkeys(("middle", "mid"), month.replace(day=15)),
        }
        found = days.get(match["which"], month)
        if match["year"] or found >= context.today:
            return _known(found)
    return None


def _short_end(match: _Match, context: Context) -> _Meanings:
    today = context.today
    friday = in_week(today, 0, 4)
    week = friday if friday >= today else friday + timedelta(days=2)
    return _known(
        {"w": week, "m": month_end(today), "q": quarter_end(today), "y": date(today.year, 12, 31)}[match["unit"]]
    )


def _days_away(match: _Match, context: Context) -> _Meanings:
    number, unit = english_number(match["number"]), match["unit"]
    if number is None or number > LARGEST_DISTANCE:
        return None
    sign = -1 if match.groupdict().get("past") else 1
    if unit in {"month", "year"}:
        return _known(add_months(context.today, sign * number * (12 if unit == "year" else 1)))
    return _known(context.today + timedelta(days=sign * number * {"day": 1, "week": 7, "fortnight": 14}[unit]))


def _moment_away(match: _Match, context: Context) -> _Meanings:
    text = match["number"]
    number = 0.5 if text.startswith("half") else float(text) if "." in text else english_number(text)
    if number is None:
        return None
    amount = number + (0.5 if match["half"] else 0)
    minutes = timedelta(minutes=amount * _MINUTES[match["unit"]] + (english_number(match["more"] or "") or 0))
    moment = context.now.astimezone(UTC) + (-minutes if match.groupdict().get("past") else minutes)
    return (Instant(moment.astimezone(context.now.tzinfo)),)


def _working_days(match: _Match, context: Context) -> _Meanings:
    number = english_number(match["number"] or "one")
    if number is None or number > LARGEST_DISTANCE:
        return None
    count = -number if match.groupdict().get("past") else number
    return (Day(add_working_days(context.today, count, context.overrides), counted=True),)


def _weeks_from(match: _Match, context: Context) -> _Meanings:
    number, word = english_number(match["number"]), match["from"]
    if number is None:
        return None
    day = context.today + timedelta(days=word == "tomorrow")
    if word[:3] in WEEKDAYS:
        day = next_weekday(context.today, WEEKDAYS[word[:3]])
    return _known(day + timedelta(days=number * {"day": 1, "week": 7}[match["unit"]]))


_NUMBER = rf"(?<![\w.])(?P<number>{ENGLISH})[ -]"
_IN = r"\b(?:(?:with)?in)\s+(?:the\s+next\s+)?"
_AFTERWARDS = r"(?:\s+from\s+now|\s+from\s+today|\s+hence|\s+later)\b"
_WORKING = r"(?:business|working)[ -]days?\b"
_CLOCK_UNIT = r"(?P<unit>hour|hr|minute|min|h(?=\b))s?"
_CLOCK_NUMBER = rf"(?P<number>\d+\.\d|half(?:\s+an?)?|{ENGLISH})\s*"
_HALF = r"(?P<half>\s+and\s+a\s+half)?(?:,?\s+(?:and\s+)?(?P<more>\d+)\s*min(?:ute)?s?\b)?"
_FULL_WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
RULES = (
    # What looks like a day and is none.
    rule(r"\b(?:mr|ms|mrs|dr|miss)\.?\s+(?:sun|may|june|april|august|mon)\b(?:\s+\d+)?", nothing),
    rule(r"\bsun\s(?:hung|life|yat|pharma|microsystems)\b", nothing),
    rule(rf"\b{WEEKDAY[:-6]}'s\b", nothing),
    # Dec 3rd, December 3, 2026; 3 December, 3rd of Dec 2026; 12/3/2026
    rule(rf"\b{MONTH}[\s/-]*(?:the\s+)?{_DAY}\b{_NOT_COUNTED}{_YEAR}", _date),
    rule(rf"(?<![\w./-])(?:the\s+)?{_DAY}\.?(?:\s+of|-)?\s*{MONTH}(?!\s*\d{{1,2}}(?:\D|$)(?!:)){_YEAR}", _date),
    rule(
        r"(?<![\da-z./-])(?P<one>\d{1,2})(?P<sep>[/-])(?P<two>\d{1,2})(?P=sep)(?P<year>(?:19|20|21)\d\d)(?![\d/-])",
        _numbers,
    ),
    rule(r"(?<![\da-z./-])(?P<one>\d{1,2})\.(?P<two>\d{1,2})\.(?P<year>(?:19|20|21)\d\d)(?![\d/-])", _day_then_month),
    rule(r"(?<![\da-z./-])(?P<one>1[3-9]|2\d|3[01])/(?P<two>\d{1,2})(?P<year>)(?![\d/-])", _day_then_month),
    # on the 3rd, by the 15th of next month
    rule(
        r"\b(?:on|by|before|until|for)\s+the\s+(?P<day>\d{1,2}(?:st|nd|rd|th))\b"
        r"(?!\s+(?:floor|visit|time|call|meeting|quarter|order|of\b))",
        _day_of_month,
    ),
    rule(r"\bthe\s+(?P<day>\d{1,2}(?:st|nd|rd|th))\b(?=\s*(?:$|[,.;!?]|\s(?:at|on)\b))", _day_of_month),
    rule(
        rf"\b(?:on\s+|by\s+)?(?:the\s+)?{_NUMBERED_DAY}\s+of\s+(?P<which>this|next|last|the)\s+month\b", _day_of_month
    ),
    # the first Friday of next month, the last Monday of March
    rule(
        rf"\b(?:the\s+)?(?P<which>first|second|third|fourth|[1-4](?:st|nd|rd|th)|last)\s+{WEEKDAY}\s+(?:of|in)\s+"
        rf"(?:(?:the|(?P<name>this|next|last))\s+month\b|{MONTH})",
        _weekday_of_month,
    ),
    # today, the day after tomorrow, tonight, this morning
    rule(
        r"\b(?P<word>(?:the\s+)?day\s+(?:after\s+(?:tomorrow|tmrw?)|before\s+yesterday)|today|tomorrow|tmrw?|tmw|yesterday)\b(?!'s)",
        _from_today,
    ),
    rule(r"\b(?P<word>tonight|this\s+night|last\s+night)\b(?!'s)", _evening),
    rule(r"\bthis\s+(?P<part>morning|afternoon|evening)\b(?!'s)", _part_of_today),
    # Friday, next Wed, this coming Monday, Monday week, a week from Friday
    rule(rf"\b(?:(?:this\s+)?(?P<name>next|this|last|coming))\s+{WEEKDAY}\.?(?!\s+week\b)", _weekday),
    rule(rf"(?P<name>)\b(?!sat\b|sun\b){WEEKDAY}\.?(?!\s+week\b)", _weekday),
    rule(r"(?P<name>)\b(?<=\bon )(?P<weekday>sat|sun)\b", _weekday),
    rule(rf"(?P<name>)\b{_SHORT_AHEAD}(?P<weekday>sat|sun)\b{_SHORT_BEHIND}", _weekday),
    rule(rf"\b{WEEKDAY}\s+week\b(?!ly)", _weekday_week),
    rule(
        rf"\b(?P<number>{ENGLISH})\s+(?P<unit>day|week)s?\s+(?:from|on|after)\s+(?P<from>today|tomorrow|{_FULL_WEEKDAYS})\b",
        _weeks_from,
    ),
    # next week, this weekend, end of next month, end of December, mid-March, EOM
    rule(r"\b(?P<name>next)\s+week\b(?!'s)", _week),
    rule(r"\b(?:the\s+)?(?:(?P<name>this|next|last)\s+)?weekend\b(?!'s)", _weekend),
    rule(r"\bnext\s+month\b(?!'s)", _next_month),
    rule(
        r"\b(?:the\s+)?(?P<which>end|beginning|start|middle)\s+of\s+(?:the\s+)?(?:(?P<name>this|next|last)\s+)?"
        r"(?P<unit>week|month|quarter|year)\b",
        _part_of_span,
    ),
    rule(r"\b(?P<which>early|mid|late)[ -](?P<name>this|next)\s+(?P<unit>week|month)\b", _part_of_span),
    rule(r"\b(?P<name>)(?P<unit>month|quarter|year)(?:\s+|-)(?P<which>end)\b", _part_of_span),
    rule(rf"\b(?:the\s+)?(?P<which>end|beginning|start|middle)\s+of\s+{MONTH}{_YEAR}", _part_of_month),
    rule(rf"\b(?P<which>end|early|mid|late)[ -]{MONTH}(?!\s*\d{{1,2}}\b){_YEAR}", _part_of_month),
    rule(r"\beo(?P<unit>[wmqy])\b", _short_end),
    # in 2 weeks, 3 days from now, within 3 business days, two days ago, in an hour and a half
    rule(rf"{_IN}{_NUMBER}{_UNIT}\b(?:'?\s+time\b)?", _days_away),
    rule(rf"{_NUMBER}{_UNIT}{_AFTERWARDS}", _days_away),
    rule(rf"{_NUMBER}{_UNIT}\s+(?P<past>ago)\b", _days_away),
    rule(rf"{_IN}{_NUMBER}{_WORKING}", _working_days),
    rule(rf"{_NUMBER}{_WORKING}{_AFTERWARDS}", _working_days),
    rule(rf"{_NUMBER}{_WORKING}\s+(?P<past>ago)\b", _working_days),
    rule(r"\bnext\s+(?P<number>)(?:business|working)\s+day\b", _working_days),
    rule(rf"{_IN}(?<![\w.]){_CLOCK_NUMBER}{_CLOCK_UNIT}\b{_HALF}", _moment_away),
    rule(rf"(?<![\w.]){_CLOCK_NUMBER}{_CLOCK_UNIT}{_HALF}{_AFTERWARDS}", _moment_away),
    rule(rf"(?<![\w.]){_CLOCK_NUMBER}{_CLOCK_UNIT}{_HALF}\s+(?P<past>ago)\b", _moment_away),
)
