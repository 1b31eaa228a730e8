"""Says a moment in words that `read_words` reads back, and in a short form for lists."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop_crm.core.calendar.words.reckoning import next_date

_CHINESE_DAYS = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_CHINESE_WEEKS = {-1: "上周", 0: "本周", 1: "下周"}
_CHINESE_WEEKDAYS = "一二三四五六日"
_ENGLISH_DAYS = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}
_ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(moment: datetime, now: datetime, zone: ZoneInfo, language: str, *, all_day: bool = False) -> str:
    """`moment` as a person says it, as in "下周三 11月25日 14:00" or "Wed, Nov 25, 14:00".

    `read_words` at the same `now` reads the same moment back, to the minute. The year is there where the words would
    mean another one without it; the distance from UTC where the time on the wall occurs twice.
    """
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    day = local.date()
    words = _chinese_day(day, today) if language == "zh" else _english_day(day, today)
    if all_day:
        return words
    clock = f"{local:%H:%M}"
    if local.fold:
        offset = f"{local:%z}"
        clock += f" UTC{offset[:3]}:{offset[3:5]}"
    return f"{words} {clock}" if language == "zh" else f"{words}, {clock}"


def _chinese_day(day: date, today: date) -> str:
    distance = (day - today).days
    weekday = f"周{_CHINESE_WEEKDAYS[day.weekday()]}"
    week = (distance + today.weekday()) // 7
    date_text = f"{day.month}月{day.day}日"
    if distance in _CHINESE_DAYS:
        return f"{_CHINESE_DAYS[distance]} {date_text}"
    if week in _CHINESE_WEEKS:
        return f"{_CHINESE_WEEKS[week]}{weekday[1:]} {date_text}"
    return f"{_year(day, today, '{}年')}{date_text} {weekday}"


def _english_day(day: date, today: date) -> str:
    distance = (day - today).days
    date_text = f"{_ENGLISH_MONTHS[day.month - 1]} {day.day}"
    if distance in _ENGLISH_DAYS:
        return f"{_ENGLISH_DAYS[distance]}, {date_text}"
    return f"{_ENGLISH_WEEKDAYS[day.weekday()]}, {date_text}{_year(day, today, ', {}')}"


def _year(day: date, today: date, form: str) -> str:
    """The year in that form, or nothing where month and day alone already mean this day."""
    return "" if next_date(today, day.month, day.day) == day else form.format(day.year)


def short(moment: datetime, now: datetime, zone: ZoneInfo, language: str, *, all_day: bool = False) -> str:
    """`moment` in the few characters of a list: 今天 14:00, 昨天, 3 天前, 11-25, 2027-01-04.

    Times of day stand only with today and tomorrow, where they matter.
    """
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    distance = (local.date() - today).days
    chinese = language == "zh"
    if distance in {0, 1}:
        word = (_CHINESE_DAYS if chinese else _ENGLISH_DAYS)[distance]
        return word if all_day else f"{word} {local:%H:%M}"
    if distance == -1:
        return (_CHINESE_DAYS if chinese else _ENGLISH_DAYS)[distance]
    if distance == 2 and chinese:
        return _CHINESE_DAYS[2]
    if -7 < distance < 0:
        return f"{-distance} 天前" if chinese else f"{-distance} days ago"
    if 0 < distance < 7:
        sign = local.date().weekday()
        week = _CHINESE_WEEKS[(distance + today.weekday()) // 7]
        return f"{week}{_CHINESE_WEEKDAYS[sign]}" if chinese else _ENGLISH_WEEKDAYS[sign]
    return f"{local:%m-%d}" if abs(distance) < timedelta(days=180).days else f"{local:%Y-%m-%d}"
