import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.formula_guard import guarded, unguarded

_telling = st.text(alphabet="'=+-@＝＋－＠\t\r\n \u3000a1名", max_size=8)


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 139", "-5", "@SUM(A1)", "＝1", "＋86", "－5", "＠名", " =1", "\t1", "\n1", "\r", "\u3000=名"]
)
def test_a_text_that_a_spreadsheet_could_run_gets_a_mark_and_loses_it_again(text):
    assert guarded(text) == "'" + text
    assert unguarded("'" + text) == text


@pytest.mark.parametrize("text", ["", "张三", "139-1234", "a=b", "'90s", "'", " x", "''"])
def test_an_ordinary_text_stays_as_it_is_in_both_directions(text):
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("text", ["'=1", "''+86", "' -5"])
def test_a_text_that_looks_marked_already_gets_one_mark_more(text):
    assert guarded(text) == "'" + text
    assert unguarded(guarded(text)) == text


@settings(deadline=None)
@given(_telling | st.text())
def test_taking_the_mark_away_gives_back_every_text_exactly(text):
    assert unguarded(guarded(text)) == text


@settings(deadline=None)
@given(_telling)
def test_what_is_written_never_begins_as_a_formula(text):
    assert not guarded(text).lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert not guarded(text).startswith(("\t", "\r", "\n"))
