import json

import pytest
from sqlalchemy import select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.schema.actions import journal
from desktop_crm.core.settings import DEFAULT_TIME, SILENT_DAYS, USER_NAME


@pytest.fixture
def store(database):
    def set_one(setting, value):
        assert database.write("settings", lambda session: settings_store.store(session, setting, value)) == Changes()

    return set_one


def test_a_new_vault_has_the_defaults(database):
    known = database.read(settings_store.load)
    assert known.values == {}
    assert known.text(DEFAULT_TIME) == "09:00"


def test_a_setting_is_kept_with_its_type_and_the_last_value_counts(database, store):
    store(USER_NAME, '王"芳\\')
    store(SILENT_DAYS, 30)
    store(SILENT_DAYS, 0)
    known = database.read(settings_store.load)
    assert known.values == {"user_name": '王"芳\\', "silent_days": 0}
    assert known.number(SILENT_DAYS) == 0


def test_a_change_of_a_setting_is_in_the_journal_and_setting_it_again_is_not(database, store):
    store(SILENT_DAYS, 30)
    store(SILENT_DAYS, 60)
    store(SILENT_DAYS, 60)
    asked = select(journal.c.operation, journal.c.changes).where(journal.c.table_name == "settings")
    rows = database.read(lambda connection: connection.execute(asked.order_by(journal.c.id)).all())
    assert [operation for operation, _changes in rows] == ["insert", "update"]
    assert json.loads(rows[1].changes) == {"value": ["30", "60"]}
