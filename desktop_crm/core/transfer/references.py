"""Which record of its customer a row means that names one, and what a record is called in the rows that name it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.identity import plain
from desktop_crm.core.transfer.reading.tables import unique_headings
from desktop_crm.core.values.day import Day, parse_day
from desktop_crm.core.values.moment import Moment, exact_text, parse_moment

Stored = Iterator[tuple[int, Mapping[str, Any]]]  # id, and values by field
_Known = dict[tuple[int | None, str], int]


class References:
    """Records by what they are called, within their customer: those of the file first, then those of the vault."""

    def __init__(self, drafts: Mapping[Kind, Iterable[Draft]], stored: Callable[[Kind], Stored]) -> None:
        self._drafts = drafts
        self._stored = stored
        self._known: dict[Kind, _Known] = {}
        self._times: dict[int, Moment] = {}

    def find(self, kind: Kind, customer_id: int | None, text: str) -> int | None:
        """The id of the record that `text` names, None when there is none.

        To be asked when every draft of that kind has its id.
        """
        if kind not in self._known:
            self._known[kind] = self._gathered(kind)
        owner = customer_id if "customer_id" in ROOMS[kind].fields else None
        return self._known[kind].get((owner, _key_of_text(kind, text)))

    def time_of(self, interaction_id: int) -> Moment | None:
        """When an interaction took place that was found."""
        return self._times.get(interaction_id)

    def _gathered(self, kind: Kind) -> _Known:
        found: dict[int, tuple[int | None, str]] = {}
        for record_id, values in (*((draft.id, draft.values) for draft in self._drafts[kind]), *self._stored(kind)):
            if record_id and (name := plain(reference_text(kind, values))):
                found.setdefault(record_id, (values.get("customer_id"), name))
                if kind is Kind.INTERACTIONS:
                    self._times.setdefault(record_id, values["occurred"])
        return {(found[record_id][0], text): record_id for record_id, text in told_apart(found).items()}


def told_apart(named: Mapping[int, tuple[int | None, str]]) -> dict[int, str]:
    """What each record is called by others of its customer: its name, numbered where an earlier one has it too.

    `named` are customer and name by id, in the order in which a file has them.
    """
    of_customer: dict[int | None, list[int]] = {}
    for record_id, (customer_id, _name) in named.items():
        of_customer.setdefault(customer_id, []).append(record_id)
    called: dict[int, str] = {}
    for ids in of_customer.values():
        called |= zip(ids, unique_headings([named[record_id][1] for record_id in ids]), strict=True)
    return called


def reference_text(kind: Kind, values: Mapping[str, Any]) -> str:
    """The name of a record; what has none, such as an interaction or a score, goes by its time."""
    fields = ROOMS[kind].fields
    value = values.get(fields.dated_by if goes_by_time(kind) else fields.named_by)
    match value:
        case Moment():
            return exact_text(value, clock.zone())
        case Day():
            return value.text
        case _:
            return str(value or "")


def goes_by_time(kind: Kind) -> bool:
    """Whether records of a kind are called by their time, as what names them is a long text, a number or a record."""
    fields = ROOMS[kind].fields
    return fields[fields.named_by].type is not FieldType.TEXT


def _key_of_text(kind: Kind, text: str) -> str:
    """The text as `told_apart` has it, whatever the form of a date in it."""
    if not goes_by_time(kind):
        return plain(text)
    if ROOMS[kind].fields[ROOMS[kind].fields.dated_by].type is FieldType.DAY:
        return parse_day(text).text
    time, opened, number = text.partition(" (")
    try:
        return exact_text(parse_moment(time, clock.zone()), clock.zone()) + opened + number
    except ValueError:
        return plain(text)
