"""The rules that find a time of day, in both languages."""

import re
from datetime import timedelta

from desktop_crm.core.calendar.words.chinese_days import SHORT_PART
from desktop_crm.core.calendar.words.numerals import CHINESE, ENGLISH, chinese_number, english_number
from desktop_crm.core.calendar.words.pieces import Clock, Context, DayPart, Meaning, Part, nothing, rule

_Match = re.Match[str]
_Meanings = tuple[Meaning, ...] | None

_CHINESE_PARTS = {
    "凌晨": Part.DAWN,
    **dict.fromkeys(("早上", "早晨", "清晨", "清早", "大清早", "一大早", "一早", "上午"), Part.MORNING),
    **dict.fromkeys(("中午", "正午", "午间"), Part.NOON),
    **dict.fromkeys(("下午", "午后"), Part.AFTERNOON),
    "傍晚": Part.DUSK,
    **dict.fromkeys(("晚上", "晚间", "夜里", "夜间", "深夜", "半夜", "午夜"), Part.EVENING),
    **dict.fromkeys("早晨", Part.MORNING),
    **dict.fromkeys("晚夜", Part.EVENING),
}
_ENGLISH_PARTS = {"morning": Part.MORNING, "afternoon": Part.AFTERNOON, "evening": Part.EVENING, "night": Part.EVENING}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "钟": 0}
_SAID_MINUTES = {"half": 30, "quarter": 15, "a quarter": 15}


def _clock(
    hour: int | None, minute: int | None, *, vague: bool = False, weak: bool = False
) -> tuple[Meaning, ...] | None:
    if hour is None or minute is None or not 0 <= hour * 60 + minute <= 24 * 60 or not 0 <= minute < 60:
        return None
    return (Clock(hour, minute, vague=vague, weak=weak),)


def _twelve_hours(hour: int, half: str) -> int:
    """The hour 0 to 23 of an hour 1 to 12 in the half of the day that "am" or "pm" names."""
    return hour % 12 + (12 if half.startswith("p") else 0)


def _colon(match: _Match, _context: Context) -> _Meanings:
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"] and 1 <= hour <= 12:
        hour = _twelve_hours(hour, match["half"])
    if not _clock(hour, minute):
        return None
    if not match["offset"]:
        return (Clock(hour, minute, vague=len(match["hour"]) == 1 and not match["half"]),)
    sign = -1 if match["offset"] == "-" else 1
    return (Clock(hour, minute, offset=sign * timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))),)


def _chinese(match: _Match, _context: Context) -> _Meanings:
    hour = chinese_number(match["hour"])
    if match["quarter"]:
        minute: int | None = _QUARTERS[match["quarter"]]
    else:
        minute = chinese_number(match["minute"] or match["bare"] or "零")
    said_more = bool(match["quarter"] or match["minute"] or match["bare"])
    return _clock(hour, minute, vague=True, weak=match["hour"] == "一" and not said_more)


def _chinese_to(match: _Match, _context: Context) -> _Meanings:
    hour = chinese_number(match["hour"])
    minutes = 15 if match["minutes"] == "一刻" else chinese_number(match["minutes"])
    if not hour or not minutes:
        return None
    hour, minute = divmod(hour * 60 - minutes, 60)
    return _clock(hour, minute, vague=True)


def _hour_of_day(match: _Match, _context: Context) -> _Meanings:
    return _clock(int(match["hour"]), int(match["minute"] or 0))


def _half_day(match: _Match, _context: Context) -> _Meanings:
    hour = int(match["hour"])
    return _clock(_twelve_hours(hour, match["half"]), int(match["minute"] or 0)) if 1 <= hour <= 12 else None


def _oclock(match: _Match, _context: Context) -> _Meanings:
    return _clock(english_number(match["hour"]), 0, vague=True)


def _said_hour(match: _Match, _context: Context) -> _Meanings:
    hour, text = english_number(match["hour"]), match["minutes"]
    minutes = _SAID_MINUTES.get(text) or english_number(text)
    if hour is None or not 1 <= hour <= 12 or not minutes:
        return None
    hour, minute = divmod(hour * 60 + (minutes if match["side"] == "past" else -minutes), 60)
    return _clock(hour, minute, vague=True)


def _at(match: _Match, _context: Context) -> _Meanings:
    hour = english_number(match["hour"])
    return _clock(hour, 0, vague=True, weak=match["sure"] is None) if hour and hour <= 24 else None


def _fixed(match: _Match, _context: Context) -> _Meanings:
    return (Clock({"noon": 12, "midday": 12, "midnight": 24}.get(match["word"], 18)),)


def _chinese_part(match: _Match, _context: Context) -> _Meanings:
    word = match["part"]
    return (DayPart(_CHINESE_PARTS[word], weak=len(word) == 1),)


def _english_part(match: _Match, _context: Context) -> _Meanings:
    return (DayPart(_ENGLISH_PARTS[match["part"]], weak=match["sure"] is None),)


