from collections import defaultdict
from dataclasses import fields as attributes

import pytest

from desktop_crm.core import i18n
from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search, folded
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import FIELDS, ROOMS

EACH = [pytest.param(fields, field, id=f"{fields.kind}-{field.name}") for fields in FIELDS for field in fields]
SAME_IN_CHINESE = {"SHA-256"}
WORDS = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.TAGS}


def is_chinese(text):
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("kind", Kind)
def test_no_two_fields_of_a_kind_claim_the_same_heading_of_a_file(kind):
    claimed = defaultdict(set)
    for field in ROOMS[kind].fields:
        for heading in field.headings():
            claimed[folded(heading)].add(field.name)
    assert {heading: names for heading, names in claimed.items() if len(names) > 1} == {}


@pytest.mark.parametrize("kind", Kind)
def test_the_labels_of_a_kind_differ_in_both_languages(kind, either_language):
    labels = [i18n._(field.label) for field in ROOMS[kind].fields]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize(("fields", "field"), EACH)
def test_every_word_shown_of_a_field_has_its_chinese(fields, field):
    for message in filter(None, (field.label, field.section, field.hint)):
        assert is_chinese(i18n.translate(message, "zh")) or message in SAME_IN_CHINESE, message
        assert i18n.translate(message, "en") == message


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_title_in_both_languages(kind):
    assert is_chinese(i18n.translate(TITLES[kind], "zh"))
    assert i18n.translate(TITLES[kind], "en") == TITLES[kind]


@pytest.mark.parametrize(("fields", "field"), EACH)
def test_a_declaration_agrees_with_its_type(fields, field):
    assert (field.choices is not None) == (field.type in {FieldType.CHOICE, FieldType.CHOICES})
    assert (field.refers_to is not None) == (field.type is FieldType.REFERENCE)
    assert field.section, "a form has no place for it"
    if field.search is Search.NAME:
        assert field.type is FieldType.TEXT
    if field.mask in {Mask.PHONE, Mask.EMAIL, Mask.USCC}:
        assert field.type.name == field.mask.name
    if field.mask is Mask.AMOUNT:
        assert field.type in {FieldType.MONEY, FieldType.MONEY_RANGE}
    assert not (field.derived and field.required), "what nobody types cannot be required"
    assert field.account_type in (None, "company", "individual")
    assert field.account_type is None or fields.kind is Kind.CUSTOMERS


@pytest.mark.parametrize(("fields", "field"), EACH)
def test_what_a_person_writes_freely_can_be_found(fields, field):
    if field.type is FieldType.LONG_TEXT:
        assert field.search is Search.TEXT


@pytest.mark.parametrize("fields", FIELDS, ids=lambda fields: fields.kind)
def test_names_are_unique_and_derived_fields_have_no_columns(fields):
    names = [field.name for field in fields]
    assert len(set(names)) == len(names)
    assert {field.name for field in fields} - {field.name for field in fields.stored} == {
        field.name for field in fields if field.derived
    }
    assert [fields[name].name for name in names] == names


def test_headings_are_the_labels_of_both_languages_the_name_and_the_aliases():
    field = Field("phone", "Phone", FieldType.PHONE, aliases=("座机",))
    assert (
        list(field.headings())
        == ["电话", "Phone", "phone", "座机"]
        == [
            i18n.translate("Phone", "zh"),
            "Phone",
            field.name,
            *field.aliases,
        ]
    )


def test_the_order_of_declaration_is_the_order_of_forms_and_files():
    one, two = Field("one", "One"), Field("two", "Two", derived=True)
    fields = RecordFields(Kind.ORDERS, (two, one))
    assert list(fields) == [two, one]
    assert fields.stored == (one,)


@pytest.mark.parametrize("kind", Kind)
def test_what_an_entity_has_is_what_its_fields_declare(kind):
    room = ROOMS[kind]
    assert {attribute.name for attribute in attributes(room.entity)} == {"id", "own"} | {
        field.name for field in room.fields.stored
    }
