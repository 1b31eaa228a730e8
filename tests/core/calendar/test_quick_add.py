from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.calendar.quick_add import Part, parse_line

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 21, tzinfo=SHANGHAI)


def parsed(text: str):
    return parse_line(text, NOW, SHANGHAI)


def test_one_line_comes_apart_into_time_title_tag_and_priority():
    line = parsed("下周三 14:00 回访张总 报价 #云帆 !高")
    assert line.reading.moment == datetime(2026, 11, 25, 14, tzinfo=SHANGHAI)
    assert (line.title, line.tags, line.priority, line.person_hint) == ("回访张总 报价", ("云帆",), "high", "张总")


def test_full_width_signs_are_the_same_signs():
    line = parsed("＃云帆 ！低 明天拜访李工")
    assert (line.title, line.tags, line.priority, line.person_hint) == ("拜访李工", ("云帆",), "low", "李工")


def test_a_date_in_a_tag_is_not_the_date_of_the_line():
    line = parsed("回访 #12月3日会议 周五")
    assert (line.reading.moment.day, line.tags) == (27, ("12月3日会议",))


def test_a_tag_between_day_and_time_keeps_neither_from_being_read():
    text = "下周三 #云帆 14:00 回访"
    line = parsed(text)
    assert line.reading.moment == datetime(2026, 11, 25, 14, tzinfo=SHANGHAI)
    assert [text[start:end] for start, end in line.reading.spans] == ["下周三", "14:00"]


def test_the_spans_are_positions_in_the_line_as_typed():
    text = "#云帆 回访张总 下周三 !高"
    assert [text[start:end] for start, end in parsed(text).reading.spans] == ["下周三"]
    text = "İİİ 下周三 回访"  # two characters each in lower case
    assert [text[start:end] for start, end in parsed(text).reading.spans] == ["下周三"]


@pytest.mark.parametrize("text", ["C#培训", "订单#1024", "见 https://a.cn/#top", "非常好!高总来访", "!马上 办", "a#b"])
def test_what_only_looks_like_a_tag_or_a_priority_stays_in_the_title(text):
    line = parsed(text)
    assert (line.title, line.tags, line.priority) == (text, (), None)


def test_of_two_priorities_the_last_is_taken_and_the_other_stays():
    assert (parsed("!高 报价 !低").priority, parsed("!高 报价 !低").title) == ("low", "!高 报价")


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("给王经理打电话", ("phone",)),
        ("致电张总后发邮件", ("phone", "email")),
        ("拜访云帆科技", ("visit",)),
        ("call Zhang, then email the quote", ("phone", "email")),
        ("和李总开会", ("meeting",)),
        ("加微信", ("wechat",)),
        ("Visit Li", ("visit",)),
        ("预订会议室", ()),
        ("更新电话号码", ()),
        ("recall the order", ()),
        ("微信支付对账", ()),
    ],
)
def test_words_tell_the_method_and_stay_in_the_title(text, methods):
    line = parsed(text)
    assert (line.methods, line.title) == (methods, text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("回访张总 报价", "张总"),
        ("拜访李伟", "李伟"),
        ("联系一下陈主任", "陈主任"),
        ("打给老王", "老王"),
        ("给王经理打电话", "王经理"),
        ("给李伟发邮件", "李伟"),
        ("周五和李总开会", "李总"),
        ("回访欧阳先生", "欧阳先生"),
        ("约张伟明天吃饭", "张伟"),
        ("call Zhang tomorrow about the quote", "Zhang"),
        ("visit Li Wei on Friday", "Li Wei"),
        ("Meet Dr. Brown next Tuesday", "Brown"),
        ("call Zhang tomorrow Budget", "Zhang"),
        ("call 张总", "张总"),
        ("回访客户", None),
        ("联系方式更新", None),
        ("call the customer", None),
        ("准备报价", None),
    ],
)
def test_the_person_is_the_name_behind_the_verb(text, person):
    assert parsed(text).person_hint == person


@pytest.mark.parametrize(
    ("text", "title"),
    [("回访张总, #报价", "回访张总"), ("!高 、报价", "报价"), ("回访张总、", "回访张总、")],
)
def test_a_comma_beside_a_tag_goes_with_it_and_any_other_stays(text, title):
    assert parsed(text).title == title


def test_what_the_user_does_not_want_to_be_recognised_stays_in_the_title():
    text = "每周三 10:00 回访张总 打电话 #云帆 !高"
    whole = parsed(text)
    assert (whole.title, whole.reading.recurrence) == ("回访张总 打电话", "RRULE:FREQ=WEEKLY;BYDAY=WE")
    changed = {
        Part.WHEN: {"moment": None, "recurrence": None, "title": "每周三 10:00 回访张总 打电话"},
        Part.REPEAT: {"recurrence": None},
        Part.CUSTOMER: {"tags": (), "title": "回访张总 打电话 #云帆"},
        Part.PERSON: {"person_hint": None},
        Part.METHODS: {"methods": ()},
        Part.PRIORITY: {"priority": None, "title": "回访张总 打电话 !高"},
    }
    assert set(changed) == set(Part)
    for part, other in changed.items():
        assert said(parse_line(text, NOW, SHANGHAI, without={part})) == said(whole) | other


def said(line):
    names = ("title", "priority", "tags", "methods", "person_hint")
    told = {name: getattr(line, name) for name in names}
    return told | {"moment": line.reading.moment, "recurrence": line.reading.recurrence}


PARTS = ("下周三", "14:00", "回访", "张总", "#云帆", "!高", "!x", "#", "!", "打电话", "call", "Zhang", "tomorrow")
PARTS += ("三里屯", "12月报表", "。", "(周五)", "#1024", ",")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=7).map(" ".join))
def test_nothing_of_a_line_is_lost(text):
    line = parsed(text)
    understood = {position for start, end in line.reading.spans for position in range(start, end)}
    left = "".join(sign for position, sign in enumerate(text) if position not in understood)
    for tag in line.tags:
        left = left.replace(f"#{tag}", "")
    if line.priority:
        assert line.priority == "high"
        first, _, last = left.rpartition("!高")
        left = first + last
    edges = dict.fromkeys(map(ord, ",、。"))
    assert sorted("".join(left.split()).translate(edges)) == sorted("".join(line.title.split()).translate(edges))
