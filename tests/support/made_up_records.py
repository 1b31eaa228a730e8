"""Records of every kind with whatever their fields may hold, for property tests."""

import string
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import Money, parse_money_range
from desktop_crm.core.values.phone import parse_phone

_WORD = st.text(string.ascii_letters + "云帆科技=+-@'\"0189_", min_size=1, max_size=12)
_SENTENCE = st.text(string.printable[:95] + "云帆。，；！\n\t", max_size=60).map(str.strip)
_MOMENT = st.builds(
    lambda at, zone, day: whole_day(at.date(), ZoneInfo(zone)) if day else Moment(at.replace(microsecond=0), zone),
    st.datetimes(
        datetime(2000, 1, 2),
        datetime(2099, 1, 1),
        timezones=st.just(UTC),
    ),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "UTC"]),
    st.booleans(),
)
LINK = {"record_kind", "record_id"}  # to the record that an attachment belongs to
_TEXTS = {FieldType.TEXT, FieldType.LONG_TEXT}
_VALUES = {
    FieldType.TEXT: _SENTENCE.map(lambda text: " ".join(text.split())),
    FieldType.LONG_TEXT: _SENTENCE,
    FieldType.TAGS: st.lists(_WORD.map(lambda word: word.replace("+", "")).filter(bool), max_size=3, unique=True).map(
        tuple
    ),
    FieldType.YES_NO: st.booleans(),
    FieldType.NUMBER: st.none() | st.integers(0, 10_000),
    FieldType.DAY: st.sampled_from([None, Day("2018"), Day("2018-05"), Day("2018-05-01"), Day("大约五年前")]),
    FieldType.MOMENT: st.none() | _MOMENT,
    FieldType.PHONE: st.sampled_from([None, "13912345678", "+49 30 123456", "010-62345678-801", "-1"]).map(
        lambda text: text and parse_phone(text)
    ),
    FieldType.EMAIL: st.sampled_from(["", "a@b.cn", "nobody"]),
    FieldType.WEBSITE: st.sampled_from(["", "https://example.cn/=1", "www"]),
    FieldType.USCC: st.sampled_from(["", "91350100M000100Y43", "123"]),
    FieldType.RECURRENCE: st.sampled_from(["", "RRULE:FREQ=WEEKLY;BYDAY=MO"]),
    FieldType.MONEY: st.none()
    | st.builds(Money, st.integers(-(10**9), 10**13), st.sampled_from(["CNY", "USD", "JPY"])),
    FieldType.MONEY_RANGE: st.sampled_from([None, "50-100万元", "5000万以下", "$1200"]).map(
        lambda text: text and parse_money_range(text)
    ),
    FieldType.ANSWERS: st.dictionaries(_WORD, _WORD, max_size=2),
    FieldType.UNPLACED: st.dictionaries(_WORD, _WORD, max_size=2),
}


def _values_of(field):
    if field.choices and field.type is FieldType.CHOICE:
        return st.sampled_from([choice.code for choice in field.choices.choices])
    if field.choices:
        codes = [choice.code for choice in field.choices.choices]
        return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)
    if field.limits:
        return st.none() | st.integers(*field.limits)
    return _VALUES[field.type]


@st.composite
def entities(draw, kind):
    """A few records of a kind with values in all their fields; each has a name and a number of its own."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        values = {
            field.name: draw(_values_of(field))
            for field in ROOMS[kind].fields.stored
            if field.type is not FieldType.REFERENCE and field.name not in LINK
        }
        if kind is Kind.CUSTOMERS:
            values |= {"number": f"N-{number}", "name": f"客户{number}", "former_numbers": (), "uscc": ""}
            values |= {
                field.name: ROOMS[kind].entity().__getattribute__(field.name)
                for field in ROOMS[kind].fields.stored
                if field.account_type not in {None, values["account_type"]}
            }
        elif kind is Kind.CONTACTS:
            # A customer has one primary contact.
            values |= {"name": f"联系人{number}", "is_primary": values["is_primary"] and number == 0}
        elif kind is Kind.FOLLOWUPS:
            # A past one that is open would be marked, and one that names nobody gets the importing user.
            values |= {"title": f"跟进{number}", "to_check": False, "owner": "王芳"}
        elif kind in {Kind.SATISFACTION, Kind.SURVEY_ANSWERS}:
            values |= (
                {"score": number + 1, "scored_on": Day("2026-11-01")}
                if kind is Kind.SATISFACTION
                else {
                    "suggestions": "更快",
                    "answered_on": Day(f"2026-11-0{number + 1}"),
                }
            )
        else:
            # By its text a row is known, and differs from the others.
            fields = ROOMS[kind].fields
            told_apart = [name for name in (*fields.known_by, *fields.same_by) if fields[name].type in _TEXTS]
            values[told_apart[0]] = f"内容{number}"
        made.append(values)
    return made
