"""What a file says of fields that are computed here: compared with what comes of the records, never stored."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.standing import COLUMNS, standings
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.tiers import standing
from desktop_crm.core.transfer.drafts import Doubt, Draft
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment

_OURS_ALONE = "completeness"  # tells of this book, and nothing of the customer
_LAST = "last_interaction"

_Said = tuple[Draft, dict[str, Any]]  # a draft, and its values by the names of computed fields


class Claims:
    """What customers' rows say of computed fields, kept until there is something to compare it with."""

    def __init__(self) -> None:
        self._standings: list[_Said] = []
        self._last: list[tuple[Draft, Moment]] = []

    def take_out(self, draft: Draft) -> None:
        """Let the draft say no more of computed fields."""
        if said := {name: draft.values.pop(name) for name in COLUMNS if name in draft.values}:
            self._standings.append((draft, said))
        if last := draft.values.pop(_LAST, None):
            self._last.append((draft, last))

    def doubts(self, session: Session, latest: Mapping[CustomerId, Moment]) -> Iterator[Doubt]:
        """A doubt for each value that comes out otherwise, to be asked when all records are written.

        `latest` is each customer's last interaction.
        """
        for draft, last in self._last:
            known = latest.get(CustomerId(draft.id))
            if known is None or known.day() != last.day():
                yield _other_last_interaction(draft, last, known)
        ids = [draft.id for draft, _values in self._standings]
        standing.refresh(session, ids)
        yield from _differences(session.connection, self._standings, ids)


def _other_last_interaction(draft: Draft, said: Moment, known: Moment | None) -> Doubt:
    reason = (
        _("The file says {said}, the last interaction known is of {known}").format(said=said.day(), known=known.day())
        if known
        else _("The file says {said}, no interaction is known").format(said=said.day())
    )
    return Doubt(draft.place, draft.number, draft.headings[_LAST], reason)


def _differences(connection: Connection, said: Iterable[_Said], ids: list[int]) -> Iterator[Doubt]:
    known = standings(connection, ids)
    for draft, values in said:
        for name, value in values.items():
            field, found = FIELDS[name], known.get(draft.id, {}).get(name)
            if name != _OURS_ALONE and value is not None and value != found:
                reason = _("The file says {said}, computed here is {known}").format(
                    said=show(field, value), known=show(field, found) or "–"
                )
                yield Doubt(draft.place, draft.number, draft.headings.get(name, name), reason)
