"""Everything as JSON, without loss, for other programs and for leaving this one (habits: leave any time)."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentMissingError
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.database.schema.clocks import clock_marks
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.settings import settings
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.fields import OWN
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.contents import Contents, is_sha256
from desktop_crm.core.transfer.reading.complete import FORMAT
from desktop_crm.core.transfer.reading.tables import ID
from desktop_crm.core.transfer.whole_settings import belongs
from desktop_crm.core.transfer.writing.filters import is_empty
from desktop_crm.core.transfer.writing.selection import Record, Selection, fields_of
from desktop_crm.core.values.field_values import Json, to_json


def as_json(selection: Selection, *, beside: Mapping[str, Any], confidential: bool = False) -> bytes:
    """One JSON document: what wrote it and when, each kind's records with all that they hold, and what is `beside`.

    Ids are text, since many readers of JSON round 63 bits; a reference is the id of another record. Fields that are
    empty are left out.
    """
    document = {
        "format": FORMAT,
        "schema": HEAD,
        "program": program_version(),
        "exported_at": clock.now().astimezone(clock.zone()).isoformat(timespec="seconds"),
        **beside,
        "kinds": {
            kind.value: [
                {ID: str(record.id), **dict(_values(kind, record, confidential=confidential))} for record in records
            ]
            for kind, records in selection.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _values(kind: Kind, record: Record, *, confidential: bool) -> Iterator[tuple[str, Json]]:
    for field in fields_of(kind, confidential=confidential):
        value = record.values.get(field.name)
        # An own field may hold an empty text, which is not the same to it as nothing.
        empty = value is None if field.name.startswith(OWN) else is_empty(value)
        if not field.derived and not empty:
            # What an attachment belongs to is an id, though no one kind's.
            link = kind is Kind.ATTACHMENTS and field.name == "record_id"
            yield field.name, str(value) if link else to_json(field, value)
    for name in sorted(record.values.keys()):
        if name.startswith(OWN) and name not in ROOMS[kind].fields:
            yield name, record.values[name]  # of a field that was removed: it is kept as JSON


def settings_and_numbers(connection: Connection) -> dict[str, Any]:
    """What tailors the book and is no record: settings by name, and every number ever given (C-07)."""
    rows = connection.execute(select(settings.c.name, settings.c.value).order_by(settings.c.name))
    return {
        "settings": {name: json.loads(value) for name, value in rows if belongs(name)},
        "numbers": sorted(connection.scalars(select(customer_numbers.c.number))),
    }


def verified(connection: Connection, selection: Selection) -> list[dict[str, Any]]:
    """What was found right of the records in the file (D-03)."""
    kinds = {ROOMS[kind].table.name: kind for kind in selection}
    chosen = {record.id for records in selection.values() for record in records}
    v = verifications.c
    rows = connection.execute(
        select(v.table_name, v.record_id, v.field, v.value, v.at, v.author).order_by(v.record_id, v.field)
    )
    return [
        {
            "kind": kinds[row.table_name].value,
            "record_id": str(row.record_id),
            "field": row.field,
            "value": row.value,
            "at": row.at,
            "author": row.author,
        }
        for row in rows
        if row.table_name in kinds and row.record_id in chosen
    ]


def stopped_clocks(connection: Connection, selection: Selection) -> list[dict[str, Any]]:
    """What the user said is done or not needed, of the records in the file; of the whole book too, if all are."""
    chosen = {record.id for records in selection.values() for record in records}
    if selection.keys() == set(Kind):
        chosen.add(0)
    c = clock_marks.c
    rows = connection.execute(select(clock_marks).order_by(c.clock, c.record_id, c.period)).mappings()
    return [
        {
            "kind": row["table_name"],
            "record_id": str(row["record_id"]),
            **{name: row[name] or "" for name in ("clock", "period", "author", "note")},
            "at": row["at"],
        }
        for row in rows
        if row["record_id"] in chosen
    ]


def marked(connection: Connection, selection: Selection) -> list[dict[str, str]]:
    """Which values in the file are confidential (P-04)."""
    return [
        {"kind": kind.value, "record_id": str(record_id), "field": field}
        for kind, records in selection.items()
        for record_id, fields in ROOMS[kind].secrets(connection, [record.id for record in records]).items()
        for field in sorted(fields)
    ]


def contents_of(selection: Selection, contents: Contents) -> dict[str, str]:
    """The contents of the attachments in the file, in base64 by their SHA-256; what is missing stays away."""
    known: dict[str, str] = {}
    for record in selection.get(Kind.ATTACHMENTS, ()):
        sha256 = record.values["sha256"]
        if is_sha256(sha256) and sha256 not in known and contents.has(sha256):
            try:
                known[sha256] = base64.b64encode(contents.read(sha256, record.values["name"])).decode("ascii")
            except ContentMissingError:
                continue
    return dict(sorted(known.items()))
