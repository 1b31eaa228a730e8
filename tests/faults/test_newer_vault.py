"""Fault 10: an old program meets the book of a new one."""

import hashlib

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.database import migrate
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import NewerSchemaError

pytestmark = pytest.mark.fault


def test_an_old_program_refuses_a_new_book_and_leaves_it_as_it_is(vault, newer_migrations):
    migrate.upgrade(vault.database, vault.key, before_change=lambda: None, migrations=newer_migrations, head="9000")
    connection = connect(vault.database, vault.key)
    connection.execute("UPDATE about SET value = '9.9.9' WHERE name = 'program_version'")
    connection.close()
    before = hashlib.sha256(vault.database.read_bytes()).hexdigest()
    with pytest.raises(NewerSchemaError, match=r"9\.9\.9"):
        books.open_book(vault.folder, vault.passphrase)
    assert hashlib.sha256(vault.database.read_bytes()).hexdigest() == before
