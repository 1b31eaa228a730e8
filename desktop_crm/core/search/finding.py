"""From words typed to records found: kind, number, title, and the piece of text in which the words stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext
from desktop_crm.core.fields import FieldType, Search
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.search.confidential import holding
from desktop_crm.core.values.field_values import show

_BETWEEN = " · "

# What is said of a record beside its name, in the order of its title; its customer's name follows.
_BESIDE: dict[Kind, tuple[str, ...]] = {
    Kind.CONTACTS: ("title",),
    Kind.INTERACTIONS: ("method",),
    Kind.FOLLOWUPS: ("due",),
    Kind.ORDERS: ("amount",),
    Kind.NEEDS: ("status",),
    Kind.CHAIN: ("role",),
    Kind.COMMITMENTS: ("due",),
    Kind.DEALS: ("stage", "amount"),
    Kind.QUOTATIONS: ("amount",),
    Kind.CONTRACTS: ("amount",),
    Kind.SERVICE: ("status",),
    Kind.FEEDBACK: ("tone",),
    Kind.SATISFACTION: ("scored_on",),
    Kind.SURVEYS: ("starts_on",),
    Kind.SURVEY_ANSWERS: ("mode",),
    Kind.GIFTS: ("given_on",),
    Kind.NEWS: ("type",),
    Kind.MATERIALS: ("type",),
    Kind.ATTACHMENTS: ("dated",),
}
_NAMING = {FieldType.TEXT, FieldType.NUMBER}  # what a title can begin with


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found. `number` is its customer's; `marks` are the ranges of `snippet` to highlight."""

    kind: Kind
    id: int
    number: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


def find(connection: Connection, query: str, *, limit: int = 50) -> list[Found]:
    """The records that fit, the best first, the newer of two that fit as well first; records in the Trash never.

    Those whose confidential values fit come last, for who is cleared.
    """
    hits = (hit.id for hit in fulltext.search(connection, query, limit))
    order = list(dict.fromkeys((*hits, *holding(connection, query))))[:limit]
    found: dict[int, tuple[Kind, Any]] = {}
    for kind, room in ROOMS.items():
        rest = [record_id for record_id in order if record_id not in found]
        found |= {entity.id: (kind, entity) for entity in room.get_many(connection, rest)}
    owners = {owner for _kind, entity in found.values() if (owner := getattr(entity, "customer_id", None))}
    customers: dict[int, Any] = {customer.id: customer for customer in CUSTOMERS.get_many(connection, owners)}
    customers |= {entity.id: entity for kind, entity in found.values() if kind is Kind.CUSTOMERS}
    return [_found(*found[record_id], customers, query) for record_id in order if record_id in found]


def look_up(connection: Connection, marks: Iterable[tuple[Kind, int]]) -> list[Found]:
    """These records as `find` would give them, without a snippet, in their order; those in the Trash are left out."""
    wanted = list(marks)
    entities: dict[tuple[Kind, int], Any] = {}
    for kind in dict.fromkeys(kind for kind, _id in wanted):
        ids = [record_id for other, record_id in wanted if other is kind]
        table = ROOMS[kind].table
        in_use = connection.scalars(select(table.c.id).where(table.c.id.in_(ids), table.c.deleted_at.is_(None)))
        entities |= {(kind, entity.id): entity for entity in ROOMS[kind].get_many(connection, in_use)}
    owners = {owner for entity in entities.values() if (owner := getattr(entity, "customer_id", None))}
    customers: dict[int, Any] = {customer.id: customer for customer in CUSTOMERS.get_many(connection, owners)}
    customers |= {record_id: entity for (kind, record_id), entity in entities.items() if kind is Kind.CUSTOMERS}
    return [_found(mark[0], entities[mark], customers, "") for mark in wanted if mark in entities]


def _found(kind: Kind, entity: Any, customers: dict[int, Any], query: str) -> Found:
    fields = ROOMS[kind].fields
    customer = customers.get(entity.id if kind is Kind.CUSTOMERS else getattr(entity, "customer_id", 0))
    # What is named by a whole text, such as a talk, goes by its time: its text is the piece that is shown below.
    named_by = fields.named_by if fields[fields.named_by].type in _NAMING else fields.dated_by
    title = [show(fields[name], getattr(entity, name)) for name in (named_by, *_BESIDE.get(kind, ()))]
    if customer and kind is not Kind.CUSTOMERS:
        title.append(customer.name)
    piece, marks = _snippet(kind, entity, query) if query else ("", ())
    return Found(kind, entity.id, customer.number if customer else "", _BETWEEN.join(filter(None, title)), piece, marks)


def _snippet(kind: Kind, entity: Any, query: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The piece of the fields that hold a word of the query, as the user reads them.

    Where the words are pinyin or another language's, no field holds them: it is the beginning of the texts.
    """
    texts = list(_shown(kind, entity, {Search.TEXT}))
    names = list(_shown(kind, entity, {Search.NAME, Search.IDENTITY}))
    telling = [text for text in texts + names if fulltext.snippet(text, query)[1]]
    return fulltext.snippet(_BETWEEN.join(telling or texts), query)


def _shown(kind: Kind, entity: Any, searches: set[Search]) -> Iterator[str]:
    """The values that the text index takes in one of these ways."""
    for field in ROOMS[kind].fields.stored:
        if field.search in searches and (text := show(field, getattr(entity, field.name))):
            yield text
