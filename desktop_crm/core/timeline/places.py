"""Where each record of a customer stands in time, read from few columns so that thousands take milliseconds."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.ids import EPOCH, CustomerId, millisecond_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.timeline.entry import Key
from desktop_crm.core.timeline.parts import EVERYTHING, KINDS, Part
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import whole_day

_EPOCH_MILLISECONDS = to_milliseconds(EPOCH)


def places(connection: Connection, customer_id: CustomerId, parts: Collection[Part]) -> Iterator[tuple[Kind, Key]]:
    """Kind and place of every record of the customer in these parts.

    A record stands at its time, a follow-up that is done at its end; what has no readable time where it was entered.
    In the whole stream, what was promised or attached in an interaction is told by the interaction alone.
    """
    whole = frozenset(parts) >= EVERYTHING
    for kind in dict.fromkeys(kind for part in parts for kind in KINDS[part]):
        for record_id, at in connection.execute(_question(kind, customer_id, parts, whole=whole)):
            yield kind, Key(_milliseconds(at, record_id), record_id)


def _question(kind: Kind, customer_id: CustomerId, parts: Collection[Part], *, whole: bool) -> Any:
    table: Any = ROOMS[kind].table
    at = table.c[ROOMS[kind].fields.dated_by]
    wanted = [table.c.customer_id == customer_id, table.c.deleted_at.is_(None)]
    match kind:
        case Kind.INTERACTIONS if Part.INTERACTIONS not in parts:
            wanted.append(table.c.milestone.is_not(None))
        case Kind.FOLLOWUPS:
            at = func.iif(table.c.status == DONE, func.coalesce(table.c.done, at), at)
        case Kind.COMMITMENTS if whole:
            wanted.append(table.c.interaction_id.is_(None))
        case Kind.ATTACHMENTS if whole:
            wanted.append(func.coalesce(table.c.record_kind, "") != Kind.INTERACTIONS.value)
    return select(table.c.id, at).where(*wanted)


def _milliseconds(at: int | str | None, record_id: int) -> int:
    if isinstance(at, str):
        day = Day(at).first()
        at = to_milliseconds(whole_day(day, clock.zone()).at) if day else None
    return millisecond_of(record_id) + _EPOCH_MILLISECONDS if at is None else at
