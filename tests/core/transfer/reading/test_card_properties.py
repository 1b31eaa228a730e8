import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.reading.card_properties import card_properties
from desktop_crm.core.transfer.reading.components import Component


def properties(*lines):
    return list(card_properties(Component("VCARD", 1, list(lines), ended=True)))


def test_a_property_has_group_name_types_and_parameters():
    (found,) = properties('item1.tel;type=HOME,voice;TYPE="pref";X-A="b;c:d":123')
    assert (found.group, found.name, found.value) == ("ITEM1", "TEL", "123")
    assert found.types == {"HOME", "VOICE", "PREF"}
    assert found.parameters == {"X-A": "b;c:d"}
    assert found.preferred


def test_types_of_old_cards_stand_without_a_name():
    assert properties("TEL;CELL;PREF:1")[0].types == {"CELL", "PREF"}


def test_folded_lines_are_joined_without_what_folded_them():
    assert [each.value for each in properties("NOTE:one", "  two", "\tthree", "", "FN:x")] == ["one twothree", "x"]


@pytest.mark.parametrize("head", ["ENCODING=QUOTED-PRINTABLE", "encoding=quoted-printable", "QUOTED-PRINTABLE"])
def test_quoted_printable_goes_on_over_soft_line_breaks(head):
    found = properties(f"NOTE;{head}:=E5=BC=A0=", "=E4=B8=89=0D=0A x=3Dy", "FN:z")
    assert [each.value for each in found] == ["张三\n x=y", "z"]


def test_a_soft_line_break_before_an_empty_line_ends_the_value():
    assert [each.value for each in properties("ORG;ENCODING=QUOTED-PRINTABLE:a=", "", "FN:z")] == ["a", "z"]


def test_the_charset_of_quoted_printable_is_taken_strictly():
    assert properties("FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=D5=C5=C8=FD")[0].value == "张三"
    assert properties("FN;ENCODING=QUOTED-PRINTABLE:=D5=C5=C8=FD")[0].value == "张三"
    damaged = properties("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D5=C5=C8=FD")[0]
    assert (damaged.readable, damaged.value) == (False, "=D5=C5=C8=FD")


def test_escapes_are_resolved_after_the_parts_are_split():
    assert properties(r"ORG:a\;b;c\, d\\;e\nf")[0].parts() == ["a;b", "c, d\\", "e\nf"]


def test_in_an_old_card_a_backslash_before_n_is_a_backslash():
    assert properties("VERSION:2.1", r"NOTE:C:\new\; x")[1].text() == r"C:\new; x"


def test_a_line_that_is_no_property_comes_as_it_stands():
    (found,) = properties("no property")
    assert (found.name, found.readable, found.value) == ("", False, "no property")


def test_a_line_made_to_exhaust_a_reader_is_read_at_once():
    (found,) = properties("N;a" + "==;a" * 20_000 + ":x" + "\\" * 10_001)
    assert found.value.startswith("x")
    assert len(found.parts()) == 1


@settings(deadline=None)
@given(st.lists(st.text(alphabet='AN.:;=",\\\n é0\t', max_size=20), max_size=6))
def test_any_lines_are_read_without_an_error(lines):
    for each in properties(*lines):
        each.text()
        each.parts()
