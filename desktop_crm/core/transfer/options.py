"""How to import: what to do with rows that are there already, and what rows are that do not say it themselves."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_crm.core.kinds import Kind


class OnDuplicate(StrEnum):
    """What becomes of a row that is the same record as one that is there."""

    SKIP = "skip"
    UPDATE = "update"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Options:
    """`kind` is what the rows of a single table are; a dry run reads and decides everything and keeps nothing."""

    kind: Kind | None = None
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    dry_run: bool = False
