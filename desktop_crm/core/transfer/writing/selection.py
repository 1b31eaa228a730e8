"""The records that go into a file: those in use, with what belongs to them computed, and only those asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.customers.standing import standings
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import Row, column_names, from_columns, from_milliseconds
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.interactions.store import latest
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.identity import plain
from desktop_crm.core.transfer.references import goes_by_time, reference_text, told_apart
from desktop_crm.core.transfer.writing.filters import Filter
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its values by field, the derived ones included, and what its references are called."""

    id: int
    values: Mapping[str, Any]
    references: Mapping[str, str]
    customer_number: str


Selection = Mapping[Kind, Sequence[Record]]


def fields_of(kind: Kind, *, confidential: bool = False) -> tuple[Field, ...]:
    """The fields that may leave the book; those that are confidential by themselves only when asked for."""
    return tuple(field for field in ROOMS[kind].fields if confidential or not field.confidential)


def select_records(
    connection: Connection,
    kinds: Sequence[Kind],
    subject: Kind,
    filters: Sequence[Filter] = (),
    *,
    confidential: bool = False,
    ids: Sequence[int] | None = None,
) -> Selection:
    """The records of the kinds, each kind by id; of `subject` only those with these `ids`, in their order.

    The filters are about the records of `subject`. Where that is customers, what belongs to the customers left out is
    left out too. So is what is marked confidential, with all that belongs to such customers, unless it is asked for
    (P-04); nothing else names it.
    """
    book = _Book(connection, confidential=confidential)
    selected = {
        kind: list(book.records(kind, ids if kind is subject else None)) for kind in dict.fromkeys((subject, *kinds))
    }
    if filters:
        selected[subject] = [record for record in selected[subject] if _fits(record, filters)]
        if subject is Kind.CUSTOMERS:
            left = {record.id for record in selected[subject]}
            for kind in selected.keys() - {subject}:
                selected[kind] = [record for record in selected[kind] if record.values.get("customer_id") in left]
    return {kind: selected[kind] for kind in kinds}


def _fits(record: Record, filters: Sequence[Filter]) -> bool:
    return all(
        each.fits(
            record.customer_number if each.field is None else record.values.get(each.field.name),
            record.references.get(each.field.name, "") if each.field else "",
        )
        for each in filters
    )


