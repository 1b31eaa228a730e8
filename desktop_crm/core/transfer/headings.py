"""Which kind of record a table holds, and which field each of its columns fills."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import LANGUAGES, N_, translate
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.reading.tables import Table

# Parts of a person's name that many files keep in columns of their own.
_NAME_PARTS = {
    "first_name": ("first name", "given name", "firstname", "名"),
    "last_name": ("last name", "surname", "family name", "lastname", "姓"),
}

_NUMBERS_OF_ANYTHING = {"number", "编号"}  # in a table of another kind these are not the customer's

CUSTOMER_NUMBER = "customer_number"  # in a table of another kind: the number of the customer the row belongs to

# The last column of a file of refused rows; it says nothing about the record itself.
REASON = "reason"
REASON_HEADING = N_("Reason")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading and what it fills, a field's name or one of the parts above; "" is nothing.

    `field` is the field, None for nothing and for what is no field of this kind.
    """

    heading: str
    target: str
    field: Field | None


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table whose kind is known."""

    table: Table
    kind: Kind
    columns: tuple[Column, ...]


def folded(heading: str) -> str:
    """A heading without what varies: width, case, blanks, underscores, marks of required fields."""
    plain = normalize("NFKC", heading).casefold().replace("_", " ").replace("（", "(").replace("）", ")")
    return "".join(re.sub(r"\((必填|选填|required|optional)\)|[*:：]", "", plain).split())


_REASON_HEADINGS = {folded(heading) for heading in (REASON_HEADING, "原因")}


@lru_cache
def targets(kind: Kind) -> Mapping[str, str]:
    """Folded heading to what it fills: each field by its label in every language, its name and its aliases."""
    known: dict[str, str] = {}
    for field in ROOMS[kind].fields:
        for heading in field.headings():
            known.setdefault(folded(heading), field.name)
    if kind is Kind.CONTACTS:
        for part, headings in _NAME_PARTS.items():
            for heading in headings:
                known.setdefault(folded(heading), part)
    if kind is not Kind.CUSTOMERS:
        for heading in set(ROOMS[Kind.CUSTOMERS].fields["number"].headings()) - _NUMBERS_OF_ANYTHING:
            known.setdefault(folded(heading), CUSTOMER_NUMBER)
    return known


@lru_cache
def _kinds_by_name() -> Mapping[str, Kind]:
    known: dict[str, Kind] = {}
    for kind, room in ROOMS.items():
        titles = [translate(TITLES[kind], language) for language in LANGUAGES]
        for name in (kind.value, *titles, *room.fields.sheet_aliases):
            known.setdefault(folded(name), kind)
    return known


def _fitting(kind: Kind, headings: Iterable[str]) -> set[str]:
    known = targets(kind)
    return {known[folded(heading)] for heading in headings if folded(heading) in known}


def kind_of(table: Table) -> Kind | None:
    """The kind of record in a table: by what its format says, its sheet's name, or the most headings known."""
    if table.kind_hint:
        return table.kind_hint
    if kind := _kinds_by_name().get(folded(table.name)):
        return kind
    scores = {kind: len(_fitting(kind, table.headings)) for kind in ROOMS}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else None


def map_columns(table: Table, kind: Kind) -> MappedTable:
    """The table with what each column fills, when its rows are of this kind."""
    filled = [targets(kind).get(folded(heading), "") for heading in table.headings]
    if filled and not filled[-1] and folded(table.headings[-1]) in _REASON_HEADINGS:
        filled[-1] = REASON
    columns = (
        Column(heading, target, field_of(kind, target)) for heading, target in zip(table.headings, filled, strict=True)
    )
    return MappedTable(table, kind, tuple(columns))


def field_of(kind: Kind, target: str) -> Field | None:
    """The field a column fills, None for a part of a name or another record's number."""
    return _fields_by_name(kind).get(target)


@lru_cache
def _fields_by_name(kind: Kind) -> Mapping[str, Field]:
    return {field.name: field for field in ROOMS[kind].fields}


def takes_several(field: Field) -> bool:
    """Whether several columns may add to the field."""
    return field.type in {FieldType.TAGS, FieldType.CHOICES}
