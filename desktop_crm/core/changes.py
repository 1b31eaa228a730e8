"""What an action touched, by kind and id: the answer of every command, and the news that views hear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop_crm.core.kinds import Kind

Ids = Mapping[Kind, tuple[int, ...]]


def _joined(first: Ids, second: Ids) -> Ids:
    return {kind: tuple(dict.fromkeys((*first.get(kind, ()), *second.get(kind, ())))) for kind in {**first, **second}}


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the records that were added, updated and removed, each in the order in which it happened."""

    added: Ids = field(default_factory=dict)
    updated: Ids = field(default_factory=dict)
    removed: Ids = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kind: Kind,
        *,
        added: Iterable[int] = (),
        updated: Iterable[int] = (),
        removed: Iterable[int] = (),
    ) -> "Changes":
        """The changes of one kind."""
        parts = {"added": tuple(added), "updated": tuple(updated), "removed": tuple(removed)}
        return cls(**{name: {kind: ids} for name, ids in parts.items() if ids})

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            _joined(self.added, other.added),
            _joined(self.updated, other.updated),
            _joined(self.removed, other.removed),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.updated or self.removed)

    @property
    def kinds(self) -> frozenset[Kind]:
        """Every kind of which something was touched."""
        return frozenset((*self.added, *self.updated, *self.removed))

    def new_id(self, kind: Kind) -> int:
        """The id of the one record of `kind` that was added."""
        (only,) = self.added[kind]
        return only
