"""Keeps a small book of today's schema as tests/migrations/old/REVISION.db; to be run once for each release."""

from datetime import UTC, datetime
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import migrate, settings_store
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.database.tailoring_store import store_fields
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS, ROOMS
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.tailoring import using
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import parse_money, parse_money_range
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.vault.keys import Keys

KEY = bytes(range(32))  # known to everybody: nothing in these files is secret
OLD = Path(__file__).with_name("old")
MOMENT = Moment(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "Asia/Shanghai")

PLAIN = {
    FieldType.TAGS: ("甲", "乙"),
    FieldType.YES_NO: True,
    FieldType.DAY: Day("2026-11-01"),
    FieldType.MOMENT: MOMENT,
    FieldType.PHONE: parse_phone("139 1234 5678"),
    FieldType.EMAIL: "a@example.cn",
    FieldType.WEBSITE: "https://example.cn",
    FieldType.USCC: "91350100M000100Y43",
    FieldType.MONEY: parse_money("15万"),
    FieldType.MONEY_RANGE: parse_money_range("80-120万元"),
    FieldType.ANSWERS: {"响应速度": "5"},
    FieldType.UNPLACED: {"血型": "A"},
}
SAID = {
    Kind.CONTACTS: {"name": "张三", "left_on": None},
    Kind.INTERACTIONS: {"method": "visit", "participants": ("王总", "李工"), "summary": "演示"},
    Kind.FOLLOWUPS: {"title": "报价", "status": "open", "done": None, "to_check": False, "snoozed_until": None},
    Kind.ORDERS: {"product": "软件", "status": "active"},
}


class NoAnchor:
    """The files are kept without their vaults, so nothing outside counts their actions."""

    def record(self, sequence):
        """Keep nothing."""

    def latest(self):
        """Know nothing."""

    def reset(self, sequence):
        """Keep nothing."""


def open_database(path):
    """The database at `path`, under the key of these files."""
    return Database(path, KEY, Keys(KEY).journal_chain, anchor=NoAnchor(), fields=FIELDS, device=1, author="王芳")


def value_of(field, ids):
    """Something for a field of any type to hold; `ids` are the records there are, by kind."""
    match field.type:
        case FieldType.CHOICE:
            return field.choices.choices[0].code
        case FieldType.CHOICES:
            return tuple(choice.code for choice in field.choices.choices[:2])
        case FieldType.REFERENCE:
            return ids.get(field.refers_to)
        case FieldType.NUMBER:
            return field.limits[0] if field.limits else 30
        case other:
            return PLAIN.get(other, f"{field.name} 的内容")


def full(kind, ids, **values):
    """A record with every field filled, these ones so."""
    room = ROOMS[kind]
    return room.entity.of(**{field.name: value_of(field, ids) for field in room.fields.stored} | values)


def fill(database):
    """Write an own field, a record of each kind with all its fields, a change, a move to the Trash and a setting."""
    own = Field("own_1", "鞋码", FieldType.NUMBER)
    database.write("fields", lambda session: store_fields(session, Kind.CUSTOMERS, [own]))
    with using(database.tailoring):
        company = full(
            Kind.CUSTOMERS,
            {},
            number="",
            account_type="company",
            name="云帆科技有限公司",
            former_numbers=("K-1", "K-2"),
            phone=parse_phone("021-58886666 转 8"),
            annual_revenue=parse_money_range("1-5亿元"),
            founded=Day("2018-05"),
            flags=("key_account",),
            notes="谈到预算",
            unplaced={"鞋码": "42"},
        )
    done = database.write("add", lambda session: commands.add(session, [company, Customer(name="远山物流")]))
    ids = {Kind.CUSTOMERS: done.added[Kind.CUSTOMERS][0]}
    for kind in (kind for kind in ROOMS if kind is not Kind.CUSTOMERS):
        entity = full(kind, ids, **SAID.get(kind, {}))
        ids[kind] = database.write("add", lambda session, e=entity, k=kind: ROOMS[k].add(session, [e])).new_id(kind)
    first, second = done.added[Kind.CUSTOMERS]
    database.write("edit", lambda session: CUSTOMERS.change(session, first, status="won", notes="合同已签"))
    database.write("trash", lambda session: CUSTOMERS.trash(session, [second]))
    database.write("settings", lambda session: settings_store.store(session, USER_NAME, "王芳"))


def main():
    path = OLD / f"{HEAD}.db"
    path.unlink(missing_ok=True)
    migrate.upgrade(path, KEY, before_change=lambda: None)
    database = open_database(path)
    with clock.fixed(MOMENT.at, MOMENT.zone):
        fill(database)
    database.close()
    connection = connect(path, KEY)
    connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    connection.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    main()
