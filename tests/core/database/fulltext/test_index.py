import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core.database.fulltext import (
    Document,
    Hit,
    RankGroup,
    add,
    count_up_to,
    create,
    drop,
    index,
    optimize,
    put,
    remove,
    search,
    sounding_like,
)
from desktop_crm.core.values.pinyin import pinyin_keys

property_test = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ALPHABET = "云帆云帆科技价单解0123459abXY ，。-_é𠮷😀Ａ㈱\n"
texts = st.text(ALPHABET, max_size=30)
names = st.text("云帆科技单解曾翟aY (", min_size=1, max_size=8)
numbers = st.text("0123-客户 @.b", min_size=1, max_size=12)
documents = st.builds(
    Document,
    st.integers(1, 2**63 - 1),
    st.lists(names, max_size=2).map(tuple),
    st.lists(numbers, max_size=2).map(tuple),
    texts,
)


def found(connection, query, limit=50):
    return [hit.id for hit in search(connection, query, limit)]


def live_tokens(connection):
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search_index, row)")
    tokens = set(connection.exec_driver_sql("SELECT term FROM vocabulary").scalars())
    connection.exec_driver_sql("DROP TABLE vocabulary")
    return tokens


# A scan that knows nothing of tokens, pairs or the index.


def fold(text):
    return unicodedata.normalize("NFKC", text).casefold()


def closed_up(text):
    return "".join(character for character in fold(text) if character.isalnum())


def is_alphabetic(character):
    return character.isalpha() and character < "\u0e00"


def stands_in(text, word, *, last):
    pattern, before, gap = "", None, False
    for character in fold(word):
        if not character.isalnum():
            gap = before is not None
            continue
        if before is None:
            pattern += "(?<![a-zé])" if is_alphabetic(character) else ""
        elif is_alphabetic(character) != is_alphabetic(before):
            pattern += r"[\W_]*"
        elif gap:
            pattern += r"[\W_]+"
        pattern += character
        before, gap = character, False
    if is_alphabetic(before) and not last:
        pattern += "(?![a-zé])"
    return re.search(pattern, fold(text)) is not None


def scan_group(document, query):
    words = [word for word in query.split() if closed_up(word)]
    if not words:
        return None
    entries = [closed_up(entry) for entry in (*document.names, *document.identity)]
    keys = [key for name in document.names for key in pinyin_keys(name)]
    whole = closed_up("".join(words))
    if whole in entries or whole in keys:
        return RankGroup.EQUAL
    if any(each.startswith(whole) for each in (*entries, *keys)):
        return RankGroup.BEGINS
    within = [
        any(closed_up(word) in entry for entry in entries) or any(key.startswith(closed_up(word)) for key in keys)
        for word in words
    ]
    if all(within):
        return RankGroup.WITHIN
    in_text = [
        any(stands_in(document.text, form, last=number == len(words)) for form in (word, closed_up(word)))
        for number, word in enumerate(words, 1)
    ]
    return RankGroup.ANYWHERE if all(map(max, within, in_text)) else None


@property_test
@given(st.lists(documents, min_size=1, max_size=12, unique_by=lambda document: document.id), st.data())
def test_a_search_finds_what_a_scan_finds_in_the_same_groups_newest_first(connection, indexed, data):
    drop(connection)
    create(connection)
    put(connection, indexed)
    sources = [text for each in indexed for text in (*each.names, *each.identity, each.text) if text]
    parts = [st.sampled_from(sources).flatmap(_part_of)] if sources else []
    query = data.draw(st.one_of(*parts, texts.map(lambda text: text[:4])))

    groups = [(scan_group(document, query), document.id) for document in indexed]
    expected = sorted((group, -record_id) for group, record_id in groups if group is not None)
    assert search(connection, query) == [Hit(-negative, group) for group, negative in expected]
    assert count_up_to(connection, query) == len(expected)
    assert search(connection, query, 3) == search(connection, query)[:3]


def _part_of(text):
    return st.tuples(st.integers(0, len(text) - 1), st.integers(1, 6)).map(lambda cut: text[cut[0] : cut[0] + cut[1]])


@property_test
@given(st.lists(st.tuples(st.booleans(), st.lists(documents, max_size=4)), max_size=6))
def test_updates_and_deletes_leave_no_ghosts(connection, steps):
    drop(connection)
    create(connection)
    model = {}
    for is_put, batch in steps:
        few = [Document(each.id % 5 + 1, each.names, each.identity, each.text) for each in batch]
        if is_put:
            put(connection, few)
            model.update({each.id: each for each in few})
        else:
            remove(connection, [each.id for each in few])
            for each in few:
                model.pop(each.id, None)
    for character in "云科0a":
        expected = {each.id for each in model.values() if scan_group(each, character) is not None}
        assert set(found(connection, character)) == expected
    optimize(connection)
    after = live_tokens(connection)
    drop(connection)
    create(connection)
    put(connection, model.values())
    assert after == live_tokens(connection), "the merged index holds what a new one would, and nothing else"


