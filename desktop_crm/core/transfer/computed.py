"""What a file says of fields that are computed here: compared with what comes of the records, never stored."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.standing import COLUMNS, standings
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.tiers import standing
from desktop_crm.core.transfer.drafts import Doubt, Draft
from desktop_crm.core.values.field_values import show

_OURS_ALONE = "completeness"  # tells of this book, and nothing of the customer

Said = tuple[Draft, dict[str, Any]]  # a draft, and its values by the names of computed fields


def taken_out(draft: Draft) -> dict[str, Any]:
    """What the draft says of computed fields, which it says no more."""
    return {name: draft.values.pop(name) for name in COLUMNS if name in draft.values}


def doubts(session: Session, said: Iterable[Said]) -> Iterator[Doubt]:
    """A doubt for each value that comes out otherwise, when all records are written."""
    of_whom = list(said)
    ids = [draft.id for draft, _values in of_whom]
    standing.refresh(session, ids)
    yield from _differences(session.connection, of_whom, ids)


def _differences(connection: Connection, said: Iterable[Said], ids: list[int]) -> Iterator[Doubt]:
    known = standings(connection, ids)
    for draft, values in said:
        for name, value in values.items():
            field, found = FIELDS[name], known.get(draft.id, {}).get(name)
            if name != _OURS_ALONE and value is not None and value != found:
                reason = _("The file says {said}, computed here is {known}").format(
                    said=show(field, value), known=show(field, found) or "–"
                )
                yield Doubt(draft.place, draft.number, draft.headings.get(name, name), reason)
