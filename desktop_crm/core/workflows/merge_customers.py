"""One customer that was entered twice made into one file (D-04), so that it can be taken apart again (decision 16)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.combining import (
    Difference,
    Take,
    chosen,
    combined,
    differences,
    hidden,
    keep_confidential,
)

MERGES = "merges"  # in the action's details: of each merge in it survivor, other, and whose values hold
OWN_NUMBERS = ("number", "former_numbers")  # the survivor keeps its number, and the other's becomes a former one
FOLLOWS = {
    "status_note": "status",
    "status_since": "status",
    "churn_reason": "status",
    "tier_reason": "tier_override",
}
NOTHING_CHOSEN: Mapping[str, Take] = MappingProxyType({})

_CONTACTS, _CHAIN = ROOMS[Kind.CONTACTS].table, ROOMS[Kind.CHAIN].table
_ATTACHMENTS = ROOMS[Kind.ATTACHMENTS].table


def proposal(connection: Connection, survivor_id: CustomerId, other_id: CustomerId) -> tuple[Difference, ...]:
    """The fields in which two customers differ, and what merging them would do by itself.

    Raises:
        RefusedError: they cannot be merged.
    """
    return _differences(connection, *_pair(connection, survivor_id, other_id))


def merge(
    session: Session,
    survivor_id: CustomerId,
    other_id: CustomerId,
    choices: Mapping[str, Take] = NOTHING_CHOSEN,
) -> Changes:
    """Let `other` be one with `survivor`: every record of it moves there, its number becomes a former one.

    `choices` are field name and whose value holds; for the rest holds the proposal. The survivor's primary contact
    stays the primary one. Confidential values stay so, and stay where they are for whoever may not see them. The other
    customer lies in the Trash for the survivor, as long as that one is there.

    Raises:
        RefusedError: they cannot be merged; nothing was written.
        ValueError: a choice does not fit its field.
    """
    connection = session.connection
    survivor, other = _pair(connection, survivor_id, other_id)
    takes = chosen(_differences(connection, survivor, other), choices, follows=FOLLOWS)
    values = {
        name: combined(field, take, getattr(survivor, name), getattr(other, name))
        for name, (field, take) in takes.items()
    }
    values["former_numbers"] = joined_numbers(survivor.former_numbers, other)
    said = {name: take.value for name, (_field, take) in takes.items() if take is not Take.SURVIVOR}
    session.details.setdefault(MERGES, []).append({"survivor": str(survivor_id), "other": str(other_id), "takes": said})
    changes = keep_confidential(session, CUSTOMERS, survivor_id, other_id, takes)
    changes |= _give_way(session, survivor_id, other_id) | _move_all(session, other_id, survivor_id)
    changes |= CUSTOMERS.change(session, survivor_id, **values)
    row = {"id": other_id, "merged_into": survivor_id, "deleted_at": to_milliseconds(session.at)}
    return changes | Changes.of(Kind.CUSTOMERS, removed=write.update(session, CUSTOMERS.table, [row]))


def joined_numbers(former: Iterable[str], other: Customer) -> tuple[str, ...]:
    """The former numbers of a customer with which `other` became one."""
    return tuple(dict.fromkeys((*former, other.number, *other.former_numbers)))


def _pair(connection: Connection, survivor_id: CustomerId, other_id: CustomerId) -> tuple[Customer, Customer]:
    c = CUSTOMERS.table.c
    wanted = [survivor_id, other_id]
    in_use = connection.scalars(select(c.id).where(c.id.in_(wanted), c.deleted_at.is_(None))).all()
    if survivor_id == other_id or set(in_use) != set(wanted):
        raise RefusedError(
            _("These cannot be merged"), _("Choose two customers, neither of them in the Trash. Nothing was changed.")
        )
    survivor, other = CUSTOMERS.get_many(connection, wanted)
    return survivor, other


def _differences(connection: Connection, survivor: Customer, other: Customer) -> tuple[Difference, ...]:
    left = {*OWN_NUMBERS, *hidden(connection, CUSTOMERS, (survivor.id, other.id))}
    found = differences(CUSTOMERS.fields, survivor, other, leave=left, follows=FOLLOWS)
    return tuple(
        replace(difference, default=Take.OTHER)
        if difference.field.name == "first_contact" and _is_earlier(other.first_contact, survivor.first_contact)
        else difference
        for difference in found
    )


def _is_earlier(one: Day | None, other: Day | None) -> bool:
    return one is not None and other is not None and one.is_date and other.is_date and one.text < other.text


def _give_way(session: Session, survivor_id: CustomerId, other_id: CustomerId) -> Changes:
    """The other's primary contacts, those in the Trash as well, are none where the survivor has one."""
    c = _CONTACTS.c
    primary = select(c.id).where(c.is_primary == 1)
    theirs = session.connection.scalars(primary.where(c.customer_id == other_id)).all()
    if not session.connection.scalar(primary.where(c.customer_id == survivor_id, c.deleted_at.is_(None)).limit(1)):
        return Changes()
    rows = [{"id": record_id, "is_primary": 0} for record_id in theirs]
    return Changes.of(Kind.CONTACTS, updated=write.update(session, _CONTACTS, rows))


def _move_all(session: Session, from_id: CustomerId, to_id: CustomerId) -> Changes:
    """Every record of one customer belongs to the other, with the steps of its decision chain behind the other's."""
    changes = Changes()
    behind = session.connection.scalar(select(func.max(_CHAIN.c.position)).where(_CHAIN.c.customer_id == to_id)) or 0
    for kind in OF_CUSTOMER:
        table = ROOMS[kind].table
        columns = [table.c.id, *_more_columns(table)]
        found = session.connection.execute(
            select(*columns).where(table.c.customer_id == from_id).order_by(table.c.id)
        ).mappings()
        rows = []
        for row in found:
            moved = {"id": row["id"], "customer_id": to_id}
            if table is _CHAIN and row["position"] is not None:
                moved["position"] = row["position"] + behind
            if table is _ATTACHMENTS and (row["record_kind"], row["record_id"]) == (Kind.CUSTOMERS.value, from_id):
                moved["record_id"] = to_id
            rows.append(moved)
        changes |= Changes.of(kind, updated=write.update(session, table, rows))
    return changes


def _more_columns(table: Table) -> list[Column[Any]]:
    names = {_CHAIN: ("position",), _ATTACHMENTS: ("record_kind", "record_id")}.get(table, ())
    return [table.c[name] for name in names]
