"""What the user decides about an import before it is made: files, kinds, columns; and the work itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.backup.backups import automatic_backup
from desktop_crm.core.book import Book
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.forms import upright
from desktop_crm.core.transfer.headings import (
    CUSTOMER_NUMBER,
    REASON,
    REASON_HEADING,
    Column,
    MappedTable,
    field_of,
    kind_of,
    map_columns,
)
from desktop_crm.core.transfer.implied import IMPLIED, Part
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.pasted import parse_pasted
from desktop_crm.core.transfer.reading.sandbox import Cancellation, read_file
from desktop_crm.core.transfer.reading.tables import Document, Table
from desktop_crm.core.transfer.report import Report

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".vcf", ".ics", ".json")
KEPT_ASIDE = ""  # the target of a column that fills no field; its values stay with the record

_PARTS = {
    "last_name": N_("Family name"),
    "first_name": N_("Given name"),
    CUSTOMER_NUMBER: N_("Number of its customer"),
    REASON: REASON_HEADING,
}


def importable(paths: list[Path]) -> list[Path]:
    """Those of the files that an import may be able to read, told by their names."""
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def offered_targets(kind: Kind) -> dict[str, str]:
    """What a column may fill when rows are of this kind, and what it is called."""
    offered = {KEPT_ASIDE: _("Keep with the record")}
    offered |= {each.name: _(each.label) for each in ROOMS[kind].fields if each.name != "unplaced"}
    offered |= {part.target: f"{_(TITLES[part.kind])} · {_label_of(part)}" for part in IMPLIED.get(kind, ())}
    names = ("last_name", "first_name") if kind is Kind.CONTACTS else ()
    number = () if kind is Kind.CUSTOMERS else (CUSTOMER_NUMBER,)
    return offered | {part: _(_PARTS[part]) for part in (*names, *number, REASON)}


def _label_of(part: Part) -> str:
    return _(ROOMS[part.kind].fields[part.field].label)


@dataclass(slots=True)
class TablePlan:
    """One table of a file: whether it is taken, what its rows are, and what each of its columns fills."""

    file: str
    table: Table
    taken: bool = True
    known: bool = True  # its content says what its rows are
    kind: Kind = Kind.CUSTOMERS
    targets: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, file: str, table: Table) -> "TablePlan":
        """The plan that the table's headings suggest."""
        found = kind_of(table)
        plan = cls(file, table, taken=bool(table.rows or table.refused), known=found is not None)
        plan.use_kind(found or Kind.CUSTOMERS)
        return plan

    @property
    def name(self) -> str:
        """File and sheet."""
        return " · ".join(filter(None, (self.file, self.table.name)))

    @property
    def kind_is_given(self) -> bool:
        """Whether the file's format itself says what the rows are."""
        return self.table.kind_hint is not None

    def use_kind(self, kind: Kind) -> None:
        """Say what the rows are; the columns are mapped anew."""
        self.kind = kind
        self.targets = [column.target for column in map_columns(self.table, kind).columns]

    def mapped(self) -> MappedTable:
        """The table as an import takes it."""
        pairs = zip(self.table.headings, self.targets, strict=True)
        columns = tuple(Column(heading, target, field_of(self.kind, target)) for heading, target in pairs)
        return MappedTable(self.table, self.kind, columns)


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows from the clipboard instead of a file; `headings` are those of the list of `kind` they were pasted into."""

    text: str
    kind: Kind
    headings: tuple[str, ...]


@dataclass(slots=True)
class FilePlan:
    """One file, or rows that were pasted: how it is read, and what was read or why it was not."""

    path: Path
    encoding: str | None = None
    header_row: int | None = None
    pasted: Pasted | None = None
    document: Document | None = None
    error: CrmError | None = None
    tables: list[TablePlan] = field(default_factory=list)

    @classmethod
    def of(cls, source: "Path | Pasted") -> "FilePlan":
        """The plan for a file, or for rows that were pasted."""
        return cls(Path(_("Pasted rows")), pasted=source) if isinstance(source, Pasted) else cls(Path(source))

    def read(self, cancellation: Cancellation) -> Document:
        """What is in it, unless it is canceled.

        Raises:
            UnreadableFileError: or one of its family.
        """
        if self.pasted:
            return parse_pasted(self.pasted.text, self.pasted.kind, self.pasted.headings, self.header_row)
        return read_file(self.path, self.encoding, self.header_row, cancellation)

    def take(self, document: Document) -> None:
        """Plan what was read."""
        self.document, self.error = document, None
        self.tables = [TablePlan.of(document.file, upright(table)) for table in document.tables]

    def fail(self, error: CrmError) -> None:
        """Remember why nothing was read."""
        self.document, self.error, self.tables = None, error, []

    def forget(self) -> None:
        """Drop what was read."""
        self.document, self.tables = None, []


@dataclass(slots=True)
class ImportPlan:
    """Everything the user has decided."""

    files: list[FilePlan]
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    backed_up: bool = False  # whether the import made a backup of what was there

    def taken(self) -> Iterator[TablePlan]:
        """The tables that are to be taken."""
        return (table for file in self.files for table in file.tables if table.taken)

    @property
    def rows(self) -> int:
        """How many rows they have."""
        return sum(len(plan.table.rows) + len(plan.table.refused) for plan in self.taken())

    def run(self, book: Book, progress: Callable[[int, int], None], *, dry_run: bool) -> Report:
        """What was taken, or would be; before anything is, what is there is backed up.

        Raises:
            CrmError: or what `progress` raises; nothing was taken.
        """
        progress(0, 0)
        if not dry_run and book.read(CUSTOMERS.count):
            self.backed_up = automatic_backup(book.vault, "before-import") is not None
            progress(0, 0)
        documents = [file.document for file in self.files if file.document and any(t.taken for t in file.tables)]
        tables = [(plan.mapped(), plan.file) for plan in self.taken()]
        options = Options(on_duplicate=self.on_duplicate, dry_run=dry_run)
        contents = ContentStore(book.vault)
        return import_documents(book.database, documents, options, tables=tables, contents=contents, progress=progress)
