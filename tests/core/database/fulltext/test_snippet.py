import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.database.fulltext import snippet

LONG = "前" * 100 + "今天发了报价单，等回复" + "后" * 100


def marked(text, query, width=60):
    piece, ranges = snippet(text, query, width)
    for low, high in reversed(ranges):
        piece = f"{piece[:low]}[{piece[low:high]}]{piece[high:]}"
    return piece


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("今天发了报价单", "报价", "今天发了[报价]单"),
        ("报价，再报价", "报价", "[报价]，再[报价]"),
        ("用ＥＲＰ系统", "erp", "用[ＥＲＰ]系统"),
        ("联系云帆㈱", "株", "联系云帆[㈱]"),
        ("Straße 1", "STRASSE", "[Straße] 1"),
        ("cafe\u0301 au lait", "CAFÉ", "[cafe\u0301] au lait"),
        ("电话 139-1234 5678。", "12345678", "电话 139-[1234 5678]。"),
        ("电话 02158881234", "021-5888", "电话 [0215888]1234"),
        ("coffee at the office", "off", "coffee at the [off]ice"),
        ("coffee", "off", "c[off]ee"),
        ("𠮷野家的报价", "家", "𠮷野[家]的报价"),
        ("云帆 报价\n预算", "报价 云", "[云]帆 [报价] 预算"),
        ("报价单", "报价 价单", "[报价单]"),
        ("什么都没有", "报价", "什么都没有"),
        ("什么都没有", '"*', "什么都没有"),
        ("", "报价", ""),
    ],
)
def test_the_match_is_highlighted_in_the_text_as_it_is_written(text, query, shown):
    assert marked(text, query) == shown


def test_a_long_text_is_cut_around_the_first_match():
    assert marked(LONG, "报价", 20) == "…今天发了[报价]单，等回复后后后后后后后…"


def test_a_long_text_without_a_match_shows_its_beginning():
    assert marked(LONG, "没有", 10) == "前" * 9 + "…"


def test_a_match_at_the_very_end_still_fills_the_window():
    assert marked("前" * 50 + "报价", "报价", 10) == "…" + "前" * 7 + "[报价]"


@given(st.text(max_size=80), st.text(max_size=6), st.integers(4, 60))
def test_the_piece_fits_and_its_ranges_lie_apart_inside_it(text, query, width):
    piece, ranges = snippet(text, query, width)
    assert len(piece) <= width
    ends = [0, *(position for low, high in ranges for position in (low, high)), len(piece)]
    assert ends == sorted(ends)
    assert all(low < high for low, high in ranges)


@given(st.text("云帆科技报价ab12 ，。", min_size=1, max_size=80), st.data())
def test_what_is_typed_from_the_text_is_highlighted(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    word = text[start : start + 4].split()
    if word and any(character.isalnum() for character in word[0]):
        assert snippet(text, word[0])[1]
