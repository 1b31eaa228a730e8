"""The rows that an import refused, written with the reason so that they can be corrected and imported again."""

from collections.abc import Sequence
from pathlib import Path

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.drafts import Refusal
from desktop_crm.core.transfer.headings import REASON_HEADING
from desktop_crm.core.transfer.writing.delimited import delimited
from desktop_crm.core.transfer.writing.sheets import Sheet
from desktop_crm.core.transfer.writing.target import suffix_of, write_file
from desktop_crm.core.transfer.writing.workbook import MOST_CHARACTERS, workbook

SUFFIXES = (".xlsx", ".csv")


def refuse_unwritable(target: Path) -> None:
    """See, before an import is made, that its refused rows can be written to `target`.

    Raises:
        RefusedError: they cannot; it says why.
    """
    suffix_of(target, SUFFIXES)


def write_refused(refused: Sequence[Refusal], target: Path) -> list[Path]:
    """The files written: the rows' own cells under their own headings, and the reason in the last column.

    A workbook has a sheet for each kind of record. A CSV file holds one kind: rows of further kinds go into files
    beside `target`, named after them.

    Raises:
        RefusedError: a file cannot be written; it says why.
    """
    suffix = suffix_of(target, SUFFIXES)
    kinds = dict.fromkeys(refusal.kind for refusal in refused)
    sheets = {kind: _sheet(kind, [refusal for refusal in refused if refusal.kind is kind]) for kind in kinds}
    if suffix == ".xlsx":
        write_file(target, workbook(sheets.values()))
        return [target]
    written: list[Path] = []
    for kind, sheet in sheets.items():
        path = target if not written else target.with_stem(f"{target.stem}-{kind.value}")
        write_file(path, delimited(sheet))
        written.append(path)
    return written


def _sheet(kind: Kind, refused: Sequence[Refusal]) -> Sheet:
    headings = tuple(dict.fromkeys(heading for refusal in refused for heading in refusal.cells))
    rows = [
        # A text may be refused because it is longer than any cell; the whole of it is in the file it came from.
        [*(refusal.cells.get(heading, "")[:MOST_CHARACTERS] for heading in headings), refusal.reason]
        for refusal in refused
    ]
    return Sheet(_(TITLES[kind]), (*headings, _(REASON_HEADING)), rows)
