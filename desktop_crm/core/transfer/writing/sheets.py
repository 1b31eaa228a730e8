"""What a workbook or a delimited file shows: sheets of headings and cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A titled table; every row is as long as the headings. `offers` are the words of a column's drop-down list."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    offers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def cell_words(cell: Cell) -> str:
    """The cell as text: an amount with all its digits, nothing for None."""
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
