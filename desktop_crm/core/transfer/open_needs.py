"""Of which need a row speaks that names none: of the one open need of its customer, in the file or in the book."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import CLOSED, RAISED
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft


class OpenNeeds:
    """The open needs of each customer, as far as they are known by now."""

    def __init__(self, connection: Connection, drafts: Iterable[Draft]) -> None:
        self._open: defaultdict[int | None, dict[int, None]] = defaultdict(dict)
        self._stored: set[int] = set()
        c = ROOMS[Kind.NEEDS].table.c
        rows = connection.execute(select(c.customer_id, c.id, c.status).where(c.deleted_at.is_(None)).order_by(c.id))
        for customer_id, need_id, status in rows:
            self._stored.add(need_id)
            if status not in CLOSED:
                self._open[customer_id][need_id] = None
        for draft in drafts:
            if draft.id:
                self.add(draft)

    def add(self, draft: Draft) -> None:
        """Take note of a need of the file that has its id; one of the book stays as the book knows it."""
        if draft.id not in self._stored and draft.values.get("status", RAISED) not in CLOSED:
            self._open[draft.values.get("customer_id")][draft.id] = None

    def of(self, customer_id: int | None) -> list[int]:
        """The ids of the open needs of a customer."""
        return list(self._open[customer_id])
