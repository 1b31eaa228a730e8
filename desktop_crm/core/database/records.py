"""The store that every room has: entities to rows and back, Trash and return, for one table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import sealing, write
from desktop_crm.core.database.clearance import Place, cleared
from desktop_crm.core.database.columns import (
    OWN_COLUMN,
    RecordColumns,
    Row,
    own_text,
    own_values_in,
    to_milliseconds,
)
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.session import Session
from desktop_crm.core.entity import Entity
from desktop_crm.core.fields import Field, FieldType, RecordFields
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import to_json

E = TypeVar("E", bound=Entity)


def _nothing_more(_entity: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Records(Generic[E]):
    """The records of one kind: what they are (`entity`), how they are described (`fields`) and where they lie.

    An entity is a frozen dataclass with an attribute for each stored field; one to be added may have the id 0 and gets
    one. `more_columns` gives the values of columns that no field has, such as a sort key.
    """

    entity: type[E]
    fields: RecordFields
    table: Table
    more_columns: Callable[[E], Mapping[str, Any]] = _nothing_more
    _columns: RecordColumns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", RecordColumns(self.fields.in_columns))

    @property
    def kind(self) -> Kind:
        """The kind of record."""
        return self.fields.kind

    def row_of(self, entity: E) -> dict[str, Any]:
        """The columns of an entity."""
        own = own_text(self.fields, entity.own)
        return {"id": entity.id, OWN_COLUMN: own, **self._columns.row_of(entity), **self.more_columns(entity)}

    def entity_of(self, row: Row) -> E:
        """The entity in a row."""
        own = own_values_in(self.fields, row[OWN_COLUMN])
        return self.entity(id=row["id"], own=own, **self._columns.values_in(row))

    def entities_of(self, connection: Connection, rows: Iterable[Row]) -> list[E]:
        """The entities in these rows, with their confidential values for those who are cleared.

        Raises:
            SecretUnreadableError: a confidential value was altered.
        """
        found = [self.entity_of(row) for row in rows]
        clearance = cleared.get()
        if clearance is None:
            return found
        marks = sealing.marks_of(connection, self.table.name, [entity.id for entity in found])
        return [
            entity.having(**sealing.values_of(self.fields, marks[entity.id], clearance))
            if entity.id in marks
            else entity
            for entity in found
        ]

    def get(self, connection: Connection, record_id: int) -> E | None:
        """The record, also when it lies in the Trash; None when there is none."""
        return next(iter(self.get_many(connection, [record_id])), None)

    def get_many(self, connection: Connection, ids: Iterable[int]) -> list[E]:
        """The records with these ids, in the order asked for; unknown ids are passed over."""
        wanted = list(ids)
        found: dict[int, E] = {}
        for chunk in write.chunks(wanted):
            rows = connection.execute(select(self.table).where(self.table.c.id.in_(chunk))).mappings()
            found |= {entity.id: entity for entity in self.entities_of(connection, rows)}
        return [found[record_id] for record_id in wanted if record_id in found]

    def count(self, connection: Connection) -> int:
        """How many records are in use."""
        return connection.scalar(select(func.count()).where(self.table.c.deleted_at.is_(None))) or 0

    def add(self, session: Session, entities: Iterable[E]) -> Changes:
        """Insert the entities, giving an id to each that has none."""
        rows = (self.row_of(entity) for entity in entities)
        ids = write.insert(session, self.table, (row | {"id": row["id"] or session.new_id()} for row in rows))
        return Changes.of(self.kind, added=ids)

    def change(self, session: Session, record_id: int, /, **values: Any) -> Changes:
        """Set some fields of one record."""
        return self.change_many(session, {record_id: values})

    def change_many(self, session: Session, values: Mapping[int, Mapping[str, Any]]) -> Changes:
        """Set some fields of several records: id to field name and new value."""
        found = self.get_many(session.connection, values)
        rows = [self.row_of(entity.having(**values[entity.id])) for entity in found]
        return Changes.of(self.kind, updated=write.update(session, self.table, rows))

    def secrets(self, connection: Connection, ids: Iterable[int]) -> dict[int, frozenset[str]]:
        """Record to the names of its fields that are confidential, for whoever is not cleared as well (P-04)."""
        found = sealing.marks_of(connection, self.table.name, ids)
        return {record_id: frozenset(of_record) for record_id, of_record in found.items()}

    def mark(self, session: Session, ids: Iterable[int], name: str) -> Changes:
        """Make a field of records confidential: its value leaves its column and lies as ciphertext from now on.

        What the journal said of it before stays there. Records whose field is confidential already are passed over.

        Raises:
            KeyError: there is no such field.
            ValueError: the field cannot be confidential, because the program itself goes by it.
            NotClearedError: whoever writes is not cleared; nothing was written.
        """
        described = self.fields[name]
        if not self.can_be_confidential(described):
            raise ValueError(name)
        changes = Changes()
        for chunk in write.chunks(ids):
            marked = sealing.marks_of(session.connection, self.table.name, chunk)
            rows = self._rows_of(session, (each for each in chunk if name not in marked.get(each, {})))
            clearance = sealing.clearance_of(session)
            places = {row["id"]: Place(self.table.name, row["id"], name) for row in rows}
            values = {row["id"]: to_json(described, sealing.value_in(self.fields, described, row)) for row in rows}
            empty = [{"id": row["id"]} | sealing.with_value(self.fields, described, row, None) for row in rows]
            write.update(session, self.table, empty)
            new = [
                sealing.Mark(session.new_id(), place, clearance.sealed(place, values[record_id]))
                for record_id, place in places.items()
            ]
            write.insert(session, secret_values, [mark.row for mark in new])
            changes |= Changes.of(self.kind, updated=list(places))
        return changes

    def unmark(self, session: Session, ids: Iterable[int], name: str) -> Changes:
        """Let a field of records be as any other again: its value goes back into its column.

        Raises:
            NotClearedError: whoever writes is not cleared; nothing was written.
            SecretUnreadableError: a value was altered; nothing may be kept of this session then.
        """
        described, changes = self.fields[name], Changes()
        for chunk in write.chunks(ids):
            of_chunk = sealing.marks_of(session.connection, self.table.name, chunk)
            marks = {record_id: marks[name] for record_id, marks in of_chunk.items() if name in marks}
            clearance = sealing.clearance_of(session)
            values = {
                record_id: sealing.values_of(self.fields, {name: mark}, clearance).get(name)
                for record_id, mark in marks.items()
            }
            write.delete(session, secret_values, [mark.id for mark in marks.values()])
            rows = [
                {"id": row["id"]} | sealing.with_value(self.fields, described, row, values[row["id"]])
                for row in self._rows_of(session, marks)
            ]
            write.update(session, self.table, rows)
            changes |= Changes.of(self.kind, updated=list(marks))
        return changes

    def can_be_confidential(self, field: Field) -> bool:
        """Whether values of a field can lie as ciphertext: not what a record is found, ordered or linked by."""
        fixed = {self.fields.named_by, self.fields.dated_by, "number", "former_numbers", "account_type", "status"}
        fixed |= {"record_kind", "record_id", "sha256"}  # by which an attachment and its content are found
        program = {FieldType.REFERENCE, FieldType.YES_NO, FieldType.UNPLACED}
        begun = getattr(self.entity(), field.name, None)  # would be told, and wrong, to whoever is not cleared
        return field.name not in fixed and field.type not in program and not field.derived and not begun

    def _rows_of(self, session: Session, ids: Iterable[int]) -> list[Row]:
        wanted = select(self.table).where(self.table.c.id.in_(list(ids)))
        return list(session.connection.execute(wanted).mappings())

    def trash(self, session: Session, ids: Iterable[int]) -> Changes:
        """Move records to the Trash, where they stay until they are erased."""
        mark = to_milliseconds(session.at)
        rows = [{"id": record_id, "deleted_at": mark} for record_id in self._where_trashed(session, ids, trashed=False)]
        return Changes.of(self.kind, removed=write.update(session, self.table, rows))

    def bring_back(self, session: Session, ids: Iterable[int]) -> Changes:
        """Take records out of the Trash."""
        rows = [{"id": record_id, "deleted_at": None} for record_id in self._where_trashed(session, ids, trashed=True)]
        return Changes.of(self.kind, added=write.update(session, self.table, rows))

    def _where_trashed(self, session: Session, ids: Iterable[int], *, trashed: bool) -> list[int]:
        mark = self.table.c.deleted_at
        condition = mark.is_not(None) if trashed else mark.is_(None)
        found: list[int] = []
        for chunk in write.chunks(ids):
            found += session.connection.scalars(select(self.table.c.id).where(self.table.c.id.in_(chunk), condition))
        return found
