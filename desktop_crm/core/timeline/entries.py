"""The timeline of a customer: all that happened and is planned in one stream, the newest first (habit 15)."""

from collections.abc import Collection, Iterable
from heapq import nlargest
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, select

from desktop_crm.core import clock
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.attachments import attachments
from desktop_crm.core.database.schema.needs import commitments
from desktop_crm.core.database.write import chunks
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.timeline.entry import Entry, Key
from desktop_crm.core.timeline.parts import EVERYTHING, Part
from desktop_crm.core.timeline.places import places
from desktop_crm.core.timeline.wording import Chip, attachment_chip, commitment_chip, step_chip, words_of
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment


def entries(
    connection: Connection,
    customer_id: CustomerId,
    parts: Collection[Part] = EVERYTHING,
    before: Key | None = None,
    limit: int = 200,
) -> list[Entry]:
    """At most `limit` entries, the newest first, all of them older than `before`."""
    found = places(connection, customer_id, parts)
    older = (place for place in found if before is None or (place[1].at, place[1].id) < (before.at, before.id))
    page = nlargest(limit, older, key=lambda place: (place[1].at, place[1].id))
    made: dict[Key, Entry] = {}
    for kind, group in groupby(sorted(page, key=_kind_of), key=_kind_of):
        keys = {key.id: key for _kind, key in group}
        more = _chips_below(connection, kind, keys)
        for record in ROOMS[kind].get_many(connection, keys):
            made[keys[record.id]] = _entry(kind, keys[record.id], record, more.get(record.id, []))
    return [made[key] for _kind, key in page]


def _kind_of(place: tuple[Kind, Key]) -> Kind:
    return place[0]


def _entry(kind: Kind, key: Key, record: Any, more: list[Chip]) -> Entry:
    words = words_of(kind, record)
    when = " · ".join(filter(None, (_when(kind, record), words.beside)))
    chips = (*more, *words.chips)
    at = from_milliseconds(key.at)
    return Entry(kind, key, at, words.mark, words.accent, words.title, when, words.body, chips)


def _chips_below(connection: Connection, kind: Kind, ids: Iterable[int]) -> dict[int, list[Chip]]:
    """What was agreed, promised and attached with these records, as chips by record."""
    chips: dict[int, list[Chip]] = {}
    if kind is Kind.INTERACTIONS:
        for owner, step in _linked(connection, Kind.FOLLOWUPS, followups, followups.c.interaction_id, ids):
            chips.setdefault(owner, []).append(step_chip(step))
        for owner, promise in _linked(connection, Kind.COMMITMENTS, commitments, commitments.c.interaction_id, ids):
            chips.setdefault(owner, []).append(commitment_chip(promise))
    if kind is not Kind.ATTACHMENTS:
        of_kind = attachments.c.record_kind == kind.value
        for owner, file in _linked(connection, Kind.ATTACHMENTS, attachments, attachments.c.record_id, ids, of_kind):
            chips.setdefault(owner, []).append(attachment_chip(file.name))
    return chips


def _linked(
    connection: Connection, kind: Kind, table: Table, link: Any, ids: Iterable[int], *more: Any
) -> Iterable[tuple[int, Any]]:
    for chunk in chunks(ids):
        question = select(table).where(link.in_(chunk), table.c.deleted_at.is_(None), *more)
        rows = connection.execute(question.order_by(table.c.id)).mappings().all()
        for row, entity in zip(rows, ROOMS[kind].entities_of(connection, rows), strict=True):
            yield row[link.name], entity


def _when(kind: Kind, record: Any) -> str:
    """The day without its year, which stands in the heading of the month, and the time if it has one."""
    at = getattr(record, ROOMS[kind].fields.dated_by)
    if kind is Kind.FOLLOWUPS and record.status == DONE:
        at = record.done or at
    match at:
        case Moment():
            local = at.local() if at.all_day else at.at.astimezone(clock.zone())
            return f"{local:%m-%d}" if at.all_day else f"{local:%m-%d %H:%M}"
        case Day():
            return at.text[5:] if at.precision == "day" else at.text
        case _:
            return ""
