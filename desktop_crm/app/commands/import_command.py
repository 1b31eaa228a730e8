"""`import`: take files into the book."""

from argparse import Namespace
from dataclasses import asdict

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.command_line import DONE, REFUSED
from desktop_crm.app.opening import opened
from desktop_crm.core.backup.backups import automatic_backup
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.errors_file import write_refused
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.report import Report

_LINES_SHOWN = 20


def run(args: Namespace) -> int:
    """Read every file, then take all of them in as one action, or none."""
    documents = [read_file(file, args.encoding, args.header_row) for file in args.files]
    options = Options(Kind(args.kind) if args.kind else None, OnDuplicate(args.on_duplicate), args.dry_run)
    with opened(args) as book:
        if not args.dry_run and book.read(CUSTOMERS.count):
            automatic_backup(book.vault, "before-import")
        report = import_documents(book.database, documents, options)
    if args.errors and report.refused:
        write_refused(report.refused, args.errors)
    if args.json:
        print_json(_document(report, with_preview=args.dry_run))
    else:
        _tell(report)
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


def _tell(report: Report) -> None:
    for kind, counts in report.counts.items():
        print(
            _("{kind}: {read} read, {added} added, {updated} updated, {skipped} skipped, {refused} refused").format(
                kind=_(TITLES[kind]), **asdict(counts)
            )
        )
    for one, other in report.duplicates[:_LINES_SHOWN]:
        say(_("Perhaps the same customer: {one} and {other}").format(one=one, other=other))
    for doubt in report.warnings[:_LINES_SHOWN]:
        where = " ".join(filter(None, (doubt.place.file, doubt.place.sheet, str(doubt.place.row or ""))))
        say(f"{where} · {doubt.field}: {doubt.reason}")
    for refusal in report.refused[:_LINES_SHOWN]:
        say(
            _("Refused: {file} {sheet} row {row}: {reason}").format(
                file=refusal.place.file, sheet=refusal.place.sheet, row=refusal.place.row, reason=refusal.reason
            )
        )
    more = sum(max(len(rows) - _LINES_SHOWN, 0) for rows in (report.duplicates, report.warnings, report.refused))
    if more:
        say(_("… and {count} more; --json lists all").format(count=more))
