"""What a list shows, for what writes it into a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_crm.core.kinds import Kind


@dataclass(frozen=True, slots=True)
class ListShown:
    """The records of a list, from top to bottom, and the fields in its columns, from left to right; `title` is that
    of its view."""

    kind: Kind
    title: str
    ids: Sequence[int]
    columns: Sequence[str]
