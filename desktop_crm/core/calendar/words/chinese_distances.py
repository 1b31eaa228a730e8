"""The rules that find a distance from now in Chinese: days to years, hours and minutes, working days, holidays."""

import re
from datetime import UTC, timedelta

from desktop_crm.core.calendar.words.chinese_days import NUMBER_AHEAD, WEEK
from desktop_crm.core.calendar.words.numerals import CHINESE, LARGEST_DISTANCE, chinese_number
from desktop_crm.core.calendar.words.pieces import Context, Day, Instant, Meaning, rule
from desktop_crm.core.calendar.words.reckoning import add_months
from desktop_crm.core.calendar.working_days import add_working_days, holiday, is_working_day

_Match = re.Match[str]
_Meanings = tuple[Meaning, ...] | None

# 前, 后 and 内 belong to the time unless they begin another word.
BEFORE = r"(?:之前|以前|前(?!台|往|端|期|去|来|后|置|线|景|面|者|天|年|任|沿|锋|提|进|十|\d))"
_AFTER = r"(?:之后|以后|后(?!台|续|期|端|天|面|来|勤|方|者|缀|备|院|门))"
_WITHIN = r"(?:之内|以内|内(?!部|容|测|地|审|勤|存|网|蒙|衣))"
_WHEN = rf"(?:(?P<past>{BEFORE})|{_AFTER}|{_WITHIN})"
_THROUGH = r"(?<![不超通经])再?过"
_HOLIDAYS = {"元旦": "元旦", "春节": "春节", "过年": "春节", "年": "春节", "清明": "清明节", "五一": "劳动节"}
_HOLIDAYS |= {"劳动节": "劳动节", "端午": "端午节", "中秋": "中秋节", "国庆": "国庆节", "十一": "国庆节"}
_MINUTES = {"小时": 60, "钟头": 60, "刻钟": 15, "分钟": 1}


def _amount(match: _Match) -> float | None:
    text = match["number"]
    number = 0.5 if text == "半" else float(text) if "." in text else chinese_number(text)
    return number if number is None else number + (0.5 if match.groupdict().get("half") else 0)


def _days_away(match: _Match, context: Context) -> _Meanings:
    amount = _amount(match)
    if amount is None or amount > LARGEST_DISTANCE:
        return None
    sign = -1 if match.groupdict().get("past") else 1
    unit = match["unit"]
    if unit in {"年", "月"}:
        months = amount * (12 if unit == "年" else 1)
        day = add_months(context.today, sign * int(months))
        return (Day(day + timedelta(days=sign * 15 * (months % 1 > 0))),)
    days = amount * (1 if unit in {"天", "日"} else 7)
    return (Day(context.today + timedelta(days=sign * int(days))),) if days % 1 == 0 else None


def _moment_away(match: _Match, context: Context) -> _Meanings:
    amount = _amount(match)
    if amount is None:
        return None
    more = chinese_number(match["more"] or "") or 0
    distance = timedelta(minutes=amount * _MINUTES[match["unit"]] + more)
    moment = context.now.astimezone(UTC) + (-distance if match["past"] else distance)
    return (Instant(moment.astimezone(context.now.tzinfo)),)


def _working_days(match: _Match, context: Context) -> _Meanings:
    number = chinese_number(match["number"] or "一")
    if number is None or number > LARGEST_DISTANCE:
        return None
    count = -number if match["past"] else number
    return (Day(add_working_days(context.today, count, context.overrides), counted=True),)


def _around_holiday(match: _Match, context: Context) -> _Meanings:
    """The first working day after the next holiday of that name, or the last one before it."""
    step = timedelta(days=-1 if match["before"] else 1)
    named = {"今年": 0, "明年": 1}.get(match["year"] or "")
    years = (0, 1) if named is None else (named,)
    for year in (context.today.year + later for later in years):
        day = holiday(_HOLIDAYS[match["name"]], year)
        while day and not is_working_day(day, context.overrides):
            day += step
        if day and (named is not None or day >= context.today):
            return (Day(day, counted=True),)
    return None


RULES = (
    rule(rf"(?:{_THROUGH})?{NUMBER_AHEAD}(?P<number>半|{CHINESE})(?P<unit>天|日|周|年){_WHEN}", _days_away),
    rule(rf"(?:{_THROUGH})?{NUMBER_AHEAD}(?P<number>{CHINESE})(?P<unit>年)(?P<half>半){_WHEN}", _days_away),
    rule(rf"(?:{_THROUGH})?{NUMBER_AHEAD}(?P<number>{CHINESE})个?(?P<unit>星期|礼拜){_WHEN}", _days_away),
    rule(rf"(?:{_THROUGH})?{NUMBER_AHEAD}(?P<number>半|{CHINESE})个(?P<half>半)?(?P<unit>月){_WHEN}", _days_away),
    rule(rf"{_THROUGH}(?P<number>{CHINESE})个?(?P<unit>天|{WEEK}|(?<=个)月|年)(?!的|之)", _days_away),
    rule(
        rf"(?:{_THROUGH})?{NUMBER_AHEAD}(?P<number>半|\d+\.\d|{CHINESE})个?(?P<half>半)?(?P<unit>小时|钟头|刻钟|分钟)(?:零?(?P<more>{CHINESE})分钟?)?{_WHEN}",
        _moment_away,
    ),
    rule(rf"{NUMBER_AHEAD}(?P<number>{CHINESE})个?工作日{_WHEN}", _working_days),
    rule(r"下一?个?(?P<number>)(?P<past>)工作日", _working_days),
    rule(
        rf"(?P<year>今年|明年)?(?P<name>元旦|春节|过年|清明|五一|劳动节|端午|中秋|国庆|(?<![\d一二三四五六七八九十])十一)节?(?:假期|长假|放假)?(?:(?P<before>{BEFORE})|{_AFTER})",
        _around_holiday,
    ),
    rule(
        r"(?<![\d零〇一二两三四五六七八九十百半几多数今明去往每])(?P<year>)(?P<name>年)(?:(?P<before>前(?=\s|$|[,。把要完拜联回去]))|后(?=\s|$|[,。再联回拜]))",
        _around_holiday,
    ),
)
