"""`show`: everything about one customer."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from desktop_crm.app.answers import print_json
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.customers.standing import COLUMNS, standings
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.history import Step, history
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.timeline.overview import ids_of
from desktop_crm.core.values.field_values import show, to_json

_BELOW = OF_CUSTOMER
_TECHNICAL = {"record_kind", "record_id"}  # of an attachment: no words of the user

Records = dict[Kind, list[Any]]
Derived = list[tuple[Field, Any]]


def run(args: Namespace) -> int:
    """Print the customer's fields, and a list for each room below it."""
    with opened(args) as book:
        records, computed, steps = book.read(lambda connection: _read(connection, args))
    derived = [*_derived(records), *computed]
    if args.json:
        document = _document(Kind.CUSTOMERS, records[Kind.CUSTOMERS][0])
        document |= {field.name: to_json(field, value) for field, value in derived}
        document |= {kind.value: [_document(kind, entity) for entity in records[kind]] for kind in _BELOW}
        if args.history:
            document["history"] = [_step_document(step) for step in steps]
        print_json(document)
    else:
        _print_records(records, derived)
        _print_steps(steps)
    return 0


def _read(connection: Connection, args: Namespace) -> tuple[Records, Derived, list[Step]]:
    customer_id = customer_called(connection, args.customer)
    records: Records = {Kind.CUSTOMERS: [CUSTOMERS.get(connection, customer_id)]}
    for kind in _BELOW:
        records[kind] = ROOMS[kind].get_many(connection, ids_of(connection, kind, customer_id))
    values = standings(connection, [customer_id]).get(customer_id, dict.fromkeys(COLUMNS))
    computed = [(CUSTOMERS.fields[name], value) for name, value in values.items()]
    return records, computed, history(connection, CUSTOMERS, customer_id) if args.history else []


def _derived(records: Records) -> Derived:
    """The fields of a customer that follow from the records below it (C-29, C-39)."""
    met = [one.occurred for one in records[Kind.INTERACTIONS] if one.occurred]
    next_dues = [one.due for one in records[Kind.FOLLOWUPS] if one.status == OPEN and one.due and not one.to_check]
    fields = ROOMS[Kind.CUSTOMERS].fields
    return [(fields["last_interaction"], next(iter(met), None)), (fields["next_step"], next(iter(next_dues), None))]


def _document(kind: Kind, entity: Any) -> dict[str, Any]:
    values = {field.name: to_json(field, getattr(entity, field.name)) for field in ROOMS[kind].fields.stored}
    return {"id": str(entity.id)} | values


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "at": step.at.astimezone(clock.zone()).isoformat(),
        "author": step.author,
        "verb": step.verb,
        "changes": {
            change.field.name: [to_json(change.field, change.old), to_json(change.field, change.new)]
            for change in step.changes
        },
    }


def _print_records(records: Records, derived: Derived) -> None:
    """The customer's fields line by line, then each record below it: what lists show of it in one line, the rest under.

    A follow-up is headed by its id, which `done` asks for.
    """
    customer = records[Kind.CUSTOMERS][0]
    _print_fields([(field, getattr(customer, field.name)) for field in ROOMS[Kind.CUSTOMERS].fields.stored], "")
    _print_fields(derived, "")
    for kind in _BELOW:
        if records[kind]:
            print(f"\n{_(TITLES[kind])}  {len(records[kind])}")
        for entity in records[kind]:
            fields = [field for field in ROOMS[kind].fields.shown if field.type is not FieldType.REFERENCE]
            fields = [field for field in fields if not field.derived and field.name not in _TECHNICAL]
            head = [str(entity.id)] if kind is Kind.FOLLOWUPS else []
            head += [_in_line(field, getattr(entity, field.name)) for field in fields if field.in_table]
            print("  · " + "  ".join(filter(None, head)))
            _print_fields([(field, getattr(entity, field.name)) for field in fields if not field.in_table], "    ")


def _print_fields(values: Sequence[tuple[Field, Any]], indent: str) -> None:
    for field, value in values:
        if value is not False and (text := show(field, value)):
            print(f"{indent}{_(field.label)}: " + text.replace("\n", f"\n{indent}  "))


def _in_line(field: Field, value: Any) -> str:
    """A value where its label does not stand beside it."""
    if isinstance(value, bool):
        return _(field.label) if value else ""
    return _one_line(show(field, value))


def _print_steps(steps: Sequence[Step]) -> None:
    for step in steps:
        print(f"\n{step.at.astimezone(clock.zone()):%Y-%m-%d %H:%M}  {step.author}  {step.verb}")
        for change in step.changes:
            old, new = (_one_line(show(change.field, value)) for value in (change.old, change.new))
            print(f"    {_(change.field.label)}: " + (f"{old} → {new}" if old else new))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
