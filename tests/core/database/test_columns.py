from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, Table, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from desktop_crm.core.choices import LEVELS
from desktop_crm.core.database.columns import (
    LAYOUTS,
    RecordColumns,
    column_names,
    columns,
    from_columns,
    from_milliseconds,
    to_milliseconds,
)
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, MoneyRange
from desktop_crm.core.values.phone import Phone

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
some_text = texts.filter(bool)
whole_numbers = st.integers(-(2**63), 2**63 - 1)
instants = st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, fold=0)
)
currencies = st.sampled_from(["CNY", "USD", "JPY"])
words = st.lists(texts, min_size=1, max_size=5).map(tuple)

VALUES = {
    **dict.fromkeys(
        (
            FieldType.TEXT,
            FieldType.LONG_TEXT,
            FieldType.CHOICE,
            FieldType.EMAIL,
            FieldType.WEBSITE,
            FieldType.USCC,
            FieldType.RECURRENCE,
        ),
        some_text,
    ),
    FieldType.CHOICES: words,
    FieldType.TAGS: words,
    FieldType.YES_NO: st.booleans(),
    FieldType.NUMBER: whole_numbers,
    FieldType.REFERENCE: whole_numbers,
    FieldType.DAY: st.builds(Day, texts),
    FieldType.MOMENT: st.builds(
        Moment, instants, st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]), st.booleans()
    ),
    FieldType.PHONE: st.builds(Phone, texts, texts, texts),
    FieldType.MONEY: st.builds(Money, whole_numbers, currencies, texts),
    FieldType.MONEY_RANGE: st.builds(
        MoneyRange, st.none() | whole_numbers, st.none() | whole_numbers, currencies, texts
    ),
    FieldType.ANSWERS: st.dictionaries(texts, texts, min_size=1, max_size=4),
    FieldType.UNPLACED: st.dictionaries(texts, texts, min_size=1, max_size=4),
}
FIELDS = {field_type: Field(field_type.value, field_type.name, field_type) for field_type in FieldType}
each_value = st.sampled_from(FieldType).flatmap(lambda each: st.tuples(st.just(each), VALUES[each]))


@pytest.fixture(scope="module")
def kept_in_a_file(tmp_path_factory):
    """Writes a row of columns of one type into an encrypted database, and reads it back."""

    def connect():
        connection = dbapi2.connect(str(tmp_path_factory.mktemp("columns") / "data.db"), isolation_level=None)
        connection.set_key(f"x'{'5a' * 32}'")
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        return connection

    engine = create_engine("sqlite:///data.db", module=dbapi2, creator=connect, poolclass=StaticPool)
    metadata = MetaData()
    tables = {each: Table(each.value, metadata, *columns(each.value, each)) for each in FieldType}
    metadata.create_all(engine)

    def kept(field_type, row):
        table = tables[field_type]
        with engine.connect() as connection:
            connection.execute(table.delete())
            connection.execute(table.insert(), row)
            (found,) = connection.execute(table.select()).mappings()
        return dict(found)

    yield kept
    engine.dispose()


class Entity:
    """Anything with an attribute for each field."""

    def __init__(self, **values):
        self.__dict__ = values


def to_columns(field, value):
    """The row of a record of this field alone."""
    return RecordColumns([field]).row_of(Entity(**{field.name: value}))


def identical(one, other):
    """Equal in every attribute, also in those that do not count in comparisons, and of the same type."""
    return type(one) is type(other) and repr(one) == repr(other) and one == other


def test_every_type_of_field_has_a_layout_and_is_tried_here():
    assert set(LAYOUTS) == set(FieldType) == set(VALUES)


@settings(max_examples=400)
@given(each_value)
def test_a_value_of_any_type_comes_back_from_the_database_exactly(kept_in_a_file, pair):
    field_type, value = pair
    field = FIELDS[field_type]
    row = kept_in_a_file(field_type, to_columns(field, value))
    assert tuple(row) == column_names(field)
    assert identical(from_columns(field, row), value)


@pytest.mark.parametrize("field_type", FieldType)
@pytest.mark.parametrize("empty", [None, "", (), {}])
def test_an_empty_value_leaves_every_column_null_and_comes_back_as_none(field_type, empty):
    field = FIELDS[field_type]
    row = to_columns(field, empty)
    assert row == dict.fromkeys(column_names(field))
    assert from_columns(field, row) is None


@pytest.mark.parametrize(
    ("field_type", "value"),
    [
        (FieldType.YES_NO, False),
        (FieldType.NUMBER, 0),
        (FieldType.MONEY, Money(0)),
        (FieldType.MONEY_RANGE, MoneyRange(None, None)),
        (FieldType.MOMENT, Moment(datetime(1970, 1, 1, tzinfo=UTC), "UTC")),
    ],
)
def test_no_zero_and_midnight_of_1970_are_values(field_type, value):
    field = FIELDS[field_type]
    assert identical(from_columns(field, to_columns(field, value)), value)


def test_chinese_in_a_list_is_stored_as_it_is():
    assert to_columns(FIELDS[FieldType.TAGS], ("新能源", '"引号"')) == {"tags": '["新能源", "\\"引号\\""]'}


def test_each_part_of_a_value_has_a_column_of_its_own():
    assert to_columns(FIELDS[FieldType.PHONE], Phone("021-5888 6666 转 8", "+862158886666", "8")) == {
        "phone": "021-5888 6666 转 8",
        "phone_e164": "+862158886666",
        "phone_extension": "8",
    }


def test_a_reference_names_its_table_and_other_columns_name_none():
    (column,) = columns("customer_id", FieldType.REFERENCE, "customers")
    assert {key.target_fullname for key in column.foreign_keys} == {"customers.id"}
    assert all(not column.foreign_keys for column in columns("phone", FieldType.PHONE))


@given(st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31), timezones=st.just(UTC)))
def test_moments_are_kept_to_the_millisecond_never_later_than_they_were(moment):
    back = from_milliseconds(to_milliseconds(moment))
    assert back.utcoffset() == timedelta(0)
    assert timedelta(0) <= moment - back < timedelta(milliseconds=1)


@given(st.data())
def test_a_whole_record_is_laid_out_as_its_fields_are_one_by_one(data):
    fields = (*FIELDS.values(), Field("level", "Level", FieldType.CHOICE, choices=LEVELS))
    values = {field.name: data.draw(st.just(None) | VALUES[field.type]) for field in fields}
    record = RecordColumns(fields)
    row = record.row_of(Entity(**values))
    expected = {}
    for field in fields:
        expected |= to_columns(field, values[field.name])
    assert row == expected
    back = record.values_in(row)
    assert back.keys() == {name for name, value in values.items() if value is not None}
    assert all(identical(back[name], values[name]) for name in back)


def test_the_reference_of_a_room_is_a_number_in_one_column():
    field = Field("customer_id", "Customer", FieldType.REFERENCE, refers_to=Kind.CUSTOMERS)
    assert to_columns(field, 2**62 + 5) == {"customer_id": 2**62 + 5}
