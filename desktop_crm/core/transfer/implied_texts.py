"""Cells in which forms say several things at once, taken apart: needs, people, talks, steps, decision chains."""

import re
from collections.abc import Callable, Iterator, Mapping
from unicodedata import normalize

from desktop_crm.core.choices import CHANNELS, DECISION_ROLES
from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.i18n import LANGUAGES, translate
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs import choices as need_choices
from desktop_crm.core.transfer.implied import BASE, IMPLICIT, PRIMARY, RELATED
from desktop_crm.core.values.day import read_date

Said = dict[str, str]  # field name to its text, as a cell of its own would give it

_PARTS = re.compile(r"[;；\n]+")
_ARROWS = re.compile(r"\s*(?:→|⇒|➜|➔|—>|–>|-+>|=+>|>>|》)\s*")
_CLOCK = re.compile(r"\s*(\d{1,2}:\d{2}(?::\d{2})?)(?!\d)")
_AFTER_DATE = re.compile(r"^(?:之前|以前|前|by)?[\s,，:：]*", re.IGNORECASE)
_METHOD = re.compile(r"\s*([^\s:：,，]{1,12})\s*[:：]\s*(?=\S)")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[①-⑨])\s*")
_IN_BRACKETS = re.compile(r"^(.*?)\s*[(（]([^()（）]*)[)）]\s*$")
_SCORE = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:分|points?|/\s*5)?", re.IGNORECASE)

_NEED_LABELS: Mapping[str, str] = {
    "显性需求": "explicit", "显性": "explicit", "explicit": "explicit", "需求": "explicit", "核心需求": "explicit",
    "隐性需求": "implicit", "隐性": "implicit", "implicit": "implicit",
    "痛点": "pain_points", "待解决问题": "pain_points", "pain points": "pain_points",
    "预算范围": "budget", "预算": "budget", "budget": "budget",
    "决策周期": "decision_cycle", "decision cycle": "decision_cycle",
    "需求优先级": "priority", "优先级": "priority", "priority": "priority",
    "紧急程度": "urgency", "urgency": "urgency",
}  # fmt: skip
_PERSON_LABELS: Mapping[str, str] = {
    "姓名": "name", "联系人": "name", "name": "name", "职位": "title", "职务": "title", "角色": "title",
    "title": "title", "部门": "department", "department": "department", "手机": "mobile", "手机号": "mobile",
    "mobile": "mobile", "电话": "phone", "phone": "phone", "邮箱": "email", "email": "email", "e-mail": "email",
    "微信": "wechat", "wechat": "wechat", "关系": "relationship", "relationship": "relationship",
}  # fmt: skip
_SIDES: Mapping[str, str] = {
    "我方": OURS, "我们": OURS, "我司": OURS, "we": OURS,
    "客户": THEIRS, "对方": THEIRS, "customer": THEIRS, "they": THEIRS,
}  # fmt: skip


def _labelled(text: str, labels: Mapping[str, str], *, blank_is_enough: bool = False) -> tuple[str, str]:
    """What the label at the beginning of `text` stands for, "" without one, and the text behind it."""
    plain = normalize("NFKC", text).strip()
    for label in sorted(labels, key=len, reverse=True):
        between = r"(?:\s*:\s*|\s+|(?=\d))" if blank_is_enough else r"\s*:\s*"
        if match := re.match(re.escape(label) + between, plain, re.IGNORECASE):
            return labels[label], plain[match.end() :].strip()
    return "", text.strip()


def dated(text: str) -> tuple[str, str]:
    """The date at the beginning of `text` with its time of day, "" without one, and what follows it."""
    if not (found := read_date(text)):
        return "", text.strip()
    day, rest = found
    if clock := _CLOCK.match(rest):
        return f"{day} {clock[1]}", _AFTER_DATE.sub("", rest[clock.end() :])
    return day.isoformat(), _AFTER_DATE.sub("", rest.strip())


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """Date and text of each entry of a log: an entry begins with a line that begins with a date."""
    entries: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        date, rest = dated(line)
        if date or not entries:
            entries.append((date, [rest]))
        else:
            entries[-1][1].append(line)
    return ((date, "\n".join(filter(None, lines))) for date, lines in entries)


def needs(text: str, variant: str) -> Iterator[Said]:
    """显性:功能定制;隐性:希望获得培训 are two needs; 痛点, 预算 and the like are said of them."""
    usual = need_choices.IMPLICIT if variant == IMPLICIT else need_choices.EXPLICIT
    for part in filter(str.strip, _PARTS.split(text)):
        label, rest = _labelled(_NUMBERING.sub("", part), _NEED_LABELS, blank_is_enough=True)
        if not rest:
            continue
        if label in {"", need_choices.EXPLICIT, need_choices.IMPLICIT}:
            yield {"title": rest, "kind": label or usual}
        else:
            yield {label: rest}


