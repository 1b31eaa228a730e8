import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.fields import Field, FieldType, Mask
from desktop_crm.core.values.day import parse_day
from desktop_crm.core.values.field_reading import Parsed, cell_text, parse
from desktop_crm.core.values.field_values import export_cell, from_json, masked, show, to_json
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import Money, MoneyRange
from desktop_crm.core.values.phone import parse_phone

COLORS = (Choice("red", "Red", ("红", "红色")), Choice("blue", "Blue/Cyan", ("蓝",)), Choice("none", "None"))
OPEN = ChoiceList("colors", "Colors", COLORS)

WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).filter(
    lambda word: not OPEN.code_of(word)
)
CODES = st.sampled_from([choice.code for choice in COLORS])
LISTS = st.lists(WORDS | CODES, min_size=1, max_size=4, unique=True).map(tuple)
ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London"])
INSTANTS = st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))
DATES = st.dates(date(1901, 1, 1), date(2199, 12, 30))
TEXTS = st.text(max_size=30).map(cell_text).filter(bool)
CENTS = st.integers(-(10**15), 10**15)
POSITIVE_CENTS = st.integers(0, 10**15)
CURRENCIES = st.sampled_from(["CNY", "USD", "JPY"])
RANGES = st.tuples(POSITIVE_CENTS, st.none() | POSITIVE_CENTS, st.booleans(), CURRENCIES).map(
    lambda drawn: (
        MoneyRange(None, drawn[0], drawn[3])
        if drawn[2]
        else MoneyRange(drawn[0], None if drawn[1] is None else drawn[0] + drawn[1], drawn[3])
    )
)
NUMBERS = st.from_regex(r"(1[3-9]\d{9}|0\d{2,3}-[2-8]\d{7}(转\d{1,4})?|\+1 415 \d{3} \d{4}|无)", fullmatch=True)

VALUES = {
    FieldType.TEXT: TEXTS,
    FieldType.LONG_TEXT: TEXTS,
    FieldType.CHOICE: WORDS | CODES,
    FieldType.CHOICES: LISTS,
    FieldType.TAGS: st.lists(WORDS, min_size=1, max_size=4, unique=True).map(tuple),
    FieldType.YES_NO: st.booleans(),
    FieldType.NUMBER: CENTS,
    FieldType.REFERENCE: st.integers(1, 2**63 - 1),
    FieldType.DAY: DATES.map(parse_day) | TEXTS.map(parse_day),
    FieldType.MOMENT: st.builds(Moment, INSTANTS, ZONES)
    | st.builds(lambda day, zone: whole_day(day, ZoneInfo(zone)), DATES, ZONES),
    FieldType.PHONE: NUMBERS.map(parse_phone),
    FieldType.EMAIL: st.emails(),
    FieldType.WEBSITE: st.sampled_from(["www.example.com", "https://例子.中国/a?b=c"]),
    FieldType.USCC: st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=1, max_size=18),
    FieldType.RECURRENCE: st.sampled_from(["RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"]),
    FieldType.MONEY: st.builds(Money, CENTS, CURRENCIES, st.just("as typed")),
    FieldType.MONEY_RANGE: RANGES,
    FieldType.ANSWERS: st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1, max_size=3),
    FieldType.UNPLACED: st.dictionaries(st.text(max_size=8), st.text(max_size=8), min_size=1, max_size=3),
}
HAS_CHOICES = {FieldType.CHOICE, FieldType.CHOICES}


def field(kind, *, choices=None, mask=Mask.NO):
    return Field("color", "Color", kind, choices=choices, mask=mask)


def some_field(kind):
    return field(kind, choices=OPEN if kind in HAS_CHOICES else None)


@pytest.fixture(autouse=True)
def _in_shanghai():
    with clock.fixed(datetime(2026, 11, 22, 4, tzinfo=UTC), "Asia/Shanghai"):
        yield


def test_every_type_of_field_is_known():
    assert set(VALUES) == set(FieldType)
    for kind in FieldType:
        assert parse(some_field(kind), "") == Parsed()
        assert parse(some_field(kind), None) == Parsed()
        assert (show(some_field(kind), None), masked(some_field(kind), None)) == ("", "")
        assert export_cell(some_field(kind), None) is to_json(some_field(kind), None) is None
        assert from_json(some_field(kind), None) is None


