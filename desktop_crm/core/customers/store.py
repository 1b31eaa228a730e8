"""Customers in the database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.rules import counting_key
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.customers import customers as table
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.values.names import likeness_key
from desktop_crm.core.values.pinyin import sort_key


def _sort_keys(customer: Customer) -> Mapping[str, Any]:
    return {
        "name_key": sort_key(customer.name, person=customer.account_type == INDIVIDUAL),
        "number_key": counting_key(customer.number),
        "likeness_key": likeness_key(customer.name) or None,
    }


CUSTOMERS = Records(Customer, FIELDS, table, _sort_keys)


def ids_called(connection: Connection, text: str) -> Sequence[CustomerId]:
    """The customers in use with exactly this number, or else with exactly this name, lowest id first."""
    for column in (table.c.number, table.c.name):
        found = select(table.c.id).where(column == text, table.c.deleted_at.is_(None)).order_by(table.c.id)
        if ids := connection.scalars(found).all():
            return [CustomerId(record_id) for record_id in ids]
    return []


def numbers_beginning(connection: Connection, start: str) -> Iterator[str]:
    """Every number ever given that begins so."""
    column = customer_numbers.c.number
    yield from connection.scalars(select(column).where(column >= start, column < start + "\U0010ffff"))


def id_in_trash(connection: Connection, number: str) -> CustomerId | None:
    """The customer in the Trash with this number."""
    found = connection.scalar(select(table.c.id).where(table.c.number == number, table.c.deleted_at.is_not(None)))
    return None if found is None else CustomerId(found)


def in_trash(connection: Connection) -> Sequence[tuple[str, str, datetime]]:
    """Number, name and since when (aware, UTC) of the customers in the Trash, the latest first.

    Those that were merged into others are left out: they lie there for those.
    """
    rows = connection.execute(
        select(table.c.number, table.c.name, table.c.deleted_at)
        .where(table.c.deleted_at.is_not(None), table.c.merged_into.is_(None))
        .order_by(table.c.deleted_at.desc(), table.c.id)
    )
    return [(number, name or "", from_milliseconds(mark)) for number, name, mark in rows]