def person(text: str, variant: str) -> Iterator[Said]:
    """李*(技术总监),关系:同事, or name, title, phone and e-mail in a row; what else there is becomes a note."""
    said: Said = {}
    notes: list[str] = []
    for piece in filter(None, map(str.strip, re.split(r"[,，、;；\n]+", text))):
        label, rest = _labelled(piece, _PERSON_LABELS)
        digits = sum(character.isdigit() for character in piece)
        if not label:
            label = "email" if "@" in piece else "phone" if digits >= 7 else "title" if "name" in said else "name"
            label = (
                "mobile" if label == "phone" and re.search(r"(?<!\d)1\d{10}$", re.sub(r"[\s-]", "", piece)) else label
            )
        if label == "name" and (brackets := _IN_BRACKETS.match(rest)):
            rest = brackets[1]
            said.setdefault("title", brackets[2])
        if said.setdefault(label, rest) != rest:
            notes.append(piece)
    if notes:
        said["notes"] = "\n".join(notes)
    if variant in {BASE, RELATED}:
        said["contact_group"] = variant  # also the code of that group
    elif variant == PRIMARY:
        said["is_primary"] = "yes"
    yield said


def talks(text: str, _variant: str) -> Iterator[Said]:
    """2024-03-15 电话: 客户急需…, one talk for each line that begins with a date."""
    for date, rest in _entries(text):
        said = {"occurred": date} if date else {}
        method = _METHOD.match(rest) if date else None
        if method and CHANNELS.code_of(method[1]):
            yield said | {"method": method[1], "summary": rest[method.end() :]}
        else:
            yield said | {"summary": rest}


def step(text: str, _variant: str) -> Iterator[Said]:
    """2023-11-25前发送定制方案 is due on that day; a mere date or a mere step stands alone."""
    date, rest = dated(text)
    yield {name: value for name, value in (("due", date), ("title", rest)) if value}


def promises(text: str, _variant: str) -> Iterator[Said]:
    """我方:周五前报价;客户:提供数据, one promise for each part, ours where nothing else is said."""
    for part in filter(str.strip, _PARTS.split(text)):
        side, rest = _labelled(_NUMBERING.sub("", part), _SIDES)
        date, title = dated(rest)
        yield {"direction": side or OURS, "title": title or rest} | ({"due": date} if date and title else {})


def news(text: str, _variant: str) -> Iterator[Said]:
    """One item for each line that begins with a date."""
    for date, rest in _entries(text):
        yield ({"happened_on": date} if date else {}) | {"content": rest}


def chain(text: str, _variant: str) -> Iterator[Said]:
    """IT部提出→采购部审核→CEO批准: who does what, in this order (K-08)."""
    for position, part in enumerate(filter(None, _ARROWS.split(text.strip())), start=1):
        who, role = _role_in(_NUMBERING.sub("", part))
        yield {"position": str(position), "name": who, "role": role}


def _role_in(text: str) -> tuple[str, str]:
    """Who, and the word for what he does that stands behind or, in English, before it."""
    words = [
        word
        for choice in DECISION_ROLES.known
        for word in (*(translate(choice.label, language) for language in LANGUAGES), *choice.aliases)
    ]
    for word in sorted(words, key=len, reverse=True):
        if text.casefold().endswith(word.casefold()) and len(text) > len(word):
            return text[: -len(word)].strip(" :："), word
    return text, ""


def score(text: str, _variant: str) -> Iterator[Said]:
    """4分, 4/5 and 4.0 are a four."""
    match = _SCORE.fullmatch(normalize("NFKC", text).strip())
    yield {"score": match[1] if match else text}


def _as_it_stands(field: str) -> Callable[[str, str], Iterator[Said]]:
    def read(text: str, _variant: str) -> Iterator[Said]:
        yield {field: text}

    return read


_READERS: Mapping[tuple[Kind, str], Callable[[str, str], Iterator[Said]]] = {
    (Kind.NEEDS, "title"): needs,
    (Kind.CONTACTS, "name"): person,
    (Kind.INTERACTIONS, "summary"): talks,
    (Kind.FOLLOWUPS, "title"): step,
    (Kind.FOLLOWUPS, "due"): step,
    (Kind.COMMITMENTS, "title"): promises,
    (Kind.NEWS, "content"): news,
    (Kind.CHAIN, "name"): chain,
    (Kind.SATISFACTION, "score"): score,
}


def read_part(kind: Kind, field: str, text: str, variant: str = "") -> list[Said]:
    """What a cell says: a mapping of field to text for each record, or for what is said of another one."""
    return list(_READERS.get((kind, field), _as_it_stands(field))(text, variant))