@pytest.fixture
def filled(connection):
    put(
        connection,
        [
            Document(1, ("上海云帆科技有限公司",), ("客户-2023-015", "021-58881234", "91310000MA1FL0000X"), "华东区"),
            Document(2, ("云帆",), ("13912345678", "li.ming@yunfan.example"), ""),
            Document(3, (), (), "电话拜访云帆，谈ERP报价；回电13987654321"),
            Document(2**62 + 5, (), (), "云帆要求下周一前给Offer"),
        ],
    )
    return connection


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("云", [2, 1, 2**62 + 5, 3]),
        ("云帆", [2, 1, 2**62 + 5, 3]),
        ("5678", [2]),
        ("912345", [2]),
        ("139", [2, 3]),
        ("8765", [3]),
        ("021-5888", [1]),
        ("0215888", [1]),
        ("021 5888", [1]),
        ("客户-2023-015", [1]),
        ("2023-01", [1]),
        ("2023015", [1]),
        ("ma1fl", [1]),
        ("li.ming@", [2]),
        ("LI.MING", [2]),
        ("erp", [3]),
        ("er", [3]),
        ("ＥＲＰ", [3]),
        ("rp", []),
        ("off", [2**62 + 5]),
        ("云帆 报价", [3]),
        ("报价 云", [3]),
        ("云帆 不在", []),
        ("帆云", []),
        ("一前给o", [2**62 + 5]),
    ],
)
def test_names_numbers_and_notes_are_found_by_any_part(filled, query, ids):
    assert found(filled, query) == ids


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("云帆", "yf"),
        ("云帆", "y"),
        ("云帆", "yunfan"),
        ("云帆", "YunF"),
        ("云帆", "yun fan"),
        ("单小明", "shan"),
        ("单小明", "sxm"),
        ("解放", "xie"),
        ("曾国强", "zeng"),
        ("曾国强", "zgq"),
        ("翟永", "zhai"),
    ],
)
def test_names_are_found_by_pinyin_and_initials(connection, name, query):
    put(connection, [Document(7, (name,)), Document(8, ("王伟",))])
    assert found(connection, query) == [7]


def test_pinyin_of_a_name_and_a_word_of_the_note_meet(connection):
    put(connection, [Document(1, ("云帆",), (), "预算30万"), Document(2, ("云帆",), (), "尚无计划")])
    assert found(connection, "yunfan 预算") == [1]


def test_the_name_itself_comes_first_then_names_that_begin_so_then_names_that_hold_it_then_notes(connection):
    put(
        connection,
        [Document(1, ("云帆",)), Document(2, ("云帆科技",)), Document(3, ("上海云帆",)), Document(4, (), (), "云帆")],
    )
    assert search(connection, "云帆") == [
        Hit(1, RankGroup.EQUAL),
        Hit(2, RankGroup.BEGINS),
        Hit(3, RankGroup.WITHIN),
        Hit(4, RankGroup.ANYWHERE),
    ]


def test_parts_of_two_names_do_not_run_together(connection):
    put(connection, [Document(1, ("云帆", "科技"), ("12", "34"), "报价")])
    assert [found(connection, query) for query in ("帆科", "23", "技报", "4报")] == [[], [], [], []]


