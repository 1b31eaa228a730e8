"""What lies in the Trash, as it went there: a customer stands for all that went with it; and taking things out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, null, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.settings import TRASH_KEPT_DAYS
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.trash_customer import bring_customer_back

_CUSTOMERS = ROOMS[Kind.CUSTOMERS].table
Things = Mapping[Kind, Iterable[int]]


@dataclass(frozen=True, slots=True)
class Trashed:
    """One thing in the Trash, since an aware moment in UTC. `customer` is the name of whose it is, `together` how many
    records went with a customer, `merged_into` the name of the customer it was merged into, and `goes_on` the moment
    from which on it is erased, None for never."""

    kind: Kind
    id: int
    title: str
    since: datetime
    customer: str = ""
    together: int = 0
    merged_into: str = ""
    goes_on: datetime | None = None


def trashed(connection: Connection) -> list[Trashed]:
    """Everything in the Trash, the latest first; what went there with its customer is not told beside it."""
    days = settings_store.load(connection).number(TRASH_KEPT_DAYS)
    found = [each for kind in ROOMS for each in _of_kind(connection, kind, days)]
    return sorted(found, key=lambda each: (each.since, each.id), reverse=True)


def bring_back(session: Session, things: Things) -> Changes:
    """Take things out of the Trash, customers with what went there together with them.

    Raises:
        RefusedError: the customer of one lies there too, or one is a merged customer; nothing may be kept then.
    """
    changes = Changes()
    for customer_id in things.get(Kind.CUSTOMERS, ()):
        changes |= bring_customer_back(session, CustomerId(customer_id))
    for kind, ids in things.items():
        if kind is not Kind.CUSTOMERS:
            wanted = list(ids)
            _refuse_without_customer(session.connection, kind, wanted)
            changes |= ROOMS[kind].bring_back(session, wanted)
    return changes


def _of_kind(connection: Connection, kind: Kind, days: int) -> list[Trashed]:
    room = ROOMS[kind]
    c = room.table.c
    whose: Any = null()
    wanted = select(c.id, c.deleted_at).where(c.deleted_at.is_not(None))
    if kind is Kind.CUSTOMERS:
        whose = c.merged_into
    elif kind in OF_CUSTOMER:
        went_together = and_(_CUSTOMERS.c.id == c.customer_id, _CUSTOMERS.c.deleted_at == c.deleted_at)
        whose = c.customer_id
        wanted = wanted.where(~select(_CUSTOMERS.c.id).where(went_together).exists())
    rows = {row.id: row for row in connection.execute(wanted.add_columns(whose.label("whose")))}
    belongs_to = {record_id: row.whose for record_id, row in rows.items() if row.whose is not None}
    names = _names(connection, belongs_to.values())
    together = _together(connection, rows) if kind is Kind.CUSTOMERS else {}
    named_by, found = room.fields[room.fields.named_by], []
    for entity in room.get_many(connection, rows):
        name, since = names.get(belongs_to.get(entity.id, 0), ""), from_milliseconds(rows[entity.id].deleted_at)
        merged = kind is Kind.CUSTOMERS and entity.id in belongs_to
        found.append(
            Trashed(
                kind,
                entity.id,
                show(named_by, getattr(entity, named_by.name)).partition("\n")[0],
                since,
                customer="" if merged else name,
                together=together.get(entity.id, 0),
                merged_into=name if merged else "",
                goes_on=None if merged or not days else since + timedelta(days=days),
            )
        )
    return found


def _names(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    return {customer.id: customer.name for customer in ROOMS[Kind.CUSTOMERS].get_many(connection, set(ids))}


def _together(connection: Connection, customers: Iterable[int]) -> dict[int, int]:
    """How many records went with each customer."""
    counts: dict[int, int] = {}
    for chunk in write.chunks(customers):
        for kind in OF_CUSTOMER:
            c = ROOMS[kind].table.c
            same = and_(_CUSTOMERS.c.id == c.customer_id, _CUSTOMERS.c.deleted_at == c.deleted_at)
            counted = select(c.customer_id, func.count()).join(_CUSTOMERS, same).where(c.customer_id.in_(chunk))
            for customer_id, count in connection.execute(counted.group_by(c.customer_id)):
                counts[customer_id] = counts.get(customer_id, 0) + count
    return counts


def _refuse_without_customer(connection: Connection, kind: Kind, ids: list[int]) -> None:
    """A record whose customer lies in the Trash comes back with that one."""
    if kind not in OF_CUSTOMER:
        return
    c = ROOMS[kind].table.c
    for chunk in write.chunks(ids):
        row = connection.execute(
            select(_CUSTOMERS.c.number, _CUSTOMERS.c.name)
            .join(c.id.table, c.customer_id == _CUSTOMERS.c.id)
            .where(c.id.in_(chunk), _CUSTOMERS.c.deleted_at.is_not(None))
        ).first()
        if row:
            raise RefusedError(
                _("Its customer is in the Trash too"),
                _("Bring back {customer} first. Nothing was changed.").format(customer=f"{row.number} {row.name}"),
            )
