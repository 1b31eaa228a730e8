"""Which kind of record a table holds, and which field each of its columns fills."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import LANGUAGES, translate
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.reading.tables import Table

# Parts of a person's name that many files keep in columns of their own.
_NAME_PARTS = {
    "first_name": ("first name", "given name", "firstname", "名"),
    "last_name": ("last name", "surname", "family name", "lastname", "姓"),
}

CUSTOMER_NUMBER = "customer_number"  # in a table of another kind: the number of the customer the row belongs to


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading and what it fills, a field's name or one of the parts above; "" is nothing."""

    heading: str
    target: str


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


@lru_cache
def _targets(kind: Kind) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for field in ROOMS[kind].fields:
        for heading in field.headings():
            known.setdefault(folded(heading), field.name)
    if kind is Kind.CONTACTS:
        for part, headings in _NAME_PARTS.items():
            for heading in headings:
                known.setdefault(folded(heading), part)
    if kind is not Kind.CUSTOMERS:
        for heading in ROOMS[Kind.CUSTOMERS].fields["number"].headings():
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
    targets = _targets(kind)
    return {targets[folded(heading)] for heading in headings if folded(heading) in targets}


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
    targets = _targets(kind)
    return MappedTable(
        table, kind, tuple(Column(heading, targets.get(folded(heading), "")) for heading in table.headings)
    )


def field_of(kind: Kind, target: str) -> Field | None:
    """The field a column fills, None for a part of a name or another record's number."""
    return next((field for field in ROOMS[kind].fields if field.name == target), None)


def takes_several(field: Field) -> bool:
    """Whether several columns may add to the field."""
    return field.type in {FieldType.TAGS, FieldType.CHOICES}
