"""Taking files into the vault: one transaction, one action to undo, everything or nothing."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import OWN
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tailoring import using
from desktop_crm.core.transfer.contents import Contents
from desktop_crm.core.transfer.drafts import Doubt, Place, row_texts
from desktop_crm.core.transfer.forms import upright
from desktop_crm.core.transfer.headings import MappedTable, kind_of, map_columns
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.tables import ID, Document
from desktop_crm.core.transfer.report import Report
from desktop_crm.core.transfer.taking import Taking
from desktop_crm.core.transfer.whole import Wholes


class UnknownContentError(RefusedError):
    """Nothing in the file says what kind of record it holds; nothing was taken."""

    def __init__(self, file: str, headings: Sequence[str]) -> None:
        super().__init__(
            _("{file}: no heading is known").format(file=file),
            _("Found: {headings}. Say what the rows are with --as customers, contacts, interactions, …").format(
                headings=", ".join(headings[:12])
            ),
        )


_STAGES = 3  # a row is read, then decided upon, then written

Progress = Callable[[int, int], None]  # how many steps are done, of how many; what it raises ends the import


class _DryRun(Exception):  # noqa: N818 - not an error: the way out of a transaction that is not to be kept
    """Leaves the transaction without keeping it."""


def import_documents(
    database: Database,
    documents: Sequence[Document],
    options: Options,
    *,
    tables: Sequence[tuple[MappedTable, str]] | None = None,
    contents: Contents | None = None,
    progress: Progress | None = None,
) -> Report:
    """What was taken from the files, all in one action; with `dry_run` what would be, and the rows as text.

    `tables` are the documents' tables as somebody has mapped them, each with its file's name; without it headings
    decide. `contents` is where those of attachments go. What `progress` raises passes through, and nothing was taken.

    Raises:
        UnknownContentError: a file's kind of record cannot be told; nothing was taken.
        NewerExportError, DamagedExportError: our own JSON cannot be taken; nothing was.
    """
    report = Report()
    wholes = Wholes(database.tailoring, documents)
    with using(wholes.tailoring):
        if tables is None:
            tables = [(mapped, document.file) for document in documents for mapped in _mapped(document, options.kind)]
    report.warnings += [
        Doubt(Place(document.file, "", note.row), "", note.field, note.reason)
        for document in documents
        for note in document.notes
    ]
    for mapped, file in tables:
        report.warnings += _columns_without_place(mapped, file)
        if options.dry_run:
            report.preview += [row_texts(mapped, row) for row in mapped.table.rows]
    if contents and not options.dry_run:
        wholes.keep_contents(contents)

    def work(session: Session) -> Changes:
        session.details = {"files": [document.file for document in documents]}
        with using(wholes.tailoring):
            wholes.take_settings(session)
            taking = Taking(session, report, options.on_duplicate, _stepper(tables, progress), contents)
            taking.exact_ids.expect(wholes.marked)
            for mapped, file in tables:
                taking.read(mapped, file)
            changes = taking.finish()
            wholes.take_rest(session, taking.exact_ids)
        if options.dry_run:
            raise _DryRun
        return changes

    with contextlib.suppress(_DryRun):
        database.write("import", work)
    return report


def _stepper(tables: Sequence[tuple[MappedTable, str]], progress: Progress | None) -> Callable[[], None]:
    """What the import calls once for each row of each stage; `progress` hears of every hundredth step."""
    total = _STAGES * sum(len(mapped.table.rows) for mapped, _file in tables)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress and done % 100 == 1:
            progress(min(done, total), total)  # rows may imply further records

    return step


def _mapped(document: Document, kind: Kind | None) -> Iterator[MappedTable]:
    for table in map(upright, document.tables):
        said = kind if len(document.tables) == 1 else None
        found = table.kind_hint or said or kind_of(table) or kind
        if found is None:
            raise UnknownContentError(document.file, table.headings)
        yield map_columns(table, found)


def _columns_without_place(mapped: MappedTable, file: str) -> Iterator[Doubt]:
    """One warning for each column that no field takes and that is not empty; its values are kept with the records."""
    reason = _("No field takes this column yet; its values are kept with each record")
    for index, column in enumerate(mapped.columns):
        exact = mapped.table.exact and (column.heading == ID or column.heading.startswith(OWN))
        if not column.target and not exact and any(row.cells[index] not in {None, ""} for row in mapped.table.rows):
            yield Doubt(Place(file, mapped.table.name, 0), "", column.heading, reason)
