"""Everything as JSON, without loss, for other programs and for leaving this one (habits: leave any time)."""

import json

from desktop_crm.core import clock
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.selection import Record, Selection, fields_of
from desktop_crm.core.values.field_values import Json, to_json

FORMAT = "desktop-crm"


def as_json(selection: Selection) -> bytes:
    """One JSON document: what wrote it and when, and each kind's records with every stored field.

    Ids are text, since many readers of JSON round 63 bits; a reference is the id of another record.
    """
    document = {
        "format": FORMAT,
        "schema": HEAD,
        "program": program_version(),
        "exported_at": clock.now().astimezone(clock.zone()).isoformat(timespec="seconds"),
        "kinds": {
            kind.value: [{"id": str(record.id), **_values(kind, record)} for record in records]
            for kind, records in selection.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _values(kind: Kind, record: Record) -> dict[str, Json]:
    stored = (field for field in fields_of(kind) if not field.derived)
    return {field.name: to_json(field, record.values[field.name]) for field in stored}
