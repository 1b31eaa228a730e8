"""Which contact or interaction of its customer a row means that names one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.identity import plain
from desktop_crm.core.values.moment import Moment, exact_text, parse_moment

Stored = Iterator[tuple[int, Mapping[str, Any]]]  # id, and values by field


class References:
    """Contacts by name and interactions by time, within their customer: those of the file first, then the vault's."""

    def __init__(self, drafts: Mapping[Kind, Iterable[Draft]], stored: Callable[[Kind], Stored]) -> None:
        self._drafts = drafts
        self._stored = stored
        self._known: dict[Kind, dict[tuple[int | None, str], tuple[int, Mapping[str, Any]]]] = {}

    def find(self, kind: Kind, customer_id: int | None, text: str) -> tuple[int, Mapping[str, Any]] | None:
        """Id and values of the record that `text` names, None when there is none.

        To be asked when every draft of that kind has its id.
        """
        if kind not in self._known:
            self._known[kind] = self._gathered(kind)
        return self._known[kind].get((customer_id, _key_of_text(kind, text)))

    def _gathered(self, kind: Kind) -> dict[tuple[int | None, str], tuple[int, Mapping[str, Any]]]:
        known: dict[tuple[int | None, str], tuple[int, Mapping[str, Any]]] = {}
        for record_id, values in (*((draft.id, draft.values) for draft in self._drafts[kind]), *self._stored(kind)):
            if record_id and (key := reference_text(kind, values)):
                known.setdefault((values.get("customer_id"), plain(key)), (record_id, values))
        return known


def reference_text(kind: Kind, values: Mapping[str, Any]) -> str:
    """What a row that belongs to a record calls it: a contact by its name, an interaction by its time."""
    if kind is Kind.INTERACTIONS:
        occurred: Moment | None = values.get("occurred")
        return exact_text(occurred, clock.zone()) if occurred else ""
    return str(values.get("name") or "")


def _key_of_text(kind: Kind, text: str) -> str:
    if kind is Kind.INTERACTIONS:
        try:
            return exact_text(parse_moment(text, clock.zone()), clock.zone())
        except ValueError:
            return ""
    return plain(text)
