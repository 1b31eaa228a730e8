"""Which kind of record a table holds, and which field each of its columns fills."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop_crm.core.fields import Field, FieldType, folded
from desktop_crm.core.i18n import LANGUAGES, N_, translate
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.implied import IMPLIED, MAIN, NOT_ALONE, STANDS_ALONE, Part
from desktop_crm.core.transfer.reading.tables import Table

# Parts of a person's name that many files keep in columns of their own.
_NAME_PARTS = {
    "first_name": ("first name", "given name", "firstname", "名"),
    "last_name": ("last name", "surname", "family name", "lastname", "姓"),
}

_NUMBERS_OF_ANYTHING = {"number", "编号"}  # in a table of another kind these are not the customer's

CUSTOMER_NUMBER = "customer_number"  # in a table of another kind: the number of the customer the row belongs to

# The last column of a file of refused rows; it says nothing about the record itself.
REASON = "reason of the refusal"
REASON_HEADING = N_("Reason")

# Between the names of two fields of which a column fills the one that the customer's account type has.
EITHER = "|"
_ALTERNATIVES = re.compile(r"[/／或]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading and what it fills; "" is nothing.

    That is a field's name, one of the parts above, two fields with `EITHER` between them, or a part of a record of
    another kind (`implied`). `field` is the field itself, None for all that is no field of this kind.
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


_REASON_HEADINGS = {folded(heading) for heading in (REASON_HEADING, "原因")}


def targets(kind: Kind) -> Mapping[str, str]:
    """Folded heading to what it fills: each field by its label in every language, its name and its aliases."""
    return _targets(kind, ROOMS[kind].fields.own)


@lru_cache
def _targets(kind: Kind, own: tuple[Field, ...]) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for field in (*ROOMS[kind].fields.built_in, *own):
        for heading in field.headings():
            known.setdefault(folded(heading), field.name)
    if kind is Kind.CONTACTS:
        for target, headings in _NAME_PARTS.items():
            for heading in headings:
                known.setdefault(folded(heading), target)
    if kind is not Kind.CUSTOMERS:
        for heading in set(ROOMS[Kind.CUSTOMERS].fields["number"].headings()) - _NUMBERS_OF_ANYTHING:
            known.setdefault(folded(heading), CUSTOMER_NUMBER)
    for part in IMPLIED.get(kind, ()):
        for heading in part.headings:
            known.setdefault(folded(heading), part.target)
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
    """The fields of the kind itself that the headings name."""
    return {target for heading in headings if (target := _target(kind, heading)) and not part_of(kind, target)}


def kind_of(table: Table) -> Kind | None:
    """The kind of record in a table: by what its format says, its sheet's name, or the most headings known."""
    if table.kind_hint:
        return table.kind_hint
    if kind := _kinds_by_name().get(folded(table.name)):
        return kind
    telling = table.headings[: -1 if _is_reason(table) else None]
    scores = {kind: len(_fitting(kind, telling)) for kind in ROOMS}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else None


def is_known(heading: str) -> bool:
    """Whether a row of customers may have something under this heading."""
    return bool(heading.strip()) and bool(_target(Kind.CUSTOMERS, heading))


def map_columns(table: Table, kind: Kind) -> MappedTable:
    """The table with what each column fills, when its rows are of this kind."""
    filled = [_target(kind, heading) for heading in table.headings]
    if filled and not filled[-1] and _is_reason(table):
        filled[-1] = REASON
    filled = _without_lone_parts(kind, table.headings, filled)
    columns = (
        Column(heading, target, field_of(kind, target)) for heading, target in zip(table.headings, filled, strict=True)
    )
    return MappedTable(table, kind, tuple(columns))


def _target(kind: Kind, heading: str) -> str:
    """What a heading fills, "" for nothing; forms for both account types name two fields in one heading."""
    known = targets(kind)
    if target := known.get(folded(heading)):
        return target
    parts = [known.get(folded(part), "") for part in _ALTERNATIVES.split(heading)]
    if len(parts) != 2 or not all(parts):
        return ""
    if parts[0] == parts[1]:
        return parts[0]
    one, other = (field_of(kind, part) for part in parts)
    both = one and other and one.account_type and other.account_type and one.account_type != other.account_type
    return EITHER.join(parts) if both else ""


def _without_lone_parts(kind: Kind, headings: Iterable[str], filled: list[str]) -> list[str]:
    """Leave out what says something about a record of another kind that no column names."""
    parts = {target: part for target in filled if (part := part_of(kind, target))}
    named = {part.kind for part in parts.values() if part.field in MAIN[part.kind]}
    alone = (filled[place] for place, heading in enumerate(headings) if folded(heading) not in NOT_ALONE)
    if "needs_said" in filled or any(target in parts and parts[target].kind is STANDS_ALONE for target in alone):
        named.add(Kind.NEEDS)
    return ["" if target in parts and parts[target].kind not in named else target for target in filled]


def _is_reason(table: Table) -> bool:
    """Whether the last column is, by its heading, the reason of a refusal; numbered where a field is called so too."""
    return bool(table.headings) and folded(table.headings[-1]).removesuffix("(2)") in _REASON_HEADINGS


def field_of(kind: Kind, target: str) -> Field | None:
    """The field of this kind that a column fills, None for all else."""
    return next((field for field in ROOMS[kind].fields if field.name == target), None)


@lru_cache
def _parts(kind: Kind) -> Mapping[str, Part]:
    return {part.target: part for part in IMPLIED.get(kind, ())}


def part_of(kind: Kind, target: str) -> Part | None:
    """The part of a record of another kind that a column fills, None for all else."""
    return _parts(kind).get(target)


def takes_several(field: Field) -> bool:
    """Whether several columns may add to the field."""
    return field.type in {FieldType.TAGS, FieldType.CHOICES}
