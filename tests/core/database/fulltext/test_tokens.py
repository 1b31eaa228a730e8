import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.database.fulltext.tokens import (
    MAX_QUERY_WORDS,
    compact,
    entry_tokens,
    key_tokens,
    query_of,
    ranked_queries_of,
    text_tokens,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("云帆科技", "云帆 帆科 科技 技"),
        ("报价，30万", "报价 价 30 0万 万"),
        ("用ERP系统", "用 erp 系统 统"),
        ("ＥＲＰ　２０２３", "erp 20 02 23 3"),
        ("Straße café", "strasse café"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("好😀的_了", "好 的 了"),
        ("⼈民", "人民 民"),
        ("iso9001", "iso 90 00 01 1"),
        ("", ""),
        ('"*()，。 \x00\ud800', ""),
    ],
)
def test_notes_become_pairs_and_whole_words(text, tokens):
    assert text_tokens(text) == tokens


@pytest.mark.parametrize(
    ("entry", "tokens"),
    [
        ("云帆科技", "<云帆 =云帆 =帆科 =科技 =技"),
        ("云", "<云 =云"),
        ("021-5888", "<02 =02 =21 =15 =58 =88 =88 =8"),
        ("Li@b.cn", "<li =li =ib =bc =cn =n"),
        ("--", ""),
    ],
)
def test_names_and_numbers_become_a_beginning_and_pairs(entry, tokens):
    assert entry_tokens(entry) == tokens


def test_keys_stay_whole():
    assert key_tokens(["yunfan", "YF", ""]) == "~yunfan ~yf"


def test_a_query_ranks_the_name_before_its_beginning_before_its_parts_before_notes():
    assert ranked_queries_of("云帆科") == (
        '"<云帆 =云帆 =帆科 =科"',
        '"<云帆 =云帆 =帆科"',
        '("=云帆 =帆科")',
        '(("=云帆 =帆科" OR "云帆 帆科")) OR "<云帆 =云帆 =帆科"',
    )


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("云", '"云"*'),
        ("云帆", '"云帆"'),
        ("系统ERP", '"系统 统 erp"*'),
        ("offer 报价", '"offer") AND'),
        ("报价 off", '"off"*'),
        ("021-5888", '"02 21 1 58 88 88" OR "02 21 15 58 88 88"'),
        ("yf", '"~yf"*'),
    ],
)
def test_a_query_asks_for_pairs_phrases_and_beginnings(query, part):
    assert part in query_of(query)


@pytest.mark.parametrize("query", ["", " ", '"', "*", "()", "，。！", "😀", "-- '", "\ud800", "_"])
def test_a_query_without_letters_and_digits_asks_for_nothing(query):
    assert ranked_queries_of(query) == ()
    assert query_of(query) == ""


def test_a_pasted_page_is_cut_to_a_query_that_can_be_asked():
    assert query_of("词 " * 10_000).count(" AND ") == MAX_QUERY_WORDS - 1


@given(st.text())
def test_tokens_hold_every_letter_and_digit_once_at_the_head_of_a_token(text):
    tokens = text_tokens(text).split()
    heads = "".join(token if len(token) > 2 or "a" <= token[0] < "\u0e00" else token[0] for token in tokens)
    assert heads == compact(text)
