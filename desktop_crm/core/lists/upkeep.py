"""What the list of the month's end says of each record that is to be looked into (D-03)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.verify_records import Due, Verified, last_verified


@dataclass(frozen=True, slots=True)
class DueLine:
    """`fields` are the names of the fields to look into with what they hold; `last` is None where nothing was."""

    customer: str
    record: str
    fields: tuple[tuple[str, str], ...]
    last: Verified | None


def due_lines(connection: Connection, wanted: Iterable[Due]) -> Mapping[int, DueLine]:
    """Id of the record to its line; records that are no more are left out."""
    by_kind: defaultdict[Kind, list[Due]] = defaultdict(list)
    for due in wanted:
        by_kind[due.kind].append(due)
    ids = {due.customer_id for found in by_kind.values() for due in found}
    names: dict[int, str] = {customer.id: customer.name for customer in CUSTOMERS.get_many(connection, ids)}
    lines = {}
    for kind, found in by_kind.items():
        records = {each.id: each for each in ROOMS[kind].get_many(connection, [due.record_id for due in found])}
        last = last_verified(connection, kind, records)
        fields = ROOMS[kind].fields
        for due in found:
            if record := records.get(due.record_id):
                values = tuple(
                    (_(fields[name].label), show(fields[name], getattr(record, name))) for name in due.fields
                )
                called = str(getattr(record, fields.named_by))
                lines[due.record_id] = DueLine(names.get(due.customer_id, ""), called, values, last.get(due.record_id))
    return lines
