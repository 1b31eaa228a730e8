"""The gate through which every written row goes: the value of a confidential field never reaches its own column.

It goes to `secret_values` instead, so that journal, undo, drafts of the text index and files hold ciphertext alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.database.clearance import Clearance, NotClearedError, Place, cleared
from desktop_crm.core.database.columns import (
    OWN_COLUMN,
    Row,
    column_names,
    from_columns,
    own_text,
    own_values_in,
    to_columns,
)
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import OWN, Field, RecordFields, additions
from desktop_crm.core.values.field_values import from_json, to_json

_CHUNK = 500  # ids in one question, below every limit on bound parameters


@dataclass(frozen=True, slots=True)
class Mark:
    """A confidential value as it lies; `id` is that of its row, 0 for one that is to be made."""

    id: int
    place: Place
    ciphertext: str

    @property
    def row(self) -> dict[str, Any]:
        """The columns of the value."""
        place = self.place
        return {
            "id": self.id,
            "table_name": place.table_name,
            "record_id": place.record_id,
            "field": place.field,
            "ciphertext": self.ciphertext,
        }


def marks_of(connection: Connection, table_name: str, ids: Iterable[int]) -> dict[int, dict[str, Mark]]:
    """The confidential values of records of one table, by record and field."""
    c = secret_values.c
    found: dict[int, dict[str, Mark]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        rows = connection.execute(
            select(c.id, c.record_id, c.field, c.ciphertext).where(
                c.record_id.in_(wanted[start : start + _CHUNK]), c.table_name == table_name
            )
        )
        for mark_id, record_id, field, ciphertext in rows:
            found.setdefault(record_id, {})[field] = Mark(mark_id, Place(table_name, record_id, field), ciphertext)
    return found


def values_of(fields: RecordFields, marks: Mapping[str, Mark], clearance: Clearance) -> dict[str, Any]:
    """Field name to value of one record's confidential fields; those of own fields that were removed are left out.

    Raises:
        SecretUnreadableError: one of them was altered.
    """
    opened = {name: clearance.opened(mark.place, mark.ciphertext) for name, mark in marks.items() if name in fields}
    values = {name: from_json(fields[name], value) for name, value in opened.items()}
    return {name: value for name, value in values.items() if value is not None}


def value_in(fields: RecordFields, field: Field, row: Row) -> Any:
    """The value of a field in a row of its table."""
    if field.name.startswith(OWN):
        return own_values_in(fields, row[OWN_COLUMN]).get(field.name)
    return from_columns(field, row)


def with_value(fields: RecordFields, field: Field, row: Row, value: Any) -> dict[str, Any]:
    """The columns that change when the field of a row gets a value."""
    if field.name.startswith(OWN):
        own = own_values_in(fields, row[OWN_COLUMN])
        return {OWN_COLUMN: own_text(fields, own | {field.name: value})}
    return to_columns(field, value)


def taken_out(
    session: Session, table_name: str, rows: Sequence[Mapping[str, Any]], *, fresh: bool
) -> tuple[Sequence[Mapping[str, Any]], list[Mark]]:
    """The rows without the values of confidential fields, and those values sealed, as far as they are new.

    Raises:
        NotClearedError: a confidential value would change, and this session is not cleared.
    """
    fields = session.records.get(table_name)
    always = additions.get().confidential.get(fields.kind, frozenset()) if fields else frozenset()
    if fields is None or not (always or session.has_secrets or session.to_seal):
        return rows, []
    marks = {} if fresh or not session.has_secrets else marks_of(session.connection, table_name, _ids(rows))
    kept: list[Mark] = []
    passed: list[Mapping[str, Any]] = []
    for given in rows:
        row = dict(given)
        of_row = marks.get(row["id"], {})
        ahead = session.to_seal.get((table_name, row["id"]), frozenset())
        for name in sorted(always | ahead | of_row.keys()):
            if name in fields and _is_named(fields[name], row):
                kept += _take_out(session, fields, fields[name], row, of_row.get(name))
        passed.append(row)
    return passed, kept


def _ids(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def _is_named(field: Field, row: Mapping[str, Any]) -> bool:
    return (OWN_COLUMN if field.name.startswith(OWN) else column_names(field)[0]) in row


def _take_out(
    session: Session, fields: RecordFields, field: Field, row: dict[str, Any], mark: Mark | None
) -> Iterator[Mark]:
    whole = dict.fromkeys(column_names(field)) | row if not field.name.startswith(OWN) else row
    value = to_json(field, value_in(fields, field, whole))
    is_empty = value is None or value in ([], {}, "")
    row.update(with_value(fields, field, row, None))
    if mark is None and is_empty:
        return
    if session.clearance is None and session.make_clearance is None:
        if is_empty:
            return  # it was read by somebody who is not cleared, and stays as it is
        raise NotClearedError
    clearance = clearance_of(session)
    place = Place(fields.kind.value, row["id"], field.name)
    if mark is None:
        yield Mark(0, place, clearance.sealed(place, value))
    elif clearance.opened(place, mark.ciphertext) != (None if is_empty else value):
        yield Mark(mark.id, place, clearance.sealed(place, None if is_empty else value))


def clearance_of(session: Session) -> Clearance:
    """The clearance of a session; the first confidential value of a book makes its key.

    Raises:
        NotClearedError: whoever writes is not cleared.
    """
    if session.clearance is None:
        if session.make_clearance is None:
            raise NotClearedError
        session.clearance = session.make_clearance(session)
    session.has_secrets = True
    cleared.set(session.clearance)  # until the write ends: what was marked is read back by what follows
    return session.clearance
