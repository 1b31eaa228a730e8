"""`import`: take files into the book."""

from argparse import Namespace
from collections import defaultdict
from dataclasses import asdict

from desktop_crm.app import logging
from desktop_crm.app.answers import print_json, say
from desktop_crm.app.exit_status import DONE, REFUSED
from desktop_crm.app.opening import opened
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.backup.backups import automatic_backup
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.drafts import Doubt
from desktop_crm.core.transfer.errors_file import refuse_unwritable, write_refused
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.report import Report

_LINES_SHOWN = 20
_DOUBTS_SHOWN = 3  # of one column: a whole sheet may have the same one


def run(args: Namespace) -> int:
    """Read every file, then take all of them in as one action, or none."""
    if args.errors:
        refuse_unwritable(args.errors)
    documents = [read_file(file, args.encoding, args.header_row) for file in args.files]
    options = Options(Kind(args.kind) if args.kind else None, OnDuplicate(args.on_duplicate), args.dry_run)
    with opened(args) as book:
        if not args.dry_run and book.read(CUSTOMERS.count):
            automatic_backup(book.vault, "before-import")
        report = import_documents(book.database, documents, options, contents=ContentStore(book.vault))
    logging.event(
        "import.done",
        dry_run=args.dry_run,
        files=len(documents),
        warnings=len(report.warnings),
        **{f"{kind.value}_{name}": n for kind, counts in report.counts.items() for name, n in asdict(counts).items()},
    )
    if args.errors and report.refused:
        for file in write_refused(report.refused, args.errors):
            say(_("The refused rows are in {file}.").format(file=file))
    if args.json:
        print_json(_document(report, with_preview=args.dry_run))
    else:
        _tell(report, args)
    return DONE if report.took_anything else REFUSED


def _document(report: Report, *, with_preview: bool) -> dict[str, object]:
    document: dict[str, object] = {
        "counts": {kind.value: asdict(counts) for kind, counts in report.counts.items()},
        "duplicates": [list(pair) for pair in report.duplicates],
        "warnings": [
            {
                "file": doubt.place.file,
                "sheet": doubt.place.sheet,
                "row": doubt.place.row,
                "number": doubt.number,
                "field": doubt.field,
                "reason": doubt.reason,
            }
            for doubt in report.warnings
        ],
        "refused": [
            {
                "file": refusal.place.file,
                "sheet": refusal.place.sheet,
                "row": refusal.place.row,
                "reason": refusal.reason,
            }
            for refusal in report.refused
        ],
    }
    return document | ({"preview": report.preview} if with_preview else {})


def _tell(report: Report, args: Namespace) -> None:
    for kind, counts in report.counts.items():
        print(
            _("{kind}: {read} read, {added} added, {updated} updated, {skipped} skipped, {refused} refused").format(
                kind=_(TITLES[kind]), **asdict(counts)
            )
        )
    for one, other in report.duplicates[:_LINES_SHOWN]:
        say(_("Perhaps the same customer: {one} and {other}").format(one=one, other=other))
    _say_more(len(report.duplicates) - _LINES_SHOWN)
    _tell_doubts(report.warnings)
    for refusal in report.refused[:_LINES_SHOWN]:
        say(
            _("Refused: {file} {sheet} row {row}: {reason}").format(
                file=refusal.place.file, sheet=refusal.place.sheet, row=refusal.place.row, reason=refusal.reason
            )
        )
    _say_more(len(report.refused) - _LINES_SHOWN)
    if not report.took_anything:
        say(_("Nothing could be taken; the book is as it was."))
    elif args.dry_run:
        say(_("This was a trial: the book is as it was."))


def _tell_doubts(doubts: list[Doubt]) -> None:
    """The doubts column by column, since one oddity of a file mostly fills a column."""
    columns: dict[tuple[str, str, str], list[Doubt]] = defaultdict(list)
    for doubt in doubts:
        columns[doubt.place.file, doubt.place.sheet, doubt.field].append(doubt)
    for (file, sheet, field), of_column in columns.items():
        heading = " · ".join(filter(None, (f"{file} {sheet}".strip(), field)))
        if len(of_column) == 1 and not of_column[0].place.row:
            say(f"{heading}: {of_column[0].reason}")
            continue
        say(f"{heading}  {len(of_column)}")
        for doubt in of_column[:_DOUBTS_SHOWN]:
            say("  " + _("row {row}: {reason}").format(row=doubt.place.row, reason=doubt.reason))
        _say_more(len(of_column) - _DOUBTS_SHOWN, "  ")


def _say_more(count: int, indent: str = "") -> None:
    if count > 0:
        say(indent + _("… and {count} more; --json lists all").format(count=count))
