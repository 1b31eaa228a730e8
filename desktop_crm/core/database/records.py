"""The store that every room has: entities to rows and back, Trash and return, for one table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Table, func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import RecordColumns, Row, to_milliseconds
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import RecordFields
from desktop_crm.core.kinds import Kind

E = TypeVar("E")


def _nothing_more(_entity: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Records(Generic[E]):
    """The records of one kind: what they are (`entity`), how they are described (`fields`) and where they lie.

    An entity is a frozen dataclass with an attribute `id` and one for each stored field; an entity to be added may
    have the id 0 and gets one. `more_columns` gives the values of columns that no field has, such as a sort key.
    """

    entity: Callable[..., E]
    fields: RecordFields
    table: Table
    more_columns: Callable[[E], Mapping[str, Any]] = _nothing_more
    _columns: RecordColumns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_columns", RecordColumns(self.fields.stored))

    @property
    def kind(self) -> Kind:
        """The kind of record."""
        return self.fields.kind

    def row_of(self, entity: E) -> dict[str, Any]:
        """The columns of an entity."""
        record_id = getattr(entity, "id")  # noqa: B009 - E has an id, which mypy cannot see
        return {"id": record_id, **self._columns.row_of(entity), **self.more_columns(entity)}

    def entity_of(self, row: Row) -> E:
        """The entity in a row."""
        return self.entity(id=row["id"], **self._columns.values_in(row))

    def get(self, connection: Connection, record_id: int) -> E | None:
        """The record, also when it lies in the Trash; None when there is none."""
        return next(iter(self.get_many(connection, [record_id])), None)

    def get_many(self, connection: Connection, ids: Iterable[int]) -> list[E]:
        """The records with these ids, in the order asked for; unknown ids are passed over."""
        wanted = list(ids)
        found: dict[int, E] = {}
        for chunk in write.chunks(wanted):
            rows = connection.execute(select(self.table).where(self.table.c.id.in_(chunk))).mappings()
            found |= {row["id"]: self.entity_of(row) for row in rows}
        return [found[record_id] for record_id in wanted if record_id in found]

    def count(self, connection: Connection) -> int:
        """How many records are in use."""
        return connection.scalar(select(func.count()).where(self.table.c.deleted_at.is_(None))) or 0

    def add(self, session: Session, entities: Iterable[E]) -> Changes:
        """Insert the entities, giving an id to each that has none."""
        rows = (self.row_of(entity) for entity in entities)
        ids = write.insert(session, self.table, (row | {"id": row["id"] or session.new_id()} for row in rows))
        return Changes.of(self.kind, added=ids)

    def change(self, session: Session, record_id: int, **values: Any) -> Changes:
        """Set some fields of one record."""
        return self.change_many(session, {record_id: values})

    def change_many(self, session: Session, values: Mapping[int, Mapping[str, Any]]) -> Changes:
        """Set some fields of several records: id to field name and new value."""
        rows = []
        for entity in self.get_many(session.connection, values):
            record_id = getattr(entity, "id")  # noqa: B009 - as above
            rows.append(self.row_of(replace(entity, **values[record_id])))  # type: ignore[type-var]  # E is a dataclass
        return Changes.of(self.kind, updated=write.update(session, self.table, rows))

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
