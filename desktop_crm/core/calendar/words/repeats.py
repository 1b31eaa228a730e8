"""The rules that find a recurrence, in both languages, and the first day on which it falls."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from desktop_crm.core.calendar.words.chinese_days import COUNTED
from desktop_crm.core.calendar.words.chinese_days import WEEKDAYS as CHINESE_WEEKDAYS
from desktop_crm.core.calendar.words.english_days import MONTH, MONTHS, WEEKDAY
from desktop_crm.core.calendar.words.english_days import WEEKDAYS as ENGLISH_WEEKDAYS
from desktop_crm.core.calendar.words.numerals import CHINESE, ENGLISH, chinese_number, english_number
from desktop_crm.core.calendar.words.pieces import Context, DayPart, Meaning, Part, Repeat, rule
from desktop_crm.core.calendar.words.reckoning import month_end

_Match = re.Match[str]
_Meanings = tuple[Meaning, ...] | None

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = DAY_CODES[:5]
_LONGEST_WAIT_DAYS = 366 * 8  # February 29 comes after eight years at the most
_CHINESE_UNITS = {
    "天": "DAILY",
    "日": "DAILY",
    "周": "WEEKLY",
    "星期": "WEEKLY",
    "礼拜": "WEEKLY",
    "月": "MONTHLY",
    "年": "YEARLY",
}
_ENGLISH_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_PARTS = {"早": Part.MORNING, "晚": Part.EVENING, "morning": Part.MORNING, "afternoon": Part.AFTERNOON}
_PARTS |= {"evening": Part.EVENING, "night": Part.EVENING}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}


def rrule_text(repeat: Repeat) -> str:
    """The recurrence as a property line of RFC 5545, as in RRULE:FREQ=WEEKLY;BYDAY=MO."""
    parts = [f"FREQ={repeat.frequency}"]
    if repeat.interval != 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.by_month:
        parts.append(f"BYMONTH={repeat.by_month}")
    if repeat.by_month_day:
        parts.append("BYMONTHDAY=" + ",".join(map(str, repeat.by_month_day)))
    if repeat.by_day:
        parts.append("BYDAY=" + ",".join(repeat.by_day))
    return "RRULE:" + ";".join(parts)


def occurrences(repeat: Repeat, first: date) -> Iterator[date]:
    """Days from `first` on with which the recurrence may begin, whatever its interval."""
    for count in range(_LONGEST_WAIT_DAYS):
        day = first + timedelta(days=count)
        if _falls_on(repeat, day):
            yield day


def _falls_on(repeat: Repeat, day: date) -> bool:
    if repeat.by_month and day.month != repeat.by_month:
        return False
    from_end = day.day - month_end(day).day - 1
    if repeat.by_month_day and not {day.day, from_end} & set(repeat.by_month_day):
        return False
    code = DAY_CODES[day.weekday()]
    names = {code, f"{(day.day + 6) // 7}{code}", f"{-((6 - from_end) // 7)}{code}"}
    return not repeat.by_day or bool(names & set(repeat.by_day))


def _in_order(indexes: set[int]) -> tuple[str, ...]:
    return tuple(DAY_CODES[index] for index in sorted(indexes))


def _daily(_match: _Match, _context: Context) -> _Meanings:
    return (Repeat("DAILY"),)


def _part_of_every_day(match: _Match, _context: Context) -> _Meanings:
    return Repeat("DAILY"), DayPart(_PARTS[match["part"] or match["part2"]])


def _workdays(_match: _Match, _context: Context) -> _Meanings:
    return (Repeat("WEEKLY", by_day=WORKDAYS),)


def _weekends(_match: _Match, _context: Context) -> _Meanings:
    return (Repeat("WEEKLY", by_day=DAY_CODES[5:]),)


def _chinese_interval(match: _Match) -> int | None:
    if match.groupdict().get("skip"):
        number = chinese_number(match["number"] or "一")
        return 2 if number == 1 else number  # 每隔一周 passes over a week; 每隔30天 means every 30 days
    return chinese_number(match["number"] or "一")


def _chinese_weekdays(match: _Match, _context: Context) -> _Meanings:
    signs = [CHINESE_WEEKDAYS[sign] for sign in match["days"] if sign in CHINESE_WEEKDAYS]
    days = set(range(signs[0], signs[-1] + 1)) if match["until"] else set(signs)
    interval = _chinese_interval(match)
    return (Repeat("WEEKLY", interval, by_day=_in_order(days)),) if interval else None


def _chinese_units(match: _Match, _context: Context) -> _Meanings:
    interval = _chinese_interval(match)
    return (Repeat(_CHINESE_UNITS[match["unit"]], interval),) if interval else None


def _month_days(match: _Match, _context: Context) -> _Meanings:
    interval = _chinese_interval(match)
    numbers = tuple(chinese_number(text) or 0 for text in re.findall(CHINESE, match["days"]))
    valid = interval and all(1 <= number <= 31 for number in numbers)
    return (Repeat("MONTHLY", interval or 1, by_month_day=numbers),) if valid else ()


def _part_of_every_month(match: _Match, _context: Context) -> _Meanings:
    return (Repeat("MONTHLY", by_month_day=(1 if match["which"] in {"初", "第一天"} else -1,)),)


def _chinese_ordinal(match: _Match, _context: Context) -> _Meanings:
    number = -1 if match["which"] == "最后一" else chinese_number(match["which"][1:])
    day = DAY_CODES[CHINESE_WEEKDAYS[match["weekday"]]]
    return (Repeat("MONTHLY", by_day=(f"{number}{day}",)),) if number and number <= 5 else None


def _months(match: _Match, _context: Context) -> _Meanings:
    return (Repeat("MONTHLY", 6 if "半年" in match[0] else 3),)


def _part_of_every_year(match: _Match, _context: Context) -> _Meanings:
    month = 1 if match["which"] == "初" else 12
    return (Repeat("YEARLY", by_month=month, by_month_day=(1 if month == 1 else 31,)),)


def _yearly(month: int | None, day: int | None) -> _Meanings:
    repeat = Repeat("YEARLY", by_month=month, by_month_day=(day or 0,))
    return (repeat,) if any(occurrences(repeat, date(2024, 1, 1))) else ()


def _chinese_yearly(match: _Match, _context: Context) -> _Meanings:
    return _yearly(chinese_number(match["month"]), chinese_number(match["day"]))


def _english_yearly(match: _Match, _context: Context) -> _Meanings:
    return _yearly(MONTHS[match["month"][:3]], int(match["day"]))


def _english_interval(match: _Match) -> int | None:
    number = match.groupdict().get("number")
    return 2 if match.groupdict().get("other") else english_number(number) if number else 1


def _english_units(match: _Match, _context: Context) -> _Meanings:
    interval = _english_interval(match)
    return (Repeat(_ENGLISH_UNITS[match["unit"]], interval),) if interval else None


def _english_adverb(match: _Match, _context: Context) -> _Meanings:
    word = match["word"]
    if word in {"biweekly", "fortnightly"}:
        return (Repeat("WEEKLY", 2),)
    if word == "quarterly":
        return (Repeat("MONTHLY", 3),)
    return (Repeat({"annually": "YEARLY"}.get(word, word.upper())),)


def _english_weekdays(match: _Match, _context: Context) -> _Meanings:
    days = {ENGLISH_WEEKDAYS[name] for name in re.findall(r"\b(mon|tue|wed|thu|fri|sat|sun)", match[0])}
    interval = _english_interval(match)
    return (Repeat("WEEKLY", interval, by_day=_in_order(days)),) if interval else None


def _english_month_day(match: _Match, _context: Context) -> _Meanings:
    day = int(match["day"]) if match["day"] else -1
    interval = _english_interval(match)
    return (Repeat("MONTHLY", interval, by_month_day=(day,)),) if interval and (day == -1 or 1 <= day <= 31) else None


def _english_ordinal(match: _Match, _context: Context) -> _Meanings:
    day = DAY_CODES[ENGLISH_WEEKDAYS[match["weekday"][:3]]]
    return (Repeat("MONTHLY", by_day=(f"{_ORDINALS[match['which']]}{day}",)),)


_WEEK = r"(?:周|星期|礼拜)"
_EACH = rf"(?:(?:每逢?|逢)(?:间?(?P<skip>隔))?(?P<number>{CHINESE})?个?)"
_WD = r"[一二三四五六日天]"
_WEEKDAY_LIST = rf"(?P<days>{_WD}(?P<until>(?:到|至|-){_WEEK}?{_WD})?(?:(?:[、,]|和|及|与)?{_WEEK}?{_WD})*|[1-7](?!\d))"
_NO_CLOCK = rf"(?!点|时|:|十){COUNTED}"
_ENGLISH_EVERY = rf"\b(?:every|each)\s+(?:(?P<other>other)\s+|(?P<number>{ENGLISH})\s+)?"
_ONE_WEEKDAY = WEEKDAY.replace("?P<weekday>", "?:")
_ENGLISH_DAYS = rf"(?:{_ONE_WEEKDAY}(?:(?:\s*(?:,|and|&)\s*)+{_ONE_WEEKDAY})*)"
_PLURAL = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
_PLURALS = rf"{_PLURAL}(?:(?:\s*(?:,|and|&)\s*)+{_PLURAL})*"
_TH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
RULES = (
    rule(r"每个?工作日|工作日每天", _workdays),
    rule(r"每个?周末", _weekends),
    rule(
        r"每天?(?P<part>早|晚)(?![上会餐饭])|\bevery\s+(?P<part2>morning|afternoon|evening|night)\b(?!'s)",
        _part_of_every_day,
    ),
    rule(r"(?<![一-龥])天天(?=\s|$|早|上午|下午|晚|\d)|每[天日](?!人|优鲜)", _daily),
    # 每周一, 每周一三五, 每周一到周五, 每两周的周三, 隔周三
    rule(rf"{_EACH}(?:{_WEEK}的?)??{_WEEK}{_WEEKDAY_LIST}{_NO_CLOCK}", _chinese_weekdays),
    rule(rf"(?P<skip>隔)(?P<number>){_WEEK}的?{_WEEK}?{_WEEKDAY_LIST}{_NO_CLOCK}", _chinese_weekdays),
    # 每两周, 每隔一天, 每3个月, 每年
    rule(
        rf"{_EACH}(?P<unit>天|日|周|星期|礼拜|月|年)(?!人|优鲜|中秋|春节|端午|清明|国庆|元旦|边|刊|期|薪|会员|均)",
        _chinese_units,
    ),
    rule(r"(?P<skip>隔)(?P<number>)(?P<unit>天|日|周|月|年)(?!离|夜)", _chinese_units),
    # 每月1号, 每月1号和15号, 每月底, 每月最后一个周五, 每季度, 每年3月5日
    rule(rf"{_EACH}月\s*的?(?P<days>{CHINESE}[日号]?(?:[、,和及]{CHINESE}[日号]?)*(?<=[日号]))(?!楼|线)", _month_days),
    rule(r"每个?月的?(?P<which>月?底|月?末|最后一天|月?初|第一天)", _part_of_every_month),
    rule(rf"每个?月的?(?P<which>第[一二三四五1-5]|最后一)个?{_WEEK}(?P<weekday>{_WD})", _chinese_ordinal),
    rule(r"每个?季度?(?!节)|每个?半年", _months),
    rule(r"每年年?(?P<which>[底末初])", _part_of_every_year),
    rule(rf"每年的?(?P<month>{CHINESE})月(?P<day>{CHINESE})[日号]", _chinese_yearly),
    # every weekday, every Monday and Thursday, every other week on Friday, on Mondays
    rule(r"\b(?:every|each)\s+(?:weekday|work(?:ing)?\s?day|business\s+day)\b|\bon\s+weekdays\b", _workdays),
    rule(r"\b(?:every|each)\s+weekend\b", _weekends),
    rule(rf"{_ENGLISH_EVERY}(?:weeks?\s+on\s+)?{_ENGLISH_DAYS}", _english_weekdays),
    rule(rf"(?:\bon\s+{_PLURALS}|\b{_PLURALS}(?=\s+(?:at\b|\d)))", _english_weekdays),
    rule(rf"{_ENGLISH_EVERY}(?P<unit>day|week|month|year)s?\b(?!'s)", _english_units),
    rule(
        r"\b(?P<word>daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually)\b(?=\s*$|\s+(?:at|on|from)\b|\s+\d|,)",
        _english_adverb,
    ),
    # every month on the 1st, on the 15th of every month, every last Friday, every year on March 5
    rule(rf"(?:{_ENGLISH_EVERY}months?|\bmonthly)\s+on\s+(?:the\s+)?(?:{_TH}|last\s+day)", _english_month_day),
    rule(rf"\b(?:on\s+)?the\s+(?:{_TH}|last\s+day)\s+of\s+(?:every|each)\s+month\b", _english_month_day),
    rule(
        rf"\b(?:every|each)\s+{_TH}(?!\s*{MONTH})(?!\s+(?:week|month|day|mon|tue|wed|thu|fri|sat|sun))",
        _english_month_day,
    ),
    rule(
        rf"\bevery\s+(?P<which>{'|'.join(_ORDINALS)})\s+{WEEKDAY}(?:\s+of\s+(?:the|each|every)\s+month)?",
        _english_ordinal,
    ),
    rule(
        rf"\b(?:on\s+)?the\s+(?P<which>{'|'.join(_ORDINALS)})\s+{WEEKDAY}\s+of\s+(?:each|every)\s+month\b",
        _english_ordinal,
    ),
    rule(r"\b(?:every|each)\s+quarter\b", _months),
    rule(
        rf"\b(?:every|each)\s+(?:year\s+on\s+)?(?:the\s+)?{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b",
        _english_yearly,
    ),
    rule(
        rf"\b(?:every|each)\s+(?:year\s+on\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH}",
        _english_yearly,
    ),
)
