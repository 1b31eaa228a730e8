"""Keeps a small book of today's schema as tests/migrations/old/REVISION.db; to be run once for each release."""

from datetime import UTC, datetime
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import migrate, settings_store
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import parse_money, parse_money_range
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.vault.keys import Keys

KEY = bytes(range(32))  # known to everybody: nothing in these files is secret
OLD = Path(__file__).with_name("old")
MOMENT = Moment(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "Asia/Shanghai")


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


def fill(database):
    """Write a record of each kind, a change, a move to the Trash and a setting."""
    company = Customer(
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
    first, second = done.added[Kind.CUSTOMERS]
    talk = Interaction(
        customer_id=first, occurred=MOMENT, method="visit", participants=("王总", "李工"), summary="演示"
    )
    person = Contact(customer_id=first, name="张三", is_primary=True, mobile=parse_phone("139 1234 5678"))
    order = Order(customer_id=first, ordered=Day("2026-11-01"), product="软件", amount=parse_money("15万"))
    todo = Followup(customer_id=first, title="报价", due=MOMENT, methods=("phone",), alarm_minutes=30)
    database.write("add", lambda session: CONTACTS.add(session, [person]))
    database.write("add", lambda session: INTERACTIONS.add(session, [talk]))
    database.write("add", lambda session: FOLLOWUPS.add(session, [todo]))
    database.write("add", lambda session: ORDERS.add(session, [order]))
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
