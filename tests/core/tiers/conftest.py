from collections.abc import Callable
from typing import Any

import pytest

from desktop_crm.core.database.database import Database
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.tiers import standing
from desktop_crm.core.tiers.standing import Standing


@pytest.fixture
def database(database: Database) -> Database:
    """A database that keeps standings in step, as that of a book does."""
    database.settle = standing.settle
    standing.catch_up(database)
    return database


@pytest.fixture
def add(database: Database) -> Callable[..., tuple[int, ...]]:
    """Adds records of one room, as one action, and gives their ids."""

    def write(room: Any, *entities: Any) -> tuple[int, ...]:
        return database.write("add", lambda session: room.add(session, entities)).added[room.kind]

    return write


@pytest.fixture
def standing_of(database: Database) -> Callable[[CustomerId], Standing]:
    return lambda customer_id: database.read(lambda connection: standing.standing_of(connection, customer_id))
