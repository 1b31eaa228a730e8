"""Rules by which something comes again (RFC 5545, section 3.3.10): read, said in words, and the next time they fall on.

A rule is kept as its property line, as in `RRULE:FREQ=WEEKLY;BYDAY=MO`, in one spelling.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from desktop_crm.core import clock
from desktop_crm.core.i18n import _, language, listed, ngettext
from desktop_crm.core.values.moment import Moment, whole_day

_NAME = "RRULE:"
_ORDER = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "COUNT", "UNTIL")
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_MOST_PASSED = 100_000  # occurrences that are passed over: one a day for 270 years
_DAY = re.compile(r"(?P<place>[+-]?\d)?(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_WORKDAYS = "MO,TU,WE,TH,FR"
_CHINESE_DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), "一二三四五六日", strict=True))


def normal_rule(text: str) -> str:
    """The rule in its one spelling: upper case, parts in order, an interval of 1 left out.

    Raises:
        ValueError: it is none, or comes more often than daily.
    """
    parts = _parts(text)
    if parts.get("FREQ") not in _FREQUENCIES:
        raise ValueError("not a rule that comes daily, weekly, monthly or yearly")
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    rule = _joined(parts)
    try:
        _from(_joined(_until_on_the_wall(parts, ZoneInfo("UTC"))), datetime(2026, 1, 1))  # noqa: DTZ001 - the wall clock of the rule
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"not a rule: {text}") from error
    return rule


def in_words(rule: str) -> str:
    """The rule as a person would say it, in the language in use; one that no few words can say, as it is kept."""
    parts = _parts(rule)
    if set(parts) - {*_ORDER, "WKST"}:
        return rule.removeprefix(_NAME)
    said = _said(parts)
    if said is None:
        return rule.removeprefix(_NAME)
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        said += ngettext(", {count} more time", ", {count} more times", count).format(count=count)
    if "UNTIL" in parts:
        day = _until_on_the_wall(parts, clock.zone())["UNTIL"]
        said += _(", until {day}").format(day=f"{day[:4]}-{day[4:6]}-{day[6:8]}")
    return said


def first(rule: str, day: date, zone: ZoneInfo) -> Moment | None:
    """The first whole day of a rule from `day` on; None when it has none."""
    found = next(iter(_from(_joined(_until_on_the_wall(_parts(rule), zone)), datetime.combine(day, time()))), None)
    return whole_day(found.date(), zone) if found else None


def following(rule: str, start: Moment, after: datetime) -> tuple[Moment, str] | None:
    """The first time after `after` (aware) of a rule that begins with `start`, and the rule from there on.

    It comes at the same time on the wall, also when the clocks change meanwhile. None when the rule has ended.
    """
    zone = ZoneInfo(start.zone)
    first = start.local().replace(tzinfo=None)
    parts = _parts(rule)
    times = _from(_joined(_until_on_the_wall(parts, zone)), first)
    for passed, naive in enumerate(times):
        if passed > _MOST_PASSED:
            return None
        moment = whole_day(naive.date(), zone) if start.all_day else Moment(_instant(naive, zone), start.zone)
        if naive > first and moment.at > after:
            if "COUNT" in parts:
                parts["COUNT"] = str(int(parts["COUNT"]) - passed)
            return moment, _joined(parts)
    return None


def _instant(naive: datetime, zone: ZoneInfo) -> datetime:
    return naive.replace(tzinfo=zone).astimezone(UTC)


def _parts(text: str) -> dict[str, str]:
    plain = text.strip().upper().removeprefix(_NAME)
    pairs = (part.partition("=") for part in plain.split(";") if part)
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _joined(parts: Mapping[str, str]) -> str:
    known = [name for name in _ORDER if name in parts]
    others = [name for name in parts if name not in _ORDER]
    return _NAME + ";".join(f"{name}={parts[name]}" for name in (*known, *others))


def _from(rule: str, first: datetime) -> rrule:
    found: rrule = rrulestr(rule.removeprefix(_NAME), dtstart=first)
    return found


def _until_on_the_wall(parts: Mapping[str, str], zone: ZoneInfo) -> dict[str, str]:
    """The rule whose end is said on the clock of its zone, as its times are; a day includes all its times."""
    until = parts.get("UNTIL", "")
    if until.endswith("Z"):
        end = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
        until = f"{end:%Y%m%dT%H%M%S}"
    elif len(until) == 8:
        until += "T235959"
    return {**parts, "UNTIL": until} if until else dict(parts)


def _said(parts: Mapping[str, str]) -> str | None:
    interval = int(parts.get("INTERVAL", "1"))
    month, month_days, days = parts.get("BYMONTH"), parts.get("BYMONTHDAY"), parts.get("BYDAY")
    match parts.get("FREQ"):
        case "DAILY" if not (month or month_days or days):
            return _("every day") if interval == 1 else _("every {number} days").format(number=interval)
        case "WEEKLY" if not (month or month_days):
            return _weekly(interval, days)
        case "MONTHLY" if not month and not (month_days and days):
            return _monthly(interval, month_days, days)
        case "YEARLY" if not days and bool(month) == bool(month_days):
            return _yearly(interval, month, month_days)
        case _:
            return None


def _weekly(interval: int, days: str | None) -> str | None:
    if not days:
        return _("every week") if interval == 1 else _("every {number} weeks").format(number=interval)
    if days == _WORKDAYS and interval == 1:
        return _("every weekday")
    names = [_weekday(day) for day in days.split(",")]
    if None in names:
        return None
    listed = _listed([name for name in names if name])
    if interval == 1:
        return _("every {weekdays}").format(weekdays=listed)
    return _("every {number} weeks on {weekdays}").format(number=interval, weekdays=listed)


def _monthly(interval: int, month_days: str | None, days: str | None) -> str | None:
    if days:
        match = _DAY.fullmatch(days)
        if match is None or not match["place"] or interval != 1:
            return None
        ordinals = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), -1: _("last")}
        ordinal = ordinals.get(int(match["place"]))
        return ordinal and _("every {ordinal} {weekday} of the month").format(
            ordinal=ordinal, weekday=_weekday(match["day"])
        )
    every = _("every month") if interval == 1 else _("every {number} months").format(number=interval)
    if not month_days:
        return every
    if month_days == "-1":
        return _("{every} on the last day").format(every=every)
    if not all(day.isdecimal() for day in month_days.split(",")):
        return None
    numbers = _listed([_day_of_month(int(day)) for day in month_days.split(",")])
    return _("{every} on the {days}").format(every=every, days=numbers)


def _yearly(interval: int, month: str | None, day: str | None) -> str | None:
    if not month or not day:
        return _("every year") if interval == 1 else _("every {number} years").format(number=interval)
    if interval != 1 or not (month.isdecimal() and day.isdecimal()):
        return None
    months = (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
    return _("every year on {month} {day}").format(month=months[int(month) - 1], day=day)


def _day_of_month(day: int) -> str:
    match day:
        case 1 | 21 | 31:
            return _("{number}st").format(number=day)
        case 2 | 22:
            return _("{number}nd").format(number=day)
        case 3 | 23:
            return _("{number}rd").format(number=day)
        case _:
            return _("{number}th").format(number=day)


def _weekday(code: str) -> str | None:
    if language() == "zh":  # as the words are typed; alone a weekday is 星期一
        return f"周{_CHINESE_DAYS[code]}" if code in _CHINESE_DAYS else None
    names = {
        "MO": _("Monday"),
        "TU": _("Tuesday"),
        "WE": _("Wednesday"),
        "TH": _("Thursday"),
        "FR": _("Friday"),
        "SA": _("Saturday"),
        "SU": _("Sunday"),
    }
    return names.get(code)


def _listed(words: list[str]) -> str:
    *others, last = words
    return _("{words} and {last}").format(words=listed(others), last=last) if others else last
