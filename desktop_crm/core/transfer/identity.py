"""When a row is the same record as another, and when it is merely likely to be (decision 12 and the contract)."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any
from unicodedata import normalize

from sqlalchemy import Connection, select

from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.database.columns import column_names, from_columns
from desktop_crm.core.followups.calendar_uid import is_ours, uid_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.names import likeness_key
from desktop_crm.core.values.phone import Phone, digits

Values = Mapping[str, Any]  # field name to value; `customer_id` is the resolved id


def plain(text: str) -> str:
    """A text by which names and spellings are compared: NFKC, trimmed."""
    return normalize("NFKC", text).strip()


def stored(connection: Connection, kind: Kind) -> Iterator[tuple[int, dict[str, Any]]]:
    """Id and values of each record in use, as far as rows are compared with them, by id."""
    table, fields = ROOMS[kind].table, ROOMS[kind].fields
    compared = [field for field in fields.in_columns if not fields.same_by or field.name in fields.same_by]
    columns = [table.c[name] for field in compared for name in column_names(field)]
    for row in connection.execute(
        select(table.c.id, *columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
    ).mappings():
        values = ((field.name, from_columns(field, row)) for field in compared)
        yield row["id"], {name: value for name, value in values if value is not None}


def _phones(values: Values) -> Iterator[str]:
    for name in ("phone", "mobile"):
        phone: Phone | None = values.get(name)
        if phone:
            yield phone.e164 or digits(phone) or plain(phone.text)
    for text in values.get("other_phones", ()):
        yield plain(text)


def _emails(values: Values) -> Iterator[str]:
    for text in (values.get("email", ""), *values.get("other_emails", ())):
        if text:
            yield plain(text).casefold()


def _reaches(values: Values) -> Iterator[Hashable]:
    name = plain(values.get("name", "")).casefold()
    yield from (("phone", name, phone) for phone in _phones(values))
    yield from (("email", name, email) for email in _emails(values))


def same_keys(kind: Kind, values: Values) -> list[Hashable]:
    """Keys of which one in common makes two rows of a kind the same record."""
    owner = values.get("customer_id")
    match kind:
        case Kind.CUSTOMERS:
            keys = [(name, values[name]) for name in ("number", "uscc") if values.get(name)]
            keys += [("number", number) for number in values.get("former_numbers", ())]
            return [*keys, *_reaches(values)]
        case Kind.CONTACTS:
            return [(owner, key) for key in _reaches(values)] or [_everything(values)]
        case Kind.FOLLOWUPS:
            if uid := values.get("calendar_uid"):
                return [("uid", uid, "" if is_ours(uid) else values.get("title"))]
            ours = [("uid", uid_of(values["id"], ""), "")] if "id" in values else []
            return [*ours, _everything(values)]
        case _:
            return [key_of(values, ROOMS[kind].fields.same_by)]


def key_of(values: Values, names: Iterable[str]) -> Hashable:
    """The values of some fields, such that equal ones are the same whatever their form."""
    return tuple(_comparable(values.get(name)) for name in names)


def _comparable(value: Any) -> Hashable:
    """What makes two values the same: of a moment its time, of a day its text, of money the amount."""
    match value:
        case Moment():
            return value.at
        case Day():
            return value.text
        case Money():
            return value.cents, value.currency
        case str():
            return plain(value) or None
        case _:
            return value or None


# Given by the program, or by what happens to a record after it came in: no part of what a file says of it.
_NOT_GIVEN = {"id", "status", "result", "done", "to_check", "unplaced", "owner", "is_primary", "confirmed"}
_NOT_GIVEN |= {"told_customer", "snoozed_until"}
_NOT_GIVEN |= {"contact_id", "interaction_id", "need_id", "deal_id", "service_id", "replaced_by"}  # found later


def _everything(values: Values) -> Hashable:
    return frozenset((name, str(value)) for name, value in values.items() if value and name not in _NOT_GIVEN)


def likely_keys(kind: Kind, values: Values) -> list[Hashable]:
    """Keys of which one in common makes two customers likely to be the same one: the name as firms write it, a phone.

    A likely duplicate is added all the same, and reported.
    """
    if kind is not Kind.CUSTOMERS:
        return []
    keys: list[Hashable] = [("phone", phone) for phone in _phones(values)]
    if values.get("account_type") != INDIVIDUAL and (key := likeness_key(values.get("name", ""))):
        keys.append(("name", key))
    return keys


class Known:
    """The records of a kind that are already there or already taken from the file, found by their keys."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, int] = {}

    def add(self, record_id: int, keys: Iterable[Hashable]) -> None:
        """Remember a record; the first with a key keeps it."""
        for key in keys:
            self._by_key.setdefault(key, record_id)

    def find(self, keys: Iterable[Hashable]) -> int | None:
        """The record that has one of the keys, the earlier keys first."""
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def find_all(self, keys: Iterable[Hashable]) -> list[int]:
        """Every record that has one of the keys, each once."""
        return list(dict.fromkeys(self._by_key[key] for key in keys if key in self._by_key))
