"""The records that go into a file: those in use, with what belongs to them computed, and only those asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.fields import Field
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.interactions.store import latest
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.references import reference_text
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


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """The fields that may leave the book."""
    return tuple(field for field in ROOMS[kind].fields if not field.confidential)


def select_records(
    connection: Connection, kinds: Sequence[Kind], subject: Kind, filters: Sequence[Filter]
) -> Selection:
    """The records of the kinds, each kind by id.

    The filters are about the records of `subject`. Where that is customers, what belongs to the customers left out is
    left out too.
    """
    book = _Book(connection)
    selected = {kind: list(book.records(kind)) for kind in dict.fromkeys((subject, *kinds))}
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
    """The whole book as records refer to each other in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        c = customers.c
        self._customers: dict[int, tuple[str, str]] = {
            record_id: (number, name) for record_id, number, name in connection.execute(select(c.id, c.number, c.name))
        }

    def records(self, kind: Kind) -> Iterator[Record]:
        """The records of a kind that are in use, by id."""
        room, derived, called = ROOMS[kind], self._derived(kind), self._called(kind)
        query = select(room.table).where(room.table.c.deleted_at.is_(None)).order_by(room.table.c.id)
        for row in self._connection.execute(query).mappings():
            entity = room.entity_of(row)
            values = {field.name: getattr(entity, field.name) for field in room.fields.stored}
            number, name = self._customers.get(values.get("customer_id", 0), ("", ""))
            references = {field: names.get(values[field], "") for field, names in called.items() if values[field]}
            if "customer_id" in values:
                references["customer_id"] = name
            yield Record(row["id"], values | derived.get(row["id"], {}), references, number)

    def _called(self, kind: Kind) -> dict[str, dict[int, str]]:
        """For each field that refers to a contact or an interaction, what each of those is called."""
        if kind is not Kind.FOLLOWUPS:
            return {}
        people = self._connection.execute(select(contacts.c.id, contacts.c.name))
        i = interactions.c
        times = self._connection.execute(
            select(i.id, i.occurred, i.occurred_zone, i.occurred_all_day).where(
                i.id.in_(select(followups.c.interaction_id)), i.occurred.is_not(None)
            )
        )
        return {
            "contact_id": {person.id: person.name for person in people},
            "interaction_id": {
                record_id: reference_text(Kind.INTERACTIONS, {"occurred": _moment(*moment)})
                for record_id, *moment in times
            },
        }

    def _derived(self, kind: Kind) -> dict[int, dict[str, Any]]:
        """The values of a kind's derived fields, by record."""
        derived: dict[int, dict[str, Any]] = {}
        f = followups.c
        steps = select(f.customer_id, f.interaction_id, f.title, f.due, f.due_zone, f.due_all_day).where(
            f.deleted_at.is_(None)
        )
        if kind is Kind.CUSTOMERS:
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
