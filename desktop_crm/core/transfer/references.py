"""Which record of its customer a row means that names one, and what a record is called in the rows that name it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.drafts import Draft
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.identity import plain, stored
from desktop_crm.core.transfer.reading.tables import unique_headings
from desktop_crm.core.values.day import Day, parse_day
from desktop_crm.core.values.moment import Moment, exact_text, parse_moment

_Known = dict[tuple[int | None, str], int]


class References:
    """Records by what they are called, within their customer: those of the file first, then those of the vault."""

    def __init__(self, connection: Connection, drafts: Mapping[Kind, Iterable[Draft]], exact_ids: ExactIds) -> None:
        self._connection = connection
        self._drafts = drafts
        self._exact_ids = exact_ids
        self._known: dict[Kind, _Known] = {}

    def resolve(self, draft: Draft, names: Iterable[str]) -> None:
        """Set these fields to the ids of the records that the row names in them; a text that names none is kept.

        To be asked when every draft of the kinds that the fields refer to has its id.
        """
        for name in names:
            refers_to, text = _kind_named(draft, name), draft.references[name]
            if name in draft.values or (refers_to is Kind.CUSTOMERS and name == "customer_id"):
                continue
            heading, customer_id = draft.headings[name], draft.values.get("customer_id")
            if refers_to is None:
                found = None
            elif draft.exact:
                found = self._exact_ids.find(refers_to, text)
            elif refers_to is Kind.CUSTOMERS:
                found = customer_id
            else:
                found = self._find(refers_to, customer_id, text)
            if found is not None:
                draft.values[name] = found
            else:
                draft.unplaced[heading] = text
                draft.doubts.append((heading, _("The customer has no such record; the text is kept")))

    def _find(self, kind: Kind, customer_id: int | None, text: str) -> int | None:
        if kind not in self._known:
            self._known[kind] = self._gathered(kind)
        owner = customer_id if "customer_id" in ROOMS[kind].fields else None
        return self._known[kind].get((owner, _key_of_text(kind, text)))

    def _gathered(self, kind: Kind) -> _Known:
        found: dict[int, tuple[int | None, str]] = {}
        of_file = ((draft.id, draft.values) for draft in self._drafts[kind])
        for record_id, values in (*of_file, *stored(self._connection, kind)):
            if record_id and (name := plain(reference_text(kind, values))):
                found.setdefault(record_id, (values.get("customer_id"), name))
        return {(found[record_id][0], text): record_id for record_id, text in told_apart(found).items()}


def _kind_named(draft: Draft, name: str) -> Kind | None:
    """The kind of record that a field refers to; an attachment says it beside."""
    if name != "record_id":
        return ROOMS[draft.kind].fields[name].refers_to
    said = draft.values.get("record_kind")
    return Kind(said) if said in {kind.value for kind in Kind} else None


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
