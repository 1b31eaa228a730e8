import pytest

from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.references import reference_text, told_apart
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import from_iso

_LINKS = [
    (kind, field)
    for kind, room in ROOMS.items()
    for field in room.fields
    if field.type is FieldType.REFERENCE and field.refers_to is not Kind.CUSTOMERS
]
# What makes a row of each kind that others refer to: headings and cells, and what others call it.
_OTHER = {
    Kind.CONTACTS: ("客户,姓名", "云帆,张三", "张三"),
    Kind.INTERACTIONS: ("客户,互动时间,互动内容摘要", "云帆,2026-11-01 10:00,谈了", "2026/11/1 10:00"),
    Kind.NEEDS: ("客户,需求", "云帆,库存系统", "库存系统"),
    Kind.DEALS: ("客户,商机", "云帆,年度框架", "年度框架"),
    Kind.CONTRACTS: ("客户,合同名称", "云帆,框架合同", "框架合同"),
    Kind.SERVICE: ("客户,title", "云帆,系统变慢", "系统变慢"),
    Kind.MATERIALS: ("资料,发布日期", "白皮书,2026-01-01", "白皮书"),
    Kind.SURVEYS: ("title,引言", "季度调研,您好", "季度调研"),
    Kind.SURVEY_ANSWERS: ("客户,填写日期,suggestions", "云帆,2026-10-01,更快", "2026年10月1日"),
}


def _row_of(kind):
    """A heading and a cell by which a row of the kind is one."""
    fields = ROOMS[kind].fields
    known = [fields[name] for name in fields.known_by if fields[name].type in {FieldType.TEXT, FieldType.LONG_TEXT}]
    other = {Kind.SATISFACTION: ("score", "4"), Kind.CONTACTS: ("name", "李四"), Kind.FOLLOWUPS: ("title", "报价")}
    if kind in {Kind.INTERACTIONS}:
        return "summary", "又谈了"
    return other.get(kind) or (known[0].name, "内容")


@pytest.mark.parametrize(("kind", "field"), _LINKS, ids=lambda value: getattr(value, "name", value))
@pytest.mark.parametrize("first", [True, False])
def test_every_reference_is_resolved_by_name_whatever_the_order_of_the_sheets(table, take, records, kind, field, first):
    headings, cells, name = _OTHER[field.refers_to]
    said, text = _row_of(kind)
    other = table(headings, cells, name=field.refers_to.value)
    rows = table(["客户", said, field.name], ["云帆", text, name], name=kind.value)
    report = take(*((other, rows) if first else (rows, other)))
    assert report.warnings == []
    found = [record for record in records(kind) if getattr(record, field.name)]
    (target,) = [record for record in records(field.refers_to) if record.id not in {each.id for each in found}]
    assert [getattr(record, field.name) for record in found] == [target.id]


def test_records_may_refer_to_each_other_in_circles(table, take, records):
    take(
        table(["客户", "互动时间", "互动内容摘要", "need_id"], "云帆,2026-11-01 10:00,谈了,库存系统", name="互动"),
        table(["客户", "需求", "interaction_id"], "云帆,库存系统,2026-11-01 10:00", name="需求"),
    )
    (talk,), (need,) = records("interactions"), records("needs")
    assert (talk.need_id, need.interaction_id) == (need.id, talk.id)


def test_k_11_a_contact_names_the_one_who_replaced_it(table, take, records):
    take(table(["客户", "姓名", "离职日期", "接替人"], "云帆,张三,2026-10-01,李四", "云帆,李四,,", "远航,李四,,"))
    old, new, _stranger = records("contacts")
    assert old.replaced_by == new.id


def test_a_name_means_the_customers_own_record(table, take, records):
    take(
        table("客户,需求", "云帆,库存系统", "远航,库存系统", name="需求"),
        table(["客户", "商机", "need_id"], "远航,大单,库存系统", name="商机"),
    )
    mine = next(need for need in records("needs") if need.customer_id == records("deals")[0].customer_id)
    assert records("deals")[0].need_id == mine.id


def test_of_several_with_one_name_the_first_is_meant_and_the_others_by_their_number(table, take, records):
    take(
        table("客户,需求,提出日期", "云帆,库存系统,2026-01-01", "云帆,库存系统,2026-02-01", name="需求"),
        table(["客户", "商机", "need_id"], "云帆,甲,库存系统", "云帆,乙,库存系统 (2)", name="商机"),
    )
    first, second = records("needs")
    assert [deal.need_id for deal in records("deals")] == [first.id, second.id]


def test_a_record_that_is_there_already_is_found_too(table, take, records):
    take(table("客户编号,客户,需求", "A-1,云帆,库存系统", name="需求"))
    take(table(["客户编号", "商机", "need_id"], "A-1,大单,库存系统", name="商机"))
    assert records("deals")[0].need_id == records("needs")[0].id


def test_the_name_of_a_record_that_is_not_there_is_kept_with_a_warning(table, take, records):
    report = take(table(["客户", "商机", "need_id"], "云帆,大单,没有这个", name="商机"))
    (deal,) = records("deals")
    assert (deal.need_id, deal.unplaced) == (None, {"need_id": "没有这个"})
    assert [warning.field for warning in report.warnings] == ["need_id"]


def test_answers_are_the_same_by_their_survey(table, take, records):
    tables = (
        table("title,引言", "一季度,您好", "二季度,您好", name="问卷"),
        table(["客户编号", "客户", "问卷", "填写日期", "suggestions"], "A-1,云帆,一季度,2026-10-01,更快", name="答卷"),
        table(["客户编号", "客户", "问卷", "填写日期", "suggestions"], "A-1,云帆,二季度,2026-10-01,更快", name="答卷"),
    )
    take(*tables)
    take(*tables)
    assert [answers.survey_id for answers in records("survey_answers")] == [survey.id for survey in records("surveys")]


def test_records_of_one_name_are_told_apart_within_their_customer():
    named = {1: (7, "a"), 2: (8, "a"), 3: (7, "a"), 4: (7, "a (2)"), 5: (None, "a")}
    assert told_apart(named) == {1: "a", 2: "a", 3: "a (3)", 4: "a (2)", 5: "a"}


def test_what_has_no_name_goes_by_its_time():
    moment = from_iso("2026-11-01T10:00+08:00", "Asia/Shanghai")
    assert reference_text(Kind.INTERACTIONS, {"occurred": moment, "summary": "谈了"}).startswith("2026-11-01")
    assert reference_text(Kind.SURVEY_ANSWERS, {"answered_on": Day("2026-10-01"), "survey_id": 5}) == "2026-10-01"
    assert reference_text(Kind.NEEDS, {"title": "库存系统"}) == "库存系统"
