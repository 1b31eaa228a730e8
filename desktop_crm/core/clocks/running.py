"""The engine: which items the clocks have now, the earliest due first."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.clocks import marks
from desktop_crm.core.clocks.clock import Clock, Found, Item, Now
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.imports import Imports
from desktop_crm.core.database import overrides_store, settings_store, write
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS


@dataclass(frozen=True, slots=True)
class Overview:
    """One clock: how many items it has, how many of them are over, and those due first."""

    clock: Clock
    total: int
    over: int
    items: tuple[Item, ...]


def running(
    connection: Connection,
    *,
    clocks: Collection[str] | None = None,
    customer_id: int | None = None,
    customer_ids: Collection[int] | None = None,
    record: tuple[Kind, int] | None = None,
    until: datetime | None = None,
) -> list[Item]:
    """The items of these clocks (all of them), by their due times.

    Only those of a customer, of several (for the page of a list), or of one record; only those due before `until`
    (aware). Customers in the Trash have none.
    """
    if record is not None:
        customer_id = _customer_of(connection, *record)
    if customer_id is not None:
        customer_ids = {customer_id}
    now = present(connection, customer_ids, until)
    found = [
        (each, one)
        for each, every in _found(connection, now, _chosen(clocks, record))
        for one in every
        if record is None or (one.kind, one.record_id) == record
    ]
    return sorted(_items(connection, now, found), key=lambda item: (item.end, item.clock, item.record_id))


def overview(
    connection: Connection,
    *,
    clocks: Collection[str] | None = None,
    until: datetime | None = None,
    most: int = 100,
) -> list[Overview]:
    """For each clock that has any item due before `until`: how many, and at most so many of those due first.

    Of 100,000 customers most may be due for a word: counting them takes a fraction of the time that showing all would.
    """
    now = present(connection, None, until)
    at, counted = now.milliseconds, []
    for each, every in _found(connection, now, _chosen(clocks, None)):
        every.sort(key=lambda one: (one.due.end, one.record_id))
        if every:
            over = sum(one.due.end <= at for one in every)
            counted.append((each, len(every), over, every[:most]))
    items = iter(_items(connection, now, [(each, one) for each, _total, _over, first in counted for one in first]))
    return [Overview(each, total, over, tuple(islice(items, len(first)))) for each, total, over, first in counted]


def present(connection: Connection, customer_ids: Collection[int] | None = None, until: datetime | None = None) -> Now:
    """What rules go by at this moment."""
    return Now(
        clock.now(),
        clock.zone(),
        settings_store.load(connection),
        overrides_store.load(connection),
        Imports.read(connection),
        customers=customer_ids,
        until=None if until is None else to_milliseconds(until),
    )


def _chosen(clocks: Collection[str] | None, record: tuple[Kind, int] | None) -> list[Clock]:
    chosen = [each for each in CLOCKS if clocks is None or each.key in clocks]
    return chosen if record is None else [each for each in chosen if each.kind is record[0]]


def _found(connection: Connection, now: Now, chosen: Iterable[Clock]) -> Iterator[tuple[Clock, list[Found]]]:
    """What each clock finds, without what is marked, was due before its import, or lapsed."""
    trashed = set(connection.scalars(select(customers.c.id).where(customers.c.deleted_at.is_not(None))))
    oldest = now.oldest
    for each in chosen:
        now.marks = marks.load(connection, each.key)
        kept = (one for one in each.find(connection, now) if one.customer_id not in trashed)
        if now.until is not None:
            horizon = now.until
            kept = (one for one in kept if one.due.start < horizon)
        if not each.rolling:
            kept = (one for one in kept if (one.record_id, one.period) not in now.marks and _counts(one, now))
        yield each, [one for one in kept if not each.lapses or one.due.end > oldest]


def _counts(one: Found, now: Now) -> bool:
    """Whether it was not due yet when its record was imported, if it was (decision 12)."""
    imported = now.imports.at(one.record_id)
    return imported is None or one.due.end > imported


def _items(connection: Connection, now: Now, found: list[tuple[Clock, Found]]) -> list[Item]:
    owners = {one.customer_id for _clock, one in found if one.customer_id is not None}
    names: dict[int, str] = {}
    for chunk in write.chunks(owners):
        rows = connection.execute(select(customers.c.id, customers.c.name).where(customers.c.id.in_(chunk)))
        names |= {customer_id: name or "" for customer_id, name in rows}
    return [
        Item(
            each.key,
            one.kind,
            one.record_id,
            one.customer_id,
            one.subject or _(each.title),
            from_milliseconds(one.since),
            now.moment(one.due),
            _(one.words).format(**one.values),
            one.period,
            one.note,
            names.get(one.customer_id or 0, ""),
        )
        for each, one in found
    ]


def _customer_of(connection: Connection, kind: Kind, record_id: int) -> int | None:
    if kind is Kind.CUSTOMERS:
        return record_id
    entity = ROOMS[kind].get(connection, record_id)
    found: int | None = attrgetter("customer_id")(entity) if hasattr(entity, "customer_id") else None
    return found
