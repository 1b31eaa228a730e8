"""Small tables in place of files, and an import of them into a real encrypted database."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.tables import Document, RefusedRow, Row, Table


@pytest.fixture
def table() -> Callable[..., Table]:
    """A table as a reader makes it: headings, then rows, the first of which is row 2 of its file."""

    def make(headings, *rows, name="", kind=None, refused=()):
        names = tuple(headings.split(",")) if isinstance(headings, str) else tuple(headings)
        cells = [row.split(",") if isinstance(row, str) else row for row in rows]
        filled = tuple(
            Row(number, (*row, *[""] * (len(names) - len(row)))) for number, row in enumerate(map(tuple, cells), 2)
        )
        bad = tuple(RefusedRow(number, tuple(found), "broken") for number, found in refused)
        return Table(name, kind, names, filled, bad)

    return make


@pytest.fixture
def take(database):
    """Imports tables as one file, with the options by name; gives the report."""

    def run(*tables, into=None, on_duplicate="skip", kind=None, dry_run=False, notes=()):
        options = Options(kind, OnDuplicate(on_duplicate), dry_run)
        return import_documents(into or database, [Document("file.xlsx", "", tables, tuple(notes))], options)

    return run


@pytest.fixture
def records(database):
    """Every record of a kind that is in use, by id."""

    def of(kind, *, within=None) -> list[Any]:
        room = ROOMS[Kind(kind)]
        query = select(room.table).where(room.table.c.deleted_at.is_(None)).order_by(room.table.c.id)
        return (within or database).read(
            lambda connection: [room.entity_of(row) for row in connection.execute(query).mappings()]
        )

    return of


@pytest.fixture
def history(database):
    """Each action as verb and details, the oldest first, and the number of journal rows."""

    def of():
        def read(connection):
            done = connection.execute(select(actions.c.verb, actions.c.details).order_by(actions.c.sequence))
            entries = connection.scalar(select(func.count()).select_from(journal))
            return [(verb, json.loads(details)) for verb, details in done], entries

        return database.read(read)

    return of