HOSTILE = [
    '"',
    '""',
    "*",
    "NEAR(",
    "NEAR(a b, 2)",
    "AND",
    "OR NOT",
    "'; DROP TABLE search_index; --",
    "",
    " ",
    "，。！",
]
HOSTILE += [
    "tokens:云",
    "-云",
    "^云",
    "{tokens}",
    "a*b",
    "云\x00帆",
    "\ud800",
    "(" * 300,
    "a " * 300,
    "云" * 5000,
    "=",
    "<~",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_only_text(filled, query):
    before = found(filled, "云帆")
    assert set(found(filled, query)) <= {1, 2, 3, 2**62 + 5}
    assert count_up_to(filled, query) == len(found(filled, query))
    if not closed_up(query):
        assert found(filled, query) == []
    assert found(filled, "云帆") == before


def test_operators_are_found_as_the_words_they_are(connection):
    put(connection, [Document(1, (), (), "R AND D"), Document(2, (), (), "R D")])
    assert found(connection, "R AND D") == [1]


def test_emoji_and_rare_characters_do_no_harm(connection):
    put(connection, [Document(1, ("𠮷野😀家",), (), "👨‍👩‍👧 好\ud800的")])
    assert [found(connection, query) for query in ("𠮷", "𠮷野家", "😀", "好")] == [[1], [1], [], [1]]


def test_putting_replaces_and_the_last_of_two_with_one_id_counts(connection):
    put(connection, [Document(1, ("旧名",), ("111",), "旧话")])
    put(connection, [Document(1, ("中间",)), Document(1, ("新名",))])
    assert [found(connection, query) for query in ("旧", "111", "jiu", "中间", "新名")] == [[], [], [], [], [1]]


def test_adding_new_documents_is_the_same_as_putting_them(connection):
    new = [Document(2, ("云帆",), ("5678",), "报价"), Document(1, ("云海",))]
    add(connection, new)
    added = live_tokens(connection)
    assert found(connection, "云") == [2, 1]
    put(connection, new)
    optimize(connection)
    assert live_tokens(connection) == added
    assert found(connection, "云") == [2, 1]


def test_what_was_removed_can_be_added_again(connection):
    add(connection, iter([Document(1, ("云帆",)), Document(2, ("云帆",))]))
    remove(connection, iter([1, 99]))
    assert found(connection, "云帆") == [2]
    add(connection, [Document(1, ("云海",))])
    assert found(connection, "云") == [2, 1]


def test_removed_text_is_gone_from_the_file_after_optimizing(connection):
    put(connection, [Document(1, ("机密",), (), "绝不外传"), Document(2, (), (), "平常")])
    remove(connection, [1])
    optimize(connection)
    assert live_tokens(connection) == {"平常", "常"}


def test_a_rollback_takes_the_index_back(connection):
    put(connection, [Document(1, ("云帆",))])
    connection.commit()
    put(connection, [Document(2, ("云帆",))])
    remove(connection, [1])
    connection.rollback()
    assert found(connection, "云帆") == [1]


def test_thousands_of_hits_are_cut_at_the_limit_and_counted_up_to_it(connection):
    put(connection, (Document(number, (), (), f"云帆第{number}次") for number in range(1, 3001)))
    assert found(connection, "云帆", 10) == list(range(3000, 2990, -1))
    assert count_up_to(connection, "云帆") == 1000
    assert count_up_to(connection, "第30") == len([30, *range(300, 310), 3000])


def test_the_index_stays_sound_after_many_changes(connection):
    for step in range(5):
        put(connection, (Document(number, (f"名{step}",), (), "云帆" * step) for number in range(1, 400, step + 1)))
        remove(connection, range(1, 400, 7))
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
    assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]


def test_chunks_join_without_a_gap_and_ids_may_come_in_any_order(connection, monkeypatch):
    monkeypatch.setattr(index, "CHUNK_ROWS", 7)
    ids = [number * 37 % 100 + 1 for number in range(100)]
    put(connection, (Document(number, (), (), "云帆") for number in [*ids, *ids]))
    assert found(connection, "云帆", 1000) == list(range(100, 0, -1))


def test_the_index_can_be_dropped_twice_and_made_again(connection):
    drop(connection)
    drop(connection)
    create(connection)
    assert search(connection, "云") == []


def test_groups_beyond_the_worst_one_wanted_are_not_looked_for(connection):
    put(
        connection,
        [
            Document(1, ("云帆",)),
            Document(2, ("云帆科技",)),
            Document(3, ("杭州云帆科技",)),
            Document(4, (), (), "云帆来电"),
        ],
    )
    found_by = {worst: {hit.id for hit in search(connection, "云帆", worst=worst)} for worst in RankGroup}
    assert found_by == {
        RankGroup.EQUAL: {1},
        RankGroup.BEGINS: {1, 2},
        RankGroup.WITHIN: {1, 2, 3},
        RankGroup.ANYWHERE: {1, 2, 3, 4},
    }


def test_names_are_found_by_their_sound_whole_or_from_the_beginning(connection):
    put(connection, [Document(1, ("张三",)), Document(2, ("章三",)), Document(3, ("张三丰",)), Document(4, ("李四",))])
    assert sounding_like(connection, "zhangsan", 10, whole=True) == [2, 1]
    assert sounding_like(connection, "zhangsan", 10, whole=False) == [3, 2, 1]
    assert sounding_like(connection, "zhangsan", 1, whole=False) == [3]
    assert sounding_like(connection, ' "* ', 10, whole=False) == []
