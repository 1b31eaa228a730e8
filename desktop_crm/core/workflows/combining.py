"""Two records of one thing made into one: field by field, whose value holds, or both together (D-04)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.clearance import cleared
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.session import Session
from desktop_crm.core.entity import Entity
from desktop_crm.core.fields import Field, FieldType, RecordFields


class Take(StrEnum):
    """Whose value the record that stays gets: its own, the other's, or both joined."""

    SURVIVOR = "survivor"
    OTHER = "other"
    BOTH = "both"


_JOINED = frozenset(
    {
        FieldType.LONG_TEXT,
        FieldType.TAGS,
        FieldType.CHOICES,
        FieldType.ANSWERS,
        FieldType.UNPLACED,
        FieldType.YES_NO,  # yes where either says so
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two records differ, and what is proposed."""

    field: Field
    survivor: Any
    other: Any
    default: Take

    @property
    def takes(self) -> tuple[Take, ...]:
        """What may be chosen."""
        return tuple(Take) if self.field.type in _JOINED else (Take.SURVIVOR, Take.OTHER)


def differences(
    fields: RecordFields, survivor: Entity, other: Entity, *, leave: Iterable[str], follows: Mapping[str, str]
) -> tuple[Difference, ...]:
    """The stored fields in which two records of a kind differ, but for those named in `leave`, in the fields' order.

    Proposed is what keeps most: both where they can be joined, else the survivor's value, else the other's. A field
    that says more about another one `follows` it.
    """
    left = frozenset(leave)
    found: dict[str, Difference] = {}
    for field in fields.stored:
        ours, theirs = getattr(survivor, field.name), getattr(other, field.name)
        if field.name not in left and (ours or None) != (theirs or None):
            found[field.name] = Difference(field, ours, theirs, _proposed(field, ours, theirs))
    for name, leader in follows.items():
        if name in found and leader in found:
            found[name] = replace(found[name], default=found[leader].default)
    return tuple(found.values())


def hidden(connection: Connection, records: Records[Any], ids: Iterable[int]) -> frozenset[str]:
    """The fields of these records that are confidential and that whoever asks may not see: they are left alone."""
    return frozenset() if cleared.get() else confidential(connection, records, ids)


def confidential(connection: Connection, records: Records[Any], ids: Iterable[int]) -> frozenset[str]:
    """The fields that are confidential in any of these records (P-04)."""
    return frozenset(name for names in records.secrets(connection, ids).values() for name in names)


def keep_confidential(
    session: Session, records: Records[Any], survivor_id: int, other_id: int, takes: Mapping[str, tuple[Field, Take]]
) -> Changes:
    """Make confidential with the survivor what was so with the other and is about to be taken over."""
    secrets = records.secrets(session.connection, [survivor_id, other_id])
    new = secrets.get(other_id, frozenset()) - secrets.get(survivor_id, frozenset())
    changes = Changes()
    for name in sorted(new):
        if name in takes and takes[name][1] is not Take.SURVIVOR:
            changes |= records.mark(session, [survivor_id], name)
    return changes


def _proposed(field: Field, ours: Any, theirs: Any) -> Take:
    if not theirs:
        return Take.SURVIVOR
    if not ours:
        return Take.OTHER
    return Take.BOTH if field.type in _JOINED else Take.SURVIVOR


def chosen(
    found: Iterable[Difference], choices: Mapping[str, Take], *, follows: Mapping[str, str]
) -> dict[str, tuple[Field, Take]]:
    """What holds for each differing field, by name: what was chosen, else what was chosen for the field it `follows`,
    else what is proposed.

    Raises:
        ValueError: a choice does not fit the type of its field.
    """
    takes: dict[str, tuple[Field, Take]] = {}
    for difference in found:
        name = difference.field.name
        take = choices.get(name) or choices.get(follows.get(name, "")) or difference.default
        if take not in difference.takes:
            raise ValueError(name, take)
        takes[name] = (difference.field, take)
    return takes


def combined(field: Field, take: Take, survivor: Any, other: Any) -> Any:
    """The value that the survivor gets."""
    match take:
        case Take.SURVIVOR:
            return survivor
        case Take.OTHER:
            return other
    if not survivor or not other:
        return survivor or other
    match field.type:
        case FieldType.LONG_TEXT:
            return survivor if other in survivor else f"{survivor}\n{other}"
        case FieldType.TAGS | FieldType.CHOICES:
            return tuple(dict.fromkeys((*survivor, *other)))
        case FieldType.ANSWERS | FieldType.UNPLACED:
            both = {name: (survivor.get(name, ""), other.get(name, "")) for name in {**survivor, **other}}
            return {name: "\n".join(dict.fromkeys(filter(None, texts))) for name, texts in both.items()}
        case _:
            return survivor or other
