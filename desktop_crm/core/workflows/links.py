"""Which records refer to which: every column that holds the id of another record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from desktop_crm.core.database import write
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS


@dataclass(frozen=True, slots=True)
class Link:
    """A column of `kind` that holds the id of a record of the kind `target`."""

    kind: Kind
    column: str
    target: Kind

    @property
    def table(self) -> Table:
        """The table of the records that refer."""
        return ROOMS[self.kind].table


LINKS = (
    *(
        Link(kind, field.name, field.refers_to)
        for kind, room in ROOMS.items()
        for field in room.fields.in_columns
        if field.refers_to is not None
    ),
    Link(Kind.CUSTOMERS, "merged_into", Kind.CUSTOMERS),
)


def referring(connection: Connection, link: Link, ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The id of each record that refers by `link` to one of `ids`, in the Trash or not, and whom it refers to."""
    column = link.table.c[link.column]
    for chunk in write.chunks(ids):
        rows = connection.execute(select(link.table.c.id, column).where(column.in_(chunk)).order_by(link.table.c.id))
        yield from ((row[0], row[1]) for row in rows)


def attached(connection: Connection, kind: Kind, ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The id of each attachment of one of these records, in the Trash or not, and whose it is."""
    c = ROOMS[Kind.ATTACHMENTS].table.c
    for chunk in write.chunks(ids):
        rows = connection.execute(
            select(c.id, c.record_id).where(c.record_kind == kind.value, c.record_id.in_(chunk)).order_by(c.id)
        )
        yield from ((row[0], row[1]) for row in rows)
