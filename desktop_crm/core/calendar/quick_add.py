"""Takes one typed line apart, as in “下周三 14:00 回访张总 #报价 !高”: time, title, tags, priority, method, person."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import Enum
from zoneinfo import ZoneInfo

from desktop_crm.core.calendar.words.pieces import folded
from desktop_crm.core.calendar.words.reading import DEFAULT_TIME, Reading, nothing_read, read_words
from desktop_crm.core.calendar.working_days import NO_OVERRIDES, Overrides
from desktop_crm.core.i18n import N_


class Part(Enum):
    """What may be recognised in a line, in the order in which it is shown; the value is the title."""

    WHEN = N_("When")
    REPEAT = N_("Repeats")
    CUSTOMER = N_("Customer")
    PERSON = N_("Contact")
    METHODS = N_("Methods")
    PRIORITY = N_("Priority")


NOTHING: AbstractSet[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class QuickLine:
    """The parts of a line.

    `title` holds everything that went into no other part; the words that tell `methods` (channel codes, in the order
    of the line) and `person_hint` stay in it. `reading.rest` is the title too.
    """

    reading: Reading
    title: str
    priority: str | None = None
    tags: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    person_hint: str | None = None


_PRIORITIES = {"高": "high", "high": "high", "中": "medium", "medium": "medium", "低": "low", "low": "low"}
_TAKEN = "\ufffc"  # stands for each character of a tag or a priority, so that nothing is read across them
_END = r"(?=$|[\s#!,。;])"
_PRIORITY = re.compile(rf"(?<![a-z0-9!])!(?P<word>{'|'.join(_PRIORITIES)}){_END}")
# A tag is not the C# of a language, the part of an address behind # or the number of an order.
_TAG = re.compile(r"(?<![a-z0-9/&#_\-])#(?P<tag>(?!\d+(?:\W|$))[^\s#!,。;]+)")
_METHODS = (
    ("phone", r"打电话|打个电话|致电|去电|回电|来电|电话(?!号|卡|机|簿|表)|通话|打给|\b(?:call|phone|ring)\b"),
    ("visit", r"拜访|走访|登门|面访|上门|\bvisit\b"),
    (
        "meeting",
        r"开会|会议(?!室|纪要|记录|中心)|面谈|会谈|洽谈|\b(?:meet|meeting)\b(?!\s+(?:room|minutes|notes))",
    ),
    ("email", r"邮件|电邮|发邮箱|\be-?mail\b(?!\s+address)"),
    ("wechat", r"微信(?!支付|公众|小程序|号)|\bwechat\b(?!\s+pay)"),
)
_METHOD = re.compile("|".join(f"(?P<{code}>{words})" for code, words in _METHODS))

_TITLES = (
    r"总经理|副总经理|总监|副总|经理|主任|主管|主席|董事长|处长|科长|部长|局长|院长|校长|所长|厂长|店长|队长|"
    r"老师|老板|先生|女士|小姐|医生|教授|博士|律师|书记|助理|会计|工程师|总|董|工|哥|姐"
)
_TITLED = rf"[一-鿿]{{1,3}}?(?:{_TITLES})"
_VERBS = r"回访|拜访|走访|联系|打给|致电|约见|面访|会见|跟进|通知|约|见"
_NOBODY = r"客户|老客户|新客户|供应商|厂家|公司|对方|用户|大家|各|所有|全部|我|你|他|她"
_NOT_A_NAME = rf"(?!{_NOBODY}|一下|一次|一趟|方式|人|面|到|定|好)"
_PERSON = (
    # 回访张总, 联系一下王经理; then 拜访李伟, where the name ends with the word
    re.compile(rf"(?:{_VERBS})(?:一下)?\s*{_NOT_A_NAME}(?P<name>{_TITLED})"),
    re.compile(rf"(?:给|跟|和|与|向|找)\s*{_NOT_A_NAME}(?P<name>{_TITLED})"),
    re.compile(rf"(?:{_VERBS})(?:一下)?\s*{_NOT_A_NAME}(?P<name>[一-鿿]{{2,4}})(?=$|[^一-鿿])"),
    re.compile(
        rf"(?:给|跟|和|与|向|找)\s*{_NOT_A_NAME}(?P<name>[一-鿿]{{2,3}}?)(?=打电话|打个电话|发|开会|见面|吃饭|微信|$|\s)"
    ),
    re.compile(
        r"(?i:\b(?:call|phone|ring|visit|meet|meet with|meeting with|email|contact)\b)(?: back)?\s+"
        r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+)?(?P<name>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2})"
    ),
    re.compile(rf"(?i:\b(?:call|phone|visit|meet|email|contact)\b)\s*(?P<name>{_TITLED}|[一-鿿]{{2,4}}(?=$|[^一-鿿]))"),
)


def parse_line(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    default_time: time = DEFAULT_TIME,
    *,
    overrides: Overrides = NO_OVERRIDES,
    without: AbstractSet[Part] = NOTHING,
) -> QuickLine:
    """The parts of `text`, asked at `now` (aware) by someone in `zone`; nothing of the line is lost.

    What is `without` is not looked for, and its words stay in the title; a mere time stays without its repetition.
    The spans of the reading are positions in `text`. Of several priorities the last is taken; a word that names none
    (!马上) stays in the title.
    """
    plain = folded(text)
    priorities = [] if Part.PRIORITY in without else list(_PRIORITY.finditer(plain))[-1:]
    tags = [] if Part.CUSTOMER in without else list(_TAG.finditer(plain))
    bare = text
    for match in (*priorities, *tags):
        bare = bare[: match.start()] + _TAKEN * (match.end() - match.start()) + bare[match.end() :]
    if Part.WHEN in without:
        reading = nothing_read(bare)
    else:
        reading = read_words(bare, now, zone, default_time, overrides=overrides)
    title = " ".join(reading.rest.replace(_TAKEN, " ").split())
    if _TAKEN in bare:
        title = title.strip(" ,\uff0c、")
    return QuickLine(
        reading=replace(reading, rest=title, recurrence=None if Part.REPEAT in without else reading.recurrence),
        title=title,
        priority=_PRIORITIES[priorities[-1]["word"]] if priorities else None,
        tags=tuple(dict.fromkeys(text[match.start("tag") : match.end("tag")] for match in tags)),
        methods=() if Part.METHODS in without else _methods(title),
        person_hint=None if Part.PERSON in without else _person(bare, reading),
    )


def _methods(title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.lastgroup or "" for match in _METHOD.finditer(folded(title))))


def _person(bare: str, reading: Reading) -> str | None:
    """The name behind a verb such as 回访; the time that was read ends a name, so that no two words run together."""
    for start, end in reading.spans:
        bare = bare[:start] + "\n" * (end - start) + bare[end:]
    found = (pattern.search(bare) for pattern in _PERSON)
    return next((match["name"] for match in found if match), None)
