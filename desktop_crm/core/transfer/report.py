"""What an import has to say when it is done, or what it would do."""

from collections import defaultdict
from dataclasses import dataclass, field

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import Doubt, Refusal


@dataclass(slots=True)
class Counts:
    """How many rows of a kind were read, and what became of them. Records that rows imply count as added only."""

    read: int = 0
    added: int = 0
    updated: int = 0
    skipped: int = 0
    refused: int = 0


@dataclass(slots=True)
class Report:
    """The answer of an import: counts by kind, pairs of customer numbers that are or may be one, doubts, refusals."""

    counts: dict[Kind, Counts] = field(default_factory=lambda: defaultdict(Counts))
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[Doubt] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    preview: list[dict[str, str]] = field(default_factory=list)

    @property
    def took_anything(self) -> bool:
        """Whether any row could be taken, or was there already."""
        return any(count.added or count.updated or count.skipped for count in self.counts.values())
