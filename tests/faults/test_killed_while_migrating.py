"""Fault 9: killed while the database is brought to a newer schema."""

import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database import integrity, migrate
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.kinds import Kind

pytestmark = pytest.mark.fault

ROWS = 1_500


@pytest.fixture
def older(vault):
    """A vault with rows enough, and with children of the table that is built anew."""

    def work(session):
        changes = commands.add(session, (Customer(name=f"甲{number}") for number in range(ROWS)))
        owners = changes.added[Kind.CUSTOMERS]
        return changes | CONTACTS.add(session, (Contact(customer_id=owner, name="张三") for owner in owners))

    with vault.open() as book:
        book.write("add", work)
    return vault


def state(vault):
    """The schema, the customers and how many of them are changed, the contacts with a customer."""
    connection = connect(vault.database, vault.key)
    try:
        customers, changed = connection.execute("SELECT count(*), sum(notes LIKE '%!') FROM customers").fetchone()
        contacts = connection.execute("SELECT count(*) FROM contacts JOIN customers c ON c.id = customer_id").fetchone()
        return migrate.schema_version(connection), customers, int(changed or 0), contacts[0]
    finally:
        connection.close()


def test_a_killed_migration_leaves_the_old_schema_or_the_new(older, rounds, chance, times, tmp_path, newer_migrations):
    order = {"migrations": str(newer_migrations), "head": "9000"}
    _schema, customers, _changed, contacts = state(older)
    old, new = (HEAD, customers, 0, contacts), ("9000", customers, customers, contacts)
    assert state(older) == old

    whole = older.copy_to(tmp_path / "copy")
    seconds = rounds.duration("migrate", whole, **order)
    assert state(whole) == new

    for _number in times(20, 200):
        copy = older.copy_to(tmp_path / "copy")
        rounds.begin("migrate", copy, **order)
        said = rounds.kill_after(chance.uniform(0, seconds))
        seconds *= 0.8 if said else 1.1  # other work on the machine changes how long it takes
        assert integrity.problems(copy.database, copy.key) == []
        assert state(copy) == new if said else state(copy) in (old, new)
        migrate.upgrade(copy.database, copy.key, before_change=lambda: None, migrations=newer_migrations, head="9000")
        assert state(copy) == new
