from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import Parsed, cell_text, parse
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import Phone

COLORS = (Choice("red", "Red", ("红", "红色")), Choice("blue", "Blue/Cyan", ("蓝",)), Choice("none", "None"))
OPEN = ChoiceList("colors", "Colors", COLORS)
CLOSED = ChoiceList("colors", "Colors", COLORS, open=False)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def field(kind, *, choices=None):
    return Field("color", "Color", kind, choices=choices)


@pytest.fixture(autouse=True)
def _in_shanghai():
    with clock.fixed(datetime(2026, 11, 22, 4, tzinfo=UTC), "Asia/Shanghai"):
        yield


@pytest.mark.parametrize("kind", FieldType)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_cell_is_read_without_an_error(kind, data):
    cell = data.draw(
        st.text(max_size=30) | st.floats() | st.booleans() | st.integers() | st.dates() | st.datetimes() | st.times()
    )
    parsed = parse(field(kind, choices=OPEN if kind in {FieldType.CHOICE, FieldType.CHOICES} else None), cell)
    assert parsed.value is not None or parsed.problem or not cell_text(cell).strip("、,，;；|/／+＋- \r\n")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5.0, "5"),
        (-0.5, "-0.5"),
        (13912345678.0, "13912345678"),
        (1e16, "10000000000000000"),
        (1e300, "1" + "0" * 300),
        (float("nan"), ""),
        (0.1, "0.1"),
        (7, "7"),
        (True, "TRUE"),
        (Decimal("24.50"), "24.50"),
        (datetime(2026, 8, 31), "2026-08-31"),
        (datetime(2026, 8, 31, 15, 30), "2026-08-31 15:30"),
        (date(2026, 8, 31), "2026-08-31"),
        ("\u3000 云帆\u200b ", "云帆"),
        (None, ""),
    ],
)
def test_raw_cells_have_the_text_that_the_sheet_shows(cell, text):
    assert cell_text(cell) == text


def test_a_word_of_a_list_is_its_code_and_an_own_word_stays():
    assert parse(field(FieldType.CHOICE, choices=OPEN), "红色") == Parsed("red")
    assert parse(field(FieldType.CHOICE, choices=OPEN), "ＲＥＤ") == Parsed("red")
    assert parse(field(FieldType.CHOICE, choices=OPEN), "绿") == Parsed("绿")


def test_an_unknown_word_of_a_closed_list_is_refused_with_the_words_it_allows(english):
    parsed = parse(field(FieldType.CHOICE, choices=CLOSED), "绿")
    assert parsed.value is None
    assert "绿" in parsed.problem
    assert "Red, Blue/Cyan, None" in parsed.problem
    parsed = parse(field(FieldType.CHOICES, choices=CLOSED), "红、绿")
    assert parsed.value is None
    assert "“绿”" in parsed.problem


@pytest.mark.parametrize("separator", ["、", ",", "，", ";", "；", "/", "|", "+", "\n", " 、 、 "])
def test_lists_are_split_at_what_people_put_between_words(separator):
    text = separator.join(("红", "紫", "红色"))
    assert parse(field(FieldType.CHOICES, choices=OPEN), text) == Parsed(("red", "紫"))
    assert parse(field(FieldType.TAGS), text) == Parsed(("红", "紫", "红色"))


def test_a_choice_with_a_slash_in_its_label_is_not_split():
    assert parse(field(FieldType.CHOICES, choices=OPEN), "Blue/Cyan、红/紫") == Parsed(("blue", "red", "紫"))


@pytest.mark.parametrize("cell", ["是", "yes", "Y", "TRUE", "1", 1.0, "√", True, "Ｙｅｓ"])
def test_yes_is_yes(cell):
    assert parse(field(FieldType.YES_NO), cell) == Parsed(value=True)


@pytest.mark.parametrize("cell", ["否", "no", "N", "false", "0", 0.0, "×", False])
def test_no_is_no(cell):
    assert parse(field(FieldType.YES_NO), cell) == Parsed(value=False)


def test_a_whole_number_is_one_and_a_fraction_is_not():
    assert parse(field(FieldType.NUMBER), 5.0) == Parsed(5)
    assert parse(field(FieldType.NUMBER), "１,２００") == Parsed(1200)
    assert parse(field(FieldType.NUMBER), "-3") == Parsed(-3)
    for cell in (5.5, "五", "1,20", str(2**63), "9" * 40):
        parsed = parse(field(FieldType.NUMBER), cell)
        assert parsed.value is None
        assert parsed.problem


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (FieldType.PHONE, "1391234567", Phone("1391234567")),
        (FieldType.USCC, "91110000600037341m", "91110000600037341M"),
        (FieldType.EMAIL, "li.lei＠example", "li.lei@example"),
        (FieldType.WEBSITE, "无", "无"),
        (FieldType.DAY, "03/04/2023", Day("03/04/2023")),
        (FieldType.DAY, 2018.1, Day("2018.1")),
    ],
)
def test_a_doubt_about_the_form_keeps_the_value(kind, cell, value):
    parsed = parse(field(kind), cell)
    assert parsed.value == value
    assert parsed.problem


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (FieldType.MOMENT, "下周三"),
        (FieldType.MOMENT, "2026-11"),
        (FieldType.MONEY, "面议"),
        (FieldType.MONEY, True),
        (FieldType.MONEY_RANGE, "待定"),
        (FieldType.YES_NO, "也许"),
        (FieldType.REFERENCE, "张三"),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_no_value(kind, cell):
    parsed = parse(field(kind), cell)
    assert parsed.value is None
    assert cell_text(cell) in parsed.problem


def test_cells_of_a_sheet_are_values():
    at = datetime(2024, 4, 15, 15, 30)
    assert parse(field(FieldType.DAY), at) == Parsed(Day("2024-04-15"))
    assert parse(field(FieldType.DAY), 2018.0) == Parsed(Day("2018"))
    assert parse(field(FieldType.MOMENT), at) == Parsed(Moment(datetime(2024, 4, 15, 7, 30, tzinfo=UTC), SHANGHAI.key))
    assert parse(field(FieldType.MOMENT), date(2024, 4, 15)) == Parsed(whole_day(date(2024, 4, 15), SHANGHAI))
    assert parse(field(FieldType.MONEY), 191417.0) == Parsed(Money(19_141_700))
    assert parse(field(FieldType.PHONE), 13912345678.0).value.e164 == "+8613912345678"
    assert parse(field(FieldType.TEXT), 5.0) == Parsed("5")