_HALF = r"(?:\s*(?P<half>a\.?m|p\.?m)\b\.?)"
_OFFSET = r"(?:\s*utc(?P<offset>[+-])(?P<hours>[01]\d):(?P<minutes>[0-5]\d))"
# Characters that make of 点 another word (重点, 第一点, 这两点), and what is counted in 点 (三点建议).
_POINT_AHEAD = (
    r"(?<![周期拜第几重优缺这那有共差\d.:/\-#a-z])(?<!以[上下])"
    r"(?:(?=\d)|(?<![零〇一二两三四五六七八九十百])|(?<=[周期拜][一二三四五六]))"
)
_POINTS = (
    r"(?!\d|[零〇一二两三四五六七八九十]|个|意见|建议|要求|原因|问题|需求|说明|优势|不足|好处|内容|注意|想法|区别|理由|感受|"
    r"体会|总结|结论|反馈|改进|提示|事项|要|希望|诉求|共识|收获|名|评|击|赞|菜|餐|心|子|滴|燃|明|头|儿|点|都|也|式|钟爱)"
)
_DAY_BEHIND = r"today|tomorrow|tonight|on\s|this\s|next\s|in\s+the\s|mon|tue|wed|thu|fri|sat|sun"
RULES = (
    # 14:00, 2:30 pm, 14:00:00, 01:30 UTC+01:00
    rule(
        rf"(?<![\d:./a-su-z])(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::\d\d)?(?!\d|:\d){_HALF}?{_OFFSET}?",
        _colon,
    ),
    # 三点一刻, 8点十五分, 十点二十, 9点半, 9点; a bare 一点 is weak
    rule(
        rf"{_POINT_AHEAD}(?P<hour>{CHINESE})点(?:(?P<quarter>半(?!价|成)|一刻|三刻|整|钟)|过?(?P<minute>{CHINESE})分(?!钟|之|析|享)|"
        rf"(?P<bare>\d\d(?!\d)|[零〇][一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?(?!个|家|条|项|份))|{_POINTS})",
        _chinese,
    ),
    rule(rf"差(?P<minutes>一刻|{CHINESE})分?钟?到?(?P<hour>{CHINESE})点", _chinese_to),
    rule(rf"(?P<hour>{CHINESE})点差(?P<minutes>一刻|{CHINESE})分?", _chinese_to),
    rule(
        r"(?<![\d.:/\-a-z第近超])(?P<hour>\d{1,2})时(?:(?P<minute>\d{1,2})分|整|(?![候间期代效尚装常段刻长空区差机不光]))",
        _hour_of_day,
    ),
    rule(rf"(?<![\d.:/\-a-z])(?P<hour>\d{{1,2}})(?:\.(?P<minute>[0-5]\d))?{_HALF}", _half_day),
    rule(rf"\b(?P<hour>{ENGLISH})\s*o'clock\b", _oclock),
    rule(rf"\b(?P<minutes>half|(?:a\s)?quarter)\s(?P<side>past|to)\s(?P<hour>{ENGLISH})\b", _said_hour),
    rule(rf"\b(?P<minutes>{ENGLISH})\s(?:min(?:ute)?s?\s)?(?P<side>past)\s(?P<hour>{ENGLISH})\b", _said_hour),
    rule(rf"\b(?P<minutes>{ENGLISH})\smin(?:ute)?s?\s(?P<side>to)\s(?P<hour>{ENGLISH})\b", _said_hour),
    rule(
        rf"(?<![\d.:/\-a-z])(?P<hour>{ENGLISH})(?=,?\s+(?:(?:in\sthe|this)\s(?:morning|afternoon|evening|night)|at\snight|tonight)\b)",
        _oclock,
    ),
    rule(
        rf"(?:\bat\s|@\s*)(?P<hour>{ENGLISH})\b(?!\s*(?:am|pm|a\.m|p\.m|o'clock|%)|[:./%\-]\d|%|-)"
        rf"(?P<sure>(?=\s*(?:$|[,;.]|\s(?:{_DAY_BEHIND}))))?",
        _at,
    ),
    rule(r"\b(?P<word>noon|midday|midnight|eod|cob|end of (?:the )?(?:business )?day)\b|(?P<off>下班前)", _fixed),
    rule(
        r"(?P<part>大清早|一大早|(?<![周期拜])一早|早上|早晨|清晨|清早|凌晨|上午|中午|正午|午间|下午(?!茶)|午后|傍晚|晚上|晚间|夜里|夜间|深夜|半夜|午夜)(?!好)",
        _chinese_part,
    ),
    rule(SHORT_PART, _chinese_part),
    rule(r"(?P<sure>in the |at )?\b(?P<part>morning|afternoon|evening|night)\b(?!'s|\s+shift)", _english_part),
    rule(r"一点(?:点|儿|也|都)", nothing),
)
