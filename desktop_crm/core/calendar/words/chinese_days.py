"""The rules that find a day named in Chinese: by date, by its place in a month or week, or from today."""

import re
from datetime import date, timedelta

from desktop_crm.core.calendar.words.numerals import CHINESE, chinese_number
from desktop_crm.core.calendar.words.pieces import Context, Day, DayPart, Meaning, Part, nothing, rule
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

_Match = re.Match[str]
_Meanings = tuple[Meaning, ...] | None

WEEK = r"(?:周|星期|礼拜)"
WEEKDAYS = {sign: index for index, sign in enumerate("一二三四五六日")} | {"天": 6}
WEEKDAYS |= {str(index + 1): index for index in range(7)}

# No numeral, and no sign that makes a number part of a code, stands before a number that begins a date.
NUMBER_AHEAD = r"(?<![第\d零〇一二两三四五六七八九十百千万几数.\-/:#a-z])"
# What follows a number and shows that something is counted (周三次, 每周3家).
COUNTED = r"(?![次趟遍个位名份件套台条项批组款笔张吨箱倍]|家(?!访|里|中))"
# "3号" names a building, a line or a sample as often as a day: what stands around it must not be such a thing.
_NUMBERED_THING = (
    r"(?!楼|线|店|院|门|机|仓|馆|厅|室|会议|文|公|产|样|车|库|厂|桥|井|炉|码|地|位|栋|座|幢|柜|台|箱|泵|单|令|病|窗|口|站|"
    r"轮|出|客|方案|项|设|工|基|大|元|塔|墙|段|路|街|村|房|铺|间|坑|矿|船|舱|桩|标|合同|订|电|字|技|选|种|平|员|主|展|高)"
)
_ADDRESS_AHEAD = r"(?<![路街道巷弄里区村园苑坊段镇乡栋座幢楼室单型编牌账帐尾同月])"
_MONTH_AHEAD = r"(?<!农历)(?<!阴历)(?<!旧历)(?<!每年)(?<![\d零〇一二三四五六七八九十第近.\-/#a-z])"
_YEARS = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}
_YEAR = r"(?:(?P<year>\d{4}|\d{2}|[零〇一二三四五六七八九]{4})年|(?P<named>今年|本年|明年|后年|去年|前年)的?)"
_MONTH = rf"{_MONTH_AHEAD}(?:{_YEAR}\s*)?(?P<month>元|{CHINESE})月份?\s*"
_NAMED_MONTH = r"(?P<name>下下个?|下个?|上个?|这个?|本|当)月的?"
_RELATIVE = {"大前天": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后天": 3}
_SHORT_PARTS = {"早": Part.MORNING, "晨": Part.MORNING, "晚": Part.EVENING, "夜": Part.EVENING}
_SHORT_MORNING = r"早(?!会|餐|饭|茶|报|期|日|已|就|教)|晨(?!会|报|练)"
_SHORT_EVENING = r"晚(?!会|餐|饭|宴|点|报|期|于|安|辈|年|些)|夜(?!宵|市|班)"
SHORT_PART = rf"(?P<part>{_SHORT_MORNING}|{_SHORT_EVENING})"


def _known(day: date | None, *, yearless: bool = False) -> tuple[Meaning, ...]:
    return (Day(day, yearless=yearless),) if day else ()


def _named_year(match: _Match, today: date) -> int | None:
    if match["named"]:
        return today.year + _YEARS[match["named"]]
    year = chinese_number(match["year"] or "")
    return year if year is None or len(match["year"]) > 2 else 2000 + year


def _distance_of(name: str | None) -> int:
    """How many weeks, months or quarters 下, 下下 or 上 is away."""
    return (name or "").count("下") - (name or "").count("上")


def _plain_date(match: _Match, _context: Context) -> _Meanings:
    return _known(real_day(int(match["year"]), int(match["month"]), int(match["day"])))


def _date(match: _Match, context: Context) -> _Meanings:
    month, day = chinese_number(match["month"].replace("元", "一")), chinese_number(match["day"])
    if month is None or day is None:
        return None
    year = _named_year(match, context.today)
    if year is None:
        return _known(next_date(context.today, month, day), yearless=True)
    return _known(real_day(year, month, day))


def _month_and_day(match: _Match, context: Context) -> _Meanings:
    month, day = int(match["month"]), int(match["day"])
    return (Day(found, yearless=True),) if (found := next_date(context.today, month, day)) else None


def _within_month(first: date, which: str) -> date:
    """The day that 初, 上旬, 中, 中旬, 下旬, 底 or 末 stands for in the month that begins with `first`."""
    number = {"初": 1, "上旬": 1, "中": 15, "中旬": 15, "下旬": 21}.get(which)
    return first.replace(day=number) if number else month_end(first)


def _part_of_month(match: _Match, context: Context) -> _Meanings:
    month, year = chinese_number(match["month"].replace("元", "一")), _named_year(match, context.today)
    first = real_day(context.today.year if year is None else year, month or 0, 1)
    if first is None:
        return ()
    found = _within_month(first, match["which"])
    return _known(found if year or found >= context.today else _within_month(add_months(found, 12), match["which"]))


def _day_of_named_month(match: _Match, context: Context) -> _Meanings:
    first = add_months(context.today.replace(day=1), _distance_of(match["name"]))
    return _known(real_day(first.year, first.month, chinese_number(match["day"]) or 0))


def _part_of_named_month(match: _Match, context: Context) -> _Meanings:
    first = add_months(context.today.replace(day=1), _distance_of(match["name"]))
    return _known(_within_month(first, match["which"]))


def _coming_month(match: _Match, context: Context) -> _Meanings:
    return _known(add_months(context.today.replace(day=1), _distance_of(match["name"])))


def _day_of_month(match: _Match, context: Context) -> _Meanings:
    number = chinese_number(match["day"])
    return (Day(found),) if number and (found := next_day_of_month(context.today, number)) else None


def _part_of_this_month(match: _Match, context: Context) -> _Meanings:
    number = {"初": 1, "中": 15, "中旬": 15}.get(match["which"])
    return _known(next_day_of_month(context.today, number) if number else month_end(context.today))


def _part_of_year(match: _Match, context: Context) -> _Meanings:
    year = _named_year(match, context.today)
    if match["which"] == "初":
        return _known(real_day(year, 1, 1) if year is not None else next_date(context.today, 1, 1))
    return _known(real_day(context.today.year if year is None else year, 12, 31))


def _part_of_quarter(match: _Match, context: Context) -> _Meanings:
    end = month_end(add_months(quarter_end(context.today), 3 * _distance_of(match["name"])))
    return _known(add_months(end, -2).replace(day=1) if match["which"] == "初" else end)


def _from_today(match: _Match, context: Context) -> _Meanings:
    word = match["word"]
    return _known(context.today + timedelta(days=_RELATIVE.get(word, _RELATIVE.get(word[0], 0))))


def _part_from_today(match: _Match, context: Context) -> _Meanings:
    return Day(context.today + timedelta(days=_RELATIVE[match["word"]])), DayPart(_SHORT_PARTS[match["part"]])


def _weekday(match: _Match, context: Context) -> _Meanings:
    weekday, name = WEEKDAYS[match["weekday"]], match["name"]
    if name:
        return _known(in_week(context.today, _distance_of(name), weekday))
    return (Day(next_weekday(context.today, weekday), weekday_only=True),)


def _weekend(match: _Match, context: Context) -> _Meanings:
    name = match["name"]
    return _known(in_week(context.today, _distance_of(name), 5) if name else next_weekday(context.today, 5))


def _week(match: _Match, context: Context) -> _Meanings:
    return (Day(in_week(context.today, _distance_of(match["name"]), 0), week_only=True),)


def _within_week(match: _Match, context: Context) -> _Meanings:
    friday = in_week(context.today, _distance_of(match["name"]), 4)
    return _known(friday if friday >= context.today else friday + timedelta(days=2))


def _weekday_after_weeks(match: _Match, context: Context) -> _Meanings:
    number = chinese_number(match["number"])
    return None if number is None else _known(in_week(context.today, number, WEEKDAYS[match["weekday"]]))


_END_OF_DATE = r"(?=\s|$|[,。;)、]|上午|下午|中午|早上|晚上|晚|前(?![台往期])|之前|以前)"
_NAMED_WEEK = rf"(?P<name>下下个?|下个?|上上个?|上个?|这个?|本){WEEK}"
RULES = (
    # What looks like a day and is none.
    rule(
        r"五一(?:路|广场|大道|街|村|桥)|十一(?:路|街|中)|今日(?:头条|资本)|24/7|7/24|周六福|(?<!\d)第"
        + CHINESE
        + r"(?:天|周|季|个)",
        nothing,
    ),
    rule(r"\w+://\S+|[\w.+-]+@[\w.-]+", nothing),
    rule(r"(?:农历|阴历|旧历)\S{0,12}?[初十廿][一二三四五六七八九十]", nothing),
    # 2026-12-01, 2026/12/1, 2026.12.01, 2026 12 01
    rule(
        r"(?<![\da-z.\-/])(?P<year>(?:19|20|21)\d\d)(?P<sep>[-/.]|\s)(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
        r"(?![\d/]|[-.]\d)(?:日|t(?=\d))?",
        _plain_date,
    ),
    # 12/3; 12-03 only before a space or an end
    rule(r"(?<![\da-z.\-/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%]|\s*of\b)" + _END_OF_DATE, _month_and_day),
    rule(r"(?<![\da-z.\-/])(?P<month>\d\d)-(?P<day>\d\d)" + _END_OF_DATE, _month_and_day),
    # 12月3日, 2026年12月3号, 明年三月五日, 12月3
    rule(rf"{_MONTH}(?P<day>{CHINESE})[日号](?!楼)", _date),
    rule(rf"{_MONTH}(?P<day>{CHINESE}){_END_OF_DATE}", _date),
    rule(
        rf"{_MONTH}(?P<which>初(?![一二三四五六七八九十级])|底(?!薪|价|板)|末|上旬|中旬|下旬)",
        _part_of_month,
    ),
    # 下个月5号, 下月初, 本月底, 下个月
    rule(rf"{_NAMED_MONTH}(?P<day>{CHINESE})[日号](?!楼)", _day_of_named_month),
    rule(rf"{_NAMED_MONTH}(?P<which>初|底(?!薪|价)|末|上旬|中旬|下旬|中(?!国|心|午|间|秋))", _part_of_named_month),
    rule(r"(?P<name>下下个?|下个?)月(?!份?的?(?:报|计划|目标|预算|指标|任务))", _coming_month),
    # 3号, 月底, 月初, 月中, 年底, 季度末
    rule(
        rf"(?:{NUMBER_AHEAD}|(?<=[周期拜][一二三四五六])){_ADDRESS_AHEAD}(?P<day>{CHINESE})号{_NUMBERED_THING}",
        _day_of_month,
    ),
    rule(rf"{NUMBER_AHEAD}{_ADDRESS_AHEAD}(?P<day>\d{{1,2}})日(?!游|元|本|均|内|后|常|报|历)", _day_of_month),
    rule(
        r"(?<![\d零〇一二两三四五六七八九十个每正腊])月(?P<which>底(?!薪|价|板)|末|初(?![一二三四五六七八九十级])|中旬|中(?=\s|$|[,。]|前))",
        _part_of_this_month,
    ),
    rule(rf"(?<!\d){_YEAR}年?(?P<which>[底末初](?!薪|级|中|步))", _part_of_year),
    rule(
        r"(?<![\d零〇一二两三四五六七八九十半几今明去前后每])(?P<year>)(?P<named>)年(?P<which>[底末初](?!薪|级|中|步))",
        _part_of_year,
    ),
    rule(r"(?<![\d一二三四第每])(?P<name>下个?|上个?|这个?|本)?季度?(?P<which>[末底初])", _part_of_quarter),
    # 今天, 大后天, 明早
    rule(
        r"(?P<word>大前天|大后天|前天|(?<!今)(?<!以)(?<!之)后天(?!性|努力)|[昨今明][天日儿](?!之星|报|晚报|津))",
        _from_today,
    ),
    rule(rf"(?P<word>[昨今明]|后天){SHORT_PART}", _part_from_today),
    # 周五, 下周三, 这周日, 星期天; 周天 only behind 下 and the like
    rule(
        rf"(?P<name>)(?<![每\d一二两三四五六七八九十几半])(?:周|星期|礼拜)的?"
        rf"(?P<weekday>(?:[一二三四五六日]|(?<=期)天|(?<=拜)天){COUNTED}(?!天|般|直|样|些|至|鸣)|[1-7](?![\d月年号日点:.\-/天人]){COUNTED})",
        _weekday,
    ),
    rule(
        rf"{_NAMED_WEEK}的?(?P<weekday>[一二三四五六日天](?!次|遍)|[1-7](?![\d月年号日点:.\-/天人]){COUNTED})", _weekday
    ),
    rule(r"(?P<name>下下个?|下个?|上个?|这个?|本)?(?<!每)周末(?!版)", _weekend),
    rule(rf"{_NAMED_WEEK}[之以]?内(?!部|容)", _within_week),
    rule(rf"(?P<name>下下个?|下个?){WEEK}(?:初|(?!年|边|转|刊|[之以]?内|末|的?[一二三四五六日天1-7]))", _week),
    rule(
        rf"{NUMBER_AHEAD}(?P<number>{CHINESE})个?{WEEK}[之以]?后的?{WEEK}(?P<weekday>[一二三四五六日天])",
        _weekday_after_weeks,
    ),
)
