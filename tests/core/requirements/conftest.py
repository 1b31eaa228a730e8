"""One customer of whom everything is recorded that the mission asks for, told in three places.

It is typed in record by record, as forms take it, goes out into a workbook, and from there into another book.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pytest

from desktop_crm.core import clock, i18n
from desktop_crm.core.database.database import Database
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.search.finding import find
from desktop_crm.core.tiers import standing
from desktop_crm.core.timeline.entries import entries
from desktop_crm.core.timeline.parts import EVERYTHING
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import masked, show
from desktop_crm.core.workflows.save_record import add_record

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past nine in Shanghai

# What is typed, by a name of the record's own; a reference names the record it is to.
TYPED: Mapping[str, tuple[Kind, dict[str, str]]] = {
    "customer": (
        Kind.CUSTOMERS,
        {
            "name": "云帆科技有限公司",
            "industry": "软件和信息技术服务业",
            "size": "100-500人",
            "phone": "021-58881234",
            "source": "行业展会",
            "campaign": "秋季华东巡展",
            "anniversary": "2018-05-20",
            "open_issues": "导出功能何时上线",
        },
    ),
    "wang": (
        Kind.CONTACTS,
        {
            "customer_id": "customer",
            "name": "王丽娟",
            "title": "采购经理",
            "department": "采购部",
            "responsibility": "年度框架协议谈判",
            "mobile": "139 1234 5678",
            "phone": "021-58881299",
            "other_phones": "021-58881200",
            "email": "wang@yunfan.example.com",
            "other_emails": "lijuan@example.cn",
            "preferred_channel": "微信",
            "contact_group": "基础联系人",
            "is_decision_maker": "是",
            "key_concerns": "交付周期和付款账期",
            "occasions": "商务谈判、合同签订",
            "birthday": "1985-03-08",
            "birthday_lunar": "是",
        },
    ),
    "zhao": (
        Kind.CONTACTS,
        {
            "customer_id": "customer",
            "name": "赵建国",
            "title": "技术总监",
            "contact_group": "关联联系人",
            "related_to": "王丽娟",
            "relationship": "同事",
            "occasions": "技术选型",
        },
    ),
    "material": (
        Kind.MATERIALS,
        {"title": "仓储行业趋势报告", "type": "趋势报告", "published_on": "2026-10-01", "summary": "无人仓成本下降"},
    ),
    "first_talk": (
        Kind.INTERACTIONS,
        {
            "customer_id": "customer",
            "occurred": "2026-10-15 10:00",
            "method": "拜访",
            "purpose": "初次接触",
            "milestone": "首次接触",
            "summary": "认识采购部门",
            "logged_by": "李主管",
        },
    ),
    "need": (
        Kind.NEEDS,
        {
            "customer_id": "customer",
            "interaction_id": "first_talk",
            "title": "三个月内把库存盘点误差降到1%",
            "kind": "显性",
            "description": "两个仓库每天同步库存",
            "pain_points": "旧系统响应要十秒",
            "urgency": "高",
            "importance": "中",
            "priority": "中",
            "owner": "李主管",
            "due": "2026-12-20",
            "budget": "20-30万",
            "decision_cycle": "预计4月中旬",
            "service_mode": "线下面谈",
            "status": "已交付",
            "solution": "专属培训加简化指南",
            "value": "降低20%的人力成本,提升30%响应效率",
            "rolled_out": "2026-11-02",
            "value_checked": "2026-11-12",
            "value_check": "人力成本实际降低18%",
        },
    ),
    "deal": (
        Kind.DEALS,
        {
            "customer_id": "customer",
            "title": "云帆二期扩容",
            "stage": "商务谈判",
            "amount": "80万元",
            "probability": "60",
            "expected_close": "2026-12-31",
            "product": "仓储管理软件二期",
            "owner": "李主管",
            "payment_terms": "验收后60天付清",
            "need_id": "need",
        },
    ),
    "service": (
        Kind.SERVICE,
        {
            "customer_id": "customer",
            "title": "报表导出失败",
            "severity": "紧急",
            "channel": "电话",
            "received": "2026-11-20 09:00",
            "content": "月结时导不出出库明细",
            "status": "处理中",
            "contact_id": "wang",
            "lead_department": "技术支持部",
            "supporting_departments": "产品部、客户成功部",
            "progress": "已定位到内存溢出,今晚发补丁",
        },
    ),
    "talk": (
        Kind.INTERACTIONS,
        {
            "customer_id": "customer",
            "occurred": "2026-11-20 14:00",
            "method": "产品演示",
            "purpose": "需求跟进与转化",
            "objective": "确认二期范围",
            "participants": "王丽娟、赵建国",
            "our_participants": "李主管、陈工",
            "place": "云帆总部5楼会议室",
            "summary": "演示多仓同步,客户要求支持离线盘点",
            "feedback": "界面比旧系统清爽",
            "agreements": "十二月试运行一个仓",
            "open_issues": "离线盘点的排期",
            "outcome": "进入商务谈判",
            "milestone": "方案提交",
            "material_id": "material",
            "deal_id": "deal",
            "service_id": "service",
            "summary_sent": "2026-11-20 18:00",
            "logged_by": "陈工",
        },
    ),
    "contract": (
        Kind.CONTRACTS,
        {
            "customer_id": "customer",
            "title": "云帆年度框架合同",
            "contract_number": "HT-2026-018",
            "status": "已签订",
            "signed_on": "2026-09-01",
            "amount": "50万元",
            "starts_on": "2026-09-01",
            "ends_on": "2027-08-31",
            "signed_by": "王丽娟",
            "payment_terms": "月结30天",
        },
    ),
    "followup": (
        Kind.FOLLOWUPS,
        {
            "customer_id": "customer",
            "title": "技术评估会",
            "due": "2026-11-25 10:00",
            "owner": "李主管",
            "methods": "会议、邮件",
            "deal_id": "deal",
            "confirmed": "2026-11-23 09:00",
        },
    ),
    "order": (
        Kind.ORDERS,
        {
            "customer_id": "customer",
            "ordered": "2026-09-15",
            "product": "仓储管理软件标准版",
            "amount": "12.5万元",
            "order_number": "DD-0915",
            "contract_id": "contract",
            "payment_terms": "货到30天",
            "owner": "李主管",
        },
    ),
    "step": (
        Kind.CHAIN,
        {
            "customer_id": "customer",
            "position": "1",
            "name": "采购部",
            "role": "审核",
            "contact_id": "wang",
            "attitude": "支持",
        },
    ),
    "quotation": (
        Kind.QUOTATIONS,
        {
            "customer_id": "customer",
            "title": "二期扩容报价",
            "kind": "报价单",
            "quotation_number": "BJ-2026-044",
            "sent_on": "2026-11-18",
            "valid_until": "2026-12-18",
            "amount": "78万元",
            "status": "已提交",
            "content": "含两个仓的实施",
            "payment_terms": "预付三成",
            "deal_id": "deal",
        },
    ),
    "feedback": (
        Kind.FEEDBACK,
        {
            "customer_id": "customer",
            "tone": "正面",
            "content": "实施团队随叫随到",
            "given_on": "2026-11-10",
            "contact_id": "wang",
            "may_be_quoted": "是",
        },
    ),
    "score": (
        Kind.SATISFACTION,
        {
            "customer_id": "customer",
            "score": "4",
            "scored_on": "2026-11-10",
            "mode": "一对一访谈",
            "contact_id": "wang",
        },
    ),
    "gift": (
        Kind.GIFTS,
        {
            "customer_id": "customer",
            "title": "定制书签",
            "given_on": "2026-03-08",
            "contact_id": "wang",
            "occasion": "生日",
            "value": "120元",
            "reaction": "很喜欢",
        },
    ),
    "story": (
        Kind.STORIES,
        {
            "customer_id": "customer",
            "title": "云帆仓储提效",
            "told_on": "2026-11-15",
            "situation": "盘点要停业两天",
            "solution": "循环盘点上线",
            "result": "盘点时间缩短75%",
            "quote": "再也不用通宵了",
            "may_be_told": "是",
            "need_id": "need",
        },
    ),
}


@dataclass
class Told:
    """One record: as typed, and the places in which it is."""

    kind: Kind
    typed: Mapping[str, str]
    id: int
    book: Database
    other: Database
    sheet: Mapping[str, Any]  # what the workbook says of it, by heading

    @cached_property
    def stored(self) -> Any:
        return self.book.read(lambda connection: ROOMS[self.kind].get(connection, self.id))

    @cached_property
    def imported(self) -> Any:
        """The same record in the other book, known by its name."""
        room = ROOMS[self.kind]
        named_by = room.fields.named_by

        def read(connection: Any) -> Any:
            found = room.get_many(connection, listed_ids(connection, self.kind, named_by))
            return next(each for each in found if getattr(each, named_by) == getattr(self.stored, named_by))

        return self.other.read(read)

    def shown(self, name: str) -> str:
        return show(ROOMS[self.kind].fields[name], getattr(self.stored, name))

    def masked(self, name: str) -> str:
        return masked(ROOMS[self.kind].fields[name], getattr(self.stored, name))

    def is_found_by(self, words: str) -> bool:
        hits = self.book.read(lambda connection: find(connection, words))
        return (self.kind, self.id) in [(hit.kind, hit.id) for hit in hits]

    def travels(self, name: str, shown: str = "", *, found_by: str = "") -> None:
        """What was typed is shown so (else as typed), stands in the workbook and comes back equal from it.

        It is found by these words, if any are given.
        """
        field = ROOMS[self.kind].fields[name]
        value = getattr(self.stored, name)
        assert self.shown(name) == (shown or self.typed[name])
        assert parse(field, self.sheet[i18n._(field.label)]).value == value not in (None, "", ())
        assert getattr(self.imported, name) == value
        assert not found_by or self.is_found_by(found_by)

    def refers(self, name: str, to: "Told") -> None:
        """A reference is to that record, and in the other book to the same one there."""
        assert getattr(self.stored, name) == to.id
        assert getattr(self.imported, name) == to.imported.id

    def stands_in_the_timeline(self, *words: str) -> None:
        """The timeline of its customer has it once, with these words."""
        owner = self.stored.customer_id
        stream = self.book.read(lambda connection: entries(connection, owner, EVERYTHING))
        (entry,) = (each for each in stream if (each.kind, each.key.id) == (self.kind, self.id))
        text = repr(entry)
        assert [word for word in words if word not in text] == []


@pytest.fixture(scope="package")
def _told(_empty_cellar, tmp_path_factory):
    folder = tmp_path_factory.mktemp("requirements")
    before = i18n.language()
    i18n.use_language("zh")
    one, other = (_empty_cellar.copy_to(folder / name).open() for name in ("one", "other"))
    one.settle = standing.settle
    ids: dict[str, int] = {}
    with clock.fixed(NOW, "Asia/Shanghai"):
        for key, (kind, typed) in TYPED.items():
            ids[key] = _typed_in(one, kind, typed, ids)
        document = read_file(export(one, folder / "全部.xlsx").path)
        import_documents(other, [document], Options())
    sheets = {table.name: table for table in document.tables}
    told = {}
    for key, (kind, typed) in TYPED.items():
        table, field = sheets[i18n._(TITLES[kind])], ROOMS[kind].fields[ROOMS[kind].fields.named_by]
        says = (dict(zip(table.headings, row.cells, strict=True)) for row in table.rows)
        called = parse(field, typed[field.name]).value
        (row,) = (each for each in says if parse(field, each[i18n._(field.label)]).value == called)
        told[key] = Told(kind, typed, ids[key], one, other, row)
    i18n.use_language(before)
    yield told
    one.close()
    other.close()


def _typed_in(book: Database, kind: Kind, typed: Mapping[str, str], ids: Mapping[str, int]) -> int:
    fields, values = ROOMS[kind].fields, {}
    for name, text in typed.items():
        values[name] = ids[text] if fields[name].type is FieldType.REFERENCE else parse(fields[name], text).value
        assert values[name] is not None, f"{kind}: {name} is not understood: {text}"
    return book.write("add", lambda session: add_record(session, kind, **values)).new_id(kind)


@pytest.fixture
def told(_told, chinese, fixed_clock) -> Callable[[str], Told]:
    """The records that were typed in, by their names in `TYPED`; it is the moment at which they were."""
    return _told.__getitem__


@pytest.fixture
def words_of(told) -> Callable[..., str]:
    """Every word of a page about the customer."""
    customer = told("customer")

    def words(form: Form, audience: Audience = Audience.INTERNAL) -> str:
        return repr(
            customer.book.read(
                lambda connection: page_of(connection, form, customer.id, audience=audience, printed_by="李主管")
            )
        )

    return words
