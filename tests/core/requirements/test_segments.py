"""What the mission asks of segments and of the upkeep of data (G-10 … D-11), where no other test says it.

The clock of D-01 is not told here, only what is recorded for it.
"""

from itertools import groupby

import pytest

from desktop_crm.core import i18n
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.choosing import chosen_ids
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.duplicates.while_typing import while_typing
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.view import View
from desktop_crm.core.lists.views import add_view, views
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tiers import standing
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.check_record import findings
from desktop_crm.core.workflows.move_status import move
from desktop_crm.core.workflows.save_record import add_record, change_record


@pytest.fixture
def market(database, add_customer, fixed_clock, chinese):
    """Four customers of two industries and three sizes, one of them with a clear need."""
    database.settle = standing.settle
    ids = {
        name: add_customer(name=name, industry=industry, size=size, status=status)
        for name, industry, size, status in (
            ("甲", "software", "100_500", "interested"),
            ("乙", "software", "100_500", "won"),
            ("丙", "software", "under_50", "interested"),
            ("丁", "retail", "100_500", "interested"),
        )
    }
    need = {"customer_id": ids["甲"], "title": "三个月内上线", "kind": "explicit", "raised": Day("2026-11-01")}
    database.write("add", lambda session: add_record(session, Kind.NEEDS, **need))
    return ids


@pytest.mark.parametrize(("field", "heading"), [("industry", "行业"), ("size", "规模"), ("status", "状态")])
def test_g_10_customers_are_exported_in_groups_by_industry_size_and_status(market, database, tmp_path, field, heading):
    document = read_file(export(database, tmp_path / "客户.xlsx", Kind.CUSTOMERS, group_by=field).path)
    label = i18n._(ROOMS[Kind.CUSTOMERS].fields[field].label)
    assert heading in label
    groups = [row.cells[table.headings.index(label)] for table in document.tables for row in table.rows]
    stored = database.read(lambda connection: CUSTOMERS.get_many(connection, market.values()))
    shown = [show(ROOMS[Kind.CUSTOMERS].fields[field], getattr(customer, field)) for customer in stored]
    assert sorted(groups) == sorted(shown)
    assert len(list(groupby(groups))) == len(set(groups)), "each group stands together"


def test_g_11_a_segment_is_a_list_by_several_features_that_is_kept_under_a_name(market, database):
    segment = {"industry": "software", "size": "100_500", "tier": "potential"}
    view = View("", Kind.CUSTOMERS, "中型软件企业·潜力", segment)
    database.write("add_view", lambda session: add_view(session, view))
    kept = next(each for each in database.read(lambda c: views(c, Kind.CUSTOMERS)) if each.title == view.name)
    chosen = database.read(lambda connection: list(chosen_ids(connection, Order.NAME, filters=kept.filters)))
    assert chosen == [market["甲"]]


@pytest.mark.parametrize("what", ["contact left", "need changed", "status moved"])
def test_d_01_every_change_of_what_the_customer_told_has_its_moment(market, database, fixed_clock, what):
    owner = market["甲"]
    match what:
        case "contact left":
            person = {"customer_id": owner, "name": "王丽娟"}
            changed = database.write("add", lambda session: add_record(session, Kind.CONTACTS, **person))
            room, record_id, values = CONTACTS, changed.new_id(Kind.CONTACTS), {"left_on": Day("2026-11-20")}
        case "need changed":
            need = {"customer_id": owner, "title": "两个仓同步"}
            changed = database.write("add", lambda session: add_record(session, Kind.NEEDS, **need))
            room, record_id, values = NEEDS, changed.new_id(Kind.NEEDS), {"title": "三个仓同步"}
        case _:
            room, record_id, values = CUSTOMERS, owner, {"status": "churned"}
    if room is CUSTOMERS:
        database.write("move", lambda session: move(session, owner, "churned", reason="competitor"))
    else:
        database.write("edit", lambda session: change_record(session, room.kind, record_id, **values))
    step = database.read(lambda connection: history(connection, room, record_id))[0]
    assert (step.at, step.author, step.operation) == (fixed_clock, "王芳", "update")
    assert values.items() <= {change.field.name: change.new for change in step.changes}.items()


def test_d_05_name_and_person_are_looked_at_before_they_are_saved(database, add_customer, chinese):
    customer_id = add_customer(name="云帆科技有限公司")
    person = {"customer_id": customer_id, "name": "王丽娟", "title": "采购经理"}
    contact_id = database.write("add", lambda session: add_record(session, Kind.CONTACTS, **person)).new_id(
        Kind.CONTACTS
    )

    def told(kind, **values):
        blocking = {found.field for found in database.read(lambda c: findings(c, kind, values)) if found.blocking}
        return blocking, [likely.id for likely in database.read(lambda c: while_typing(c, kind, values))]

    assert told(Kind.CUSTOMERS, name="") == ({"name", "phone"}, [])
    assert told(Kind.CUSTOMERS, name="云帆科技 有限公司")[1] == [customer_id]
    assert told(Kind.CONTACTS, name="") == ({"name"}, [])
    assert told(Kind.CONTACTS, name="王丽娟", customer_id=customer_id)[1] == [contact_id]


def test_d_11_rows_from_several_files_become_one_clean_record(database, fixed_clock, chinese, tmp_path):
    one, two = tmp_path / "销售.csv", tmp_path / "市场.csv"
    one.write_text(
        "客户名称,公司电话,统一社会信用代码\n云帆科技有限公司,(021) 5888-1234,９１３５０１００m000100y43\n", "utf-8"
    )
    two.write_text("公司名称,电话,信用代码,所属行业\n 云帆科技有限公司 ,02158881234,91350100M000100Y43,软件\n", "utf-8")
    for path in (one, two):
        import_documents(database, [read_file(path)], Options(Kind.CUSTOMERS, OnDuplicate.UPDATE))
    (only,) = database.read(lambda c: CUSTOMERS.get_many(c, chosen_ids(c, Order.NAME)))
    assert (only.name, only.uscc, only.phone.e164) == ("云帆科技有限公司", "91350100M000100Y43", "+862158881234")
    assert "软件" in show(ROOMS[Kind.CUSTOMERS].fields["industry"], only.industry)