class _Book:
    """The book as its records refer to each other, without those that are to be left out."""

    def __init__(self, connection: Connection, *, confidential: bool) -> None:
        self._connection = connection
        self._confidential = confidential
        self._called: dict[Kind, dict[int, str]] = {}  # what may be named, by id
        c = ROOMS[Kind.CUSTOMERS].table.c
        query = select(c.id, c.number, c.name).where(*self._wanted(Kind.CUSTOMERS))
        self._customers = {row.id: (row.number or "", row.name or "") for row in connection.execute(query)}
        self._called[Kind.CUSTOMERS] = {record_id: name for record_id, (_number, name) in self._customers.items()}

    def _wanted(self, kind: Kind) -> Iterator[Any]:
        """That a record is in use and may leave the book."""
        c = ROOMS[kind].table.c
        yield c.deleted_at.is_(None)
        if "confidential" in c and not self._confidential:
            yield c.confidential.is_distinct_from(1)  # most records say nothing of it

    def _ours(self, customer_id: int | None) -> bool:
        return not customer_id or customer_id in self._customers

    def records(self, kind: Kind, ids: Sequence[int] | None = None) -> Iterator[Record]:
        """The records of a kind, by id; or those with these ids, in their order."""
        room, derived = ROOMS[kind], self._derived(kind)
        links = [field for field in room.fields.in_columns if field.type is FieldType.REFERENCE]
        rows = self._rows(kind, ids)
        for row, entity in zip(rows, self._entities(room, rows), strict=True):
            values = {field.name: getattr(entity, field.name) for field in room.fields.in_columns} | dict(entity.own)
            if not self._ours(values.get("customer_id")):
                continue
            references: dict[str, str] = {}
            for field in links:
                self._name(values, references, field.name, field.refers_to)
            if kind is Kind.ATTACHMENTS and values["record_kind"] in ROOMS:
                self._name(values, references, "record_id", Kind(values["record_kind"]))
            number, _name = self._customers.get(values.get("customer_id") or 0, ("", ""))
            yield Record(row["id"], values | derived.get(row["id"], {}), references, number)

    def _rows(self, kind: Kind, ids: Sequence[int] | None) -> Sequence[Row]:
        table = ROOMS[kind].table
        query = select(table).where(*self._wanted(kind)).order_by(table.c.id)
        if ids is None:
            return self._connection.execute(query).mappings().all()
        found: dict[int, Row] = {}
        for chunk in write.chunks(ids):
            rows = self._connection.execute(query.where(table.c.id.in_(chunk))).mappings()
            found |= {row["id"]: row for row in rows}
        return [found[record_id] for record_id in ids if record_id in found]

    def _entities(self, room: Records[Any], rows: Sequence[Row]) -> Iterable[Any]:
        """The records in the rows, with their confidential values only where those are asked for."""
        return room.entities_of(self._connection, rows) if self._confidential else map(room.entity_of, rows)

    def _name(self, values: dict[str, Any], references: dict[str, str], field: str, kind: Kind | None) -> None:
        """Say what the record is called that a field refers to; one that stays in the book is not referred to."""
        if not values[field] or kind is None:
            return
        called = self._names(kind)
        if values[field] in called:
            references[field] = called[values[field]]
        else:
            values[field] = None

    def _names(self, kind: Kind) -> dict[int, str]:
        """What each record of a kind is called, by id; a nameless one is there all the same."""
        if kind not in self._called:
            named = dict(self._named(kind))
            called = told_apart({record_id: name for record_id, name in named.items() if name[1]})
            self._called[kind] = {record_id: called.get(record_id, "") for record_id in named}
        return self._called[kind]

    def _named(self, kind: Kind) -> Iterator[tuple[int, tuple[int | None, str]]]:
        fields, c = ROOMS[kind].fields, ROOMS[kind].table.c
        field = fields[fields.dated_by if goes_by_time(kind) else fields.named_by]
        owner = [c.customer_id] if "customer_id" in c else []
        query = select(c.id, *owner, *(c[name] for name in column_names(field))).where(*self._wanted(kind))
        for row in self._connection.execute(query.order_by(c.id)).mappings():
            if self._ours(customer_id := row.get("customer_id")):
                yield row["id"], (customer_id, plain(reference_text(kind, {field.name: from_columns(field, row)})))

    def _derived(self, kind: Kind) -> dict[int, dict[str, Any]]:
        """The values of a kind's derived fields, by record."""
        derived: dict[int, dict[str, Any]] = {}
        f = followups.c
        steps = select(f.customer_id, f.interaction_id, f.title, f.due, f.due_zone, f.due_all_day).where(
            *self._wanted(Kind.FOLLOWUPS)
        )
        if kind is Kind.CUSTOMERS:
            derived |= standings(self._connection)
            for customer_id, moment in latest(self._connection).items():
                derived.setdefault(customer_id, {})["last_interaction"] = moment
            coming = steps.where(f.status == OPEN, f.due.is_not(None)).order_by(f.due, f.id)
            for customer_id, _interaction, _title, *due in self._connection.execute(coming):
                derived.setdefault(customer_id, {}).setdefault("next_step", _moment(*due))
        elif kind is Kind.INTERACTIONS:
            of_interactions = steps.where(f.interaction_id.is_not(None)).order_by(f.id)
            for _customer, interaction_id, title, *due in self._connection.execute(of_interactions):
                next_due = None if due[0] is None else _moment(*due)
                derived.setdefault(interaction_id, {"next_step": title, "next_due": next_due})
        return derived


def _moment(at: int, zone: str, all_day: int) -> Moment:
    return Moment(from_milliseconds(at), zone, bool(all_day))
