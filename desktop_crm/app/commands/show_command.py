"""`show`: everything about one customer."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from desktop_crm.app.answers import print_json
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.store import of_customer as followups_of
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.journal.history import Step, history
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.orders.store import of_customer as orders_of
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show, to_json

_BELOW: dict[Kind, Callable[[Connection, CustomerId], Sequence[Any]]] = {
    Kind.CONTACTS: contacts_of,
    Kind.INTERACTIONS: interactions_of,
    Kind.FOLLOWUPS: followups_of,
    Kind.ORDERS: orders_of,
}


def run(args: Namespace) -> int:
    """Print the customer's fields, and a list for each room below it."""
    with opened(args) as book:
        records, steps = book.read(lambda connection: _read(connection, args))
    if args.json:
        document = _document(Kind.CUSTOMERS, records[Kind.CUSTOMERS][0])
        document |= {kind.value: [_document(kind, entity) for entity in records[kind]] for kind in _BELOW}
        if args.history:
            document["history"] = [_step_document(step) for step in steps]
        print_json(document)
        return 0
    _print_fields(Kind.CUSTOMERS, records[Kind.CUSTOMERS][0], "")
    for kind in _BELOW:
        if records[kind]:
            print(f"\n{_(TITLES[kind])}  {len(records[kind])}")
        for entity in records[kind]:
            print(f"  · {entity.id}")
            _print_fields(kind, entity, "    ")
    for step in steps:
        print(f"\n{step.at.astimezone(clock.zone()):%Y-%m-%d %H:%M}  {step.author}  {step.verb}")
        for change in step.changes:
            print(f"    {_(change.field.label)}: {show(change.field, change.old)} → {show(change.field, change.new)}")
    return 0


def _read(connection: Connection, args: Namespace) -> tuple[dict[Kind, list[Any]], list[Step]]:
    customer_id = customer_called(connection, args.customer)
    records: dict[Kind, list[Any]] = {Kind.CUSTOMERS: [CUSTOMERS.get(connection, customer_id)]}
    for kind, of_customer in _BELOW.items():
        records[kind] = list(of_customer(connection, customer_id))
    return records, history(connection, CUSTOMERS, customer_id) if args.history else []


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


def _print_fields(kind: Kind, entity: Any, indent: str) -> None:
    for field in ROOMS[kind].fields.stored:
        if text := show(field, getattr(entity, field.name)):
            print(f"{indent}{_(field.label)}: {text}")
