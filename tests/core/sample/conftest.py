"""Sample data in a real database."""

import pytest
from sqlalchemy import select

from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample.generator import fill


@pytest.fixture
def records():
    """Every record of a kind in a database, in the order of their ids."""

    def of(database, kind):
        room = ROOMS[Kind(kind)]
        return database.read(
            lambda connection: [
                room.entity_of(row)
                for row in connection.execute(select(room.table).order_by(room.table.c.id)).mappings()
            ]
        )

    return of


@pytest.fixture
def filled(database, fixed_clock, either_language):
    """The database with 60 customers and 600 interactions, in each language."""
    fill(database, customers=60, interactions=600, seed=7, language=either_language)
    return database
