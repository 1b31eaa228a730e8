"""A book with something of every kind, and books that take in what another one wrote."""

import importlib.util
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.fields import FieldType
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import from_iso
from desktop_crm.core.values.money import Money, parse_money_range
from desktop_crm.core.values.phone import parse_phone

ZONE = "Asia/Shanghai"


@pytest.fixture
def small_book(database, fixed_clock):
    """Two customers and what belongs to the first; the clock stands at 9:30 on November 23, 2026."""

    def work(session):
        ids = [session.new_id() for _number in range(6)]
        company, person, contact, early, late, followup = ids
        changes = customer_commands.add(
            session,
            [
                Customer(
                    id=company,
                    number="A-1",
                    name="云帆科技有限公司",
                    uscc="91350100M000100Y43",
                    phone=parse_phone("+86 591-8765 4321"),
                    industry="software",
                    status="won",
                    annual_revenue=parse_money_range("50-100万元"),
                    founded=Day("2018-05"),
                    need_tags=("定制", "培训"),
                    notes="=1+1\n第二行",
                    unplaced={"星座": "天秤"},
                ),
                Customer(id=person, number="P-1", name="张三", account_type="individual", wechat="zhang3"),
            ],
        )
        changes |= CONTACTS.add(
            session,
            [
                Contact(
                    id=contact,
                    customer_id=company,
                    name="李四",
                    department="采购部; 二组",
                    title="经理",
                    mobile=parse_phone("13912345678"),
                    email="li@yunfan.cn",
                    is_primary=True,
                    birthday=Day("1990-02-28"),
                ),
                Contact(name="王五", notes="没有客户"),
            ],
        )
        changes |= INTERACTIONS.add(
            session,
            [
                Interaction(
                    id=early, customer_id=company, occurred=from_iso("2026-11-01T10:00+08:00", ZONE), summary="初谈"
                ),
                Interaction(
                    id=late,
                    customer_id=company,
                    occurred=from_iso("2026-11-20T00:00+08:00", ZONE, all_day=True),
                    method="visit",
                    summary="再谈, “引号”",
                ),
            ],
        )
        changes |= FOLLOWUPS.add(
            session,
            [
                Followup(
                    id=followup,
                    customer_id=company,
                    contact_id=contact,
                    interaction_id=late,
                    title="送报价",
                    due=from_iso("2026-12-01T14:00+08:00", ZONE),
                    owner="王芳",
                    methods=("email", "phone"),
                    priority="high",
                    alarm_minutes=30,
                ),
                Followup(
                    customer_id=company,
                    title="年度回顾",
                    due=from_iso("2026-12-31T00:00+08:00", ZONE, all_day=True),
                    owner="王芳",
                    recurrence="RRULE:FREQ=YEARLY",
                ),
            ],
        )
        orders = [Order(customer_id=company, ordered=Day("2026-10-01"), product="软件", amount=Money(1234550))]
        return changes | ORDERS.add(session, orders)

    database.write("made", work)
    return database


@pytest.fixture
def taken_into_another(_empty_cellar, tmp_path):
    """Imports files into a new, empty book, at a time when nothing in them is past yet; gives book and report."""
    opened = []

    def take(*paths):
        book = _empty_cellar.copy_to(tmp_path / f"other-{len(opened)}").open()
        assert all(book.read(room.count) == 0 for room in ROOMS.values())
        opened.append(book)
        with clock.fixed(datetime(1999, 1, 1, tzinfo=UTC), ZONE):
            report = import_documents(book, [read_file(path) for path in paths], Options())
        return book, report

    yield take
    for book in opened:
        book.close()


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """What draws records of every kind."""
    path = Path(__file__).parents[3] / "support" / "made_up_records.py"
    spec = importlib.util.spec_from_file_location("made_up_records", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def comparable(records):
    """The records of a book without ids: each reference is the whole record it leads to, without its own ones."""

    def of(book):
        found = {kind: records(kind, within=book) for kind in Kind}
        plain = {each.id: _without(kind, each) for kind, entities in found.items() for each in entities}
        return {
            kind: [
                _without(kind, each, {name: plain.get(getattr(each, name)) for name in _links(kind)})
                for each in entities
            ]
            for kind, entities in found.items()
        }

    return of


def _links(kind):
    links = [field.name for field in ROOMS[kind].fields.in_columns if field.type is FieldType.REFERENCE]
    return [*links, "record_id"] if kind is Kind.ATTACHMENTS else links


def _without(kind, entity, references=None):
    return replace(entity, id=0, **(references or dict.fromkeys(_links(kind))))
