"""Which records came by an import, and when: no clock runs for what was due before it (decision 12).

An action's id is below those of the records it makes, and above all made before it, so what an import made lies between
its id and that of the next action. Records that a whole book brought with their own ids lie elsewhere, and their clocks
go on as they did.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal_column, select

from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.journal.transfers import IMPORT


@dataclass(frozen=True, slots=True)
class Imports:
    """The first id of each import, rising, the first one after it, and when it was, in milliseconds since 1970 UTC."""

    firsts: Sequence[int]
    ends: Sequence[int]
    times: Sequence[int]

    @classmethod
    def read(cls, connection: Connection) -> "Imports":
        """All imports into the book."""
        following = actions.alias()
        after = (
            select(following.c.id)
            .where(following.c.sequence > actions.c.sequence)
            .order_by(following.c.sequence)
            .limit(1)
            .correlate(actions)
            .scalar_subquery()
        )
        never = (1 << 63) - 1
        rows = connection.execute(
            select(actions.c.id, func.coalesce(after, never), actions.c.at)
            .where(actions.c.verb == literal_column(f"'{IMPORT}'"))  # as the index has it
            .order_by(actions.c.sequence)
        ).all()
        return cls([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])

    def at(self, record_id: int) -> int | None:
        """When a record was imported, in milliseconds since 1970 UTC; None for any other record."""
        place = bisect_right(self.firsts, record_id) - 1
        return self.times[place] if place >= 0 and record_id < self.ends[place] else None