@pytest.mark.parametrize("kind", FieldType)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_value_survives_json(kind, data):
    value = data.draw(VALUES[kind])
    back = from_json(some_field(kind), json.loads(json.dumps(to_json(some_field(kind), value))))
    assert back == value
    assert type(back) is type(value)
    assert getattr(back, "text", "") == getattr(value, "text", "")


@pytest.mark.parametrize("kind", FieldType)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_exported_cell_is_read_as_an_equal_value(kind, data, either_language):
    value = data.draw(VALUES[kind])
    cell = export_cell(some_field(kind), value)
    assert isinstance(cell, str | int | Decimal)
    assert parse(some_field(kind), cell).value == value
    assert parse(some_field(kind), str(cell)).value == value  # CSV knows only text


def test_a_choice_is_shown_by_its_label_and_an_own_word_as_it_is():
    assert show(field(FieldType.CHOICE, choices=OPEN), "red") == "Red"
    assert show(field(FieldType.CHOICE, choices=OPEN), "绿") == "绿"


def test_words_are_joined_as_the_language_does(chinese):
    assert show(field(FieldType.TAGS), ("甲", "乙")) == "甲、乙"


def test_words_are_joined_as_the_other_language_does(english):
    assert show(field(FieldType.TAGS), ("甲", "乙")) == "甲, 乙"


def test_yuan_are_exported_as_a_number_and_other_currencies_by_name():
    assert export_cell(field(FieldType.MONEY), Money(24_000_050, text="24万")) == Decimal("240000.50")
    assert export_cell(field(FieldType.MONEY), Money(120_050, "USD")) == "$1,200.50"
    assert export_cell(field(FieldType.PHONE), parse_phone("139 1234 5678")) == "139 1234 5678"
    assert export_cell(field(FieldType.REFERENCE), 2**62 + 5) == str(2**62 + 5)


def test_ids_are_strings_in_json():
    assert to_json(field(FieldType.REFERENCE), 2**62 + 5) == str(2**62 + 5)
    assert to_json(field(FieldType.NUMBER), 5) == 5


def test_what_no_field_takes_is_shown_by_its_heading(english):
    value = {"行业代码": "I65", "": "loose"}
    assert show(field(FieldType.UNPLACED), value) == "行业代码: I65\nloose"
    assert parse(field(FieldType.UNPLACED), "loose") == Parsed({"": "loose"})
    assert parse(field(FieldType.UNPLACED), "[" * 30_000) == Parsed({"": "[" * 30_000})


@pytest.mark.parametrize(
    ("kind", "mask", "value", "shown"),
    [
        (FieldType.TEXT, Mask.NO, "张三", "张三"),
        (FieldType.TEXT, Mask.PERSON, "张三", "张*"),
        (FieldType.TEXT, Mask.COMPANY, "云帆科技有限公司", "*科技有限公司"),
        (FieldType.PHONE, Mask.PHONE, parse_phone("010-62345678转801"), "****5678"),
        (FieldType.PHONE, Mask.PHONE, parse_phone("139 1234 5678"), "139****5678"),
        (FieldType.EMAIL, Mask.EMAIL, "li.lei@example.com", "l***@example.com"),
        (FieldType.USCC, Mask.USCC, "91110000600037341L", "****341L"),
        (FieldType.MONEY, Mask.AMOUNT, Money(14_300_000), "¥100,000–¥200,000"),
        (FieldType.MONEY_RANGE, Mask.AMOUNT, MoneyRange(60_000_00, 90_000_00, text="6-9万"), "¥50,000–¥100,000"),
        (FieldType.TEXT, Mask.AMOUNT, "5000万", "***"),
        (FieldType.NUMBER, Mask.HIDE, 5, "***"),
        (FieldType.UNPLACED, Mask.HIDE, {"a": "b"}, "***"),
    ],
)
def test_a_mask_shows_only_what_it_may(english, kind, mask, value, shown):
    assert masked(field(kind, mask=mask), value) == shown
