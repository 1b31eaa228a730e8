"""Which ids the records of our own JSON get: their own where free, so that an empty book becomes an equal one."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import LAST_ACCEPTED
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.reading.tables import Marked
from desktop_crm.core.workflows.merged_customers import survivors


class ExactIds:
    """The ids of a file and those they become; the book is looked at when the first of them is asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._became: dict[tuple[Kind, int], int] = {}
        self._kept: dict[Kind, set[int]] = {}
        self._taken: set[int] = set()
        self._merged: Mapping[int, int] = {}
        self._new: set[int] = set()
        self._marked: dict[tuple[Kind, int], set[str]] = {}

    def expect(self, marked: Iterable[Marked]) -> None:
        """These fields are confidential in the file: in new records they are from the beginning (P-04)."""
        for each in marked:
            fields = ROOMS[each.kind].fields
            if each.field in fields and ROOMS[each.kind].can_be_confidential(fields[each.field]):
                self._marked.setdefault((each.kind, each.record_id), set()).add(each.field)

    def take(self, kind: Kind, given: int) -> int:
        """The id of a new record: the one the file gives, or a fresh one where that is taken or can be none."""
        self._look()
        free = 0 < given <= LAST_ACCEPTED and given not in self._taken
        record_id = given if free else self._session.new_id()
        if free:
            self._session.ids.seen(given)
        self._taken.add(record_id)
        self._new.add(record_id)
        self.became(kind, given, record_id)
        if fields := self._marked.get((kind, given)):
            self._session.to_seal[kind.value, record_id] = frozenset(fields)
        return record_id

    def became(self, kind: Kind, given: int, record_id: int) -> None:
        """Remember the record that the file calls `given`."""
        self._became.setdefault((kind, given), record_id)

    def added(self, kind: Kind, given: int) -> int | None:
        """The new record that the file calls `given`, None when it has none or was there before."""
        found = self._became.get((kind, given))
        return found if found in self._new else None

    def stored(self, kind: Kind, given: int) -> int | None:
        """The id, when a record in use has it; of a customer that was merged into another one that one's."""
        self._look()
        if kind is Kind.CUSTOMERS:
            given = self._merged.get(given, given)
        return given if given in self._kept[kind] else None

    def find(self, kind: Kind, text: str) -> int | None:
        """The record that the file calls by this id, or that the book has under it."""
        given = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        found = self._became.get((kind, given))
        return self.stored(kind, given) if found is None else found

    def _look(self) -> None:
        if self._kept:
            return
        for kind, room in ROOMS.items():
            rows = self._session.connection.execute(select(room.table.c.id, room.table.c.deleted_at)).all()
            self._kept[kind] = {record_id for record_id, deleted_at in rows if deleted_at is None}
            self._taken.update(record_id for record_id, _deleted_at in rows)
        self._merged = survivors(self._session.connection)
