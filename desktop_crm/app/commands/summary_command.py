"""`summary`: print customers' summaries, forms and letters into a PDF file."""

import hashlib
import re
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.naming import customer_called, record_named
from desktop_crm.app.opening import opened
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.printed_page import PrintedPage, render_page
from desktop_crm.core.documents.questionnaire import blank_questionnaire
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, SurveyId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.transfer.writing.target import suffix_of, write_file

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page, the customer it is about, None on a blank questionnaire, and the file it goes to."""

    customer_id: CustomerId | None
    path: Path
    page: PrintedPage


def run(args: Namespace) -> int:
    """One PDF for one customer; for several, one each, named after the file and the customer's number."""
    suffix_of(args.to, (".pdf",))
    with opened(args) as book:
        sheets = book.read(lambda connection: _read(connection, args, book.user_name))
        printouts = [render_page(sheet.page) for sheet in sheets]
        for warning in {printout.warning for printout in printouts if printout.warning}:
            say(warning)
        _write(book, sheets, [printout.pdf for printout in printouts], args)
    for sheet in sheets:
        print(sheet.path)
    logging.event("summary.printed", pages=len(sheets))
    return 0


def _read(connection: Connection, args: Namespace, printed_by: str) -> list[_Sheet]:
    """All the pages at once, so that nothing is printed when one customer or record is unknown."""
    form = Form(args.form)
    if args.record and form.about is None:
        raise RefusedError(
            _("{form} is about no single record").format(form=form.label),
            _("Leave --record out, or choose --form letter, questionnaire or story."),
        )
    ids = list(dict.fromkeys(customer_called(connection, name) for name in args.customers))
    record_id = None
    if args.record and form.about and not ids:
        record_id = record_named(connection, form.about, args.record)
        ids = _customer_of(connection, form.about, record_id)
    if not ids and form is Form.QUESTIONNAIRE:
        survey_id = None if record_id is None else SurveyId(record_id)
        return [_Sheet(None, args.to, blank_questionnaire(connection, printed_by=printed_by, survey_id=survey_id))]
    if not ids:
        raise RefusedError(_("No customer"), _("Name the customers whose pages are to be printed."))
    return [
        _Sheet(
            customer.id,
            _path(args.to, customer.number, several=len(ids) > 1),
            _page(connection, args, form, customer.id, printed_by),
        )
        for customer in CUSTOMERS.get_many(connection, ids)
    ]


def _page(connection: Connection, args: Namespace, form: Form, customer_id: CustomerId, printed_by: str) -> PrintedPage:
    record_id = None
    if args.record and form.about:
        record_id = record_named(connection, form.about, args.record, customer_id)
    return page_of(
        connection,
        form,
        customer_id,
        audience=Audience(args.audience),
        printed_by=printed_by,
        interactions=args.interactions,
        record_id=record_id,
        confidential=args.confidential,
    )


def _customer_of(connection: Connection, kind: Kind, record_id: int) -> list[CustomerId]:
    """The customer to whom a record belongs; nobody for a survey."""
    record = ROOMS[kind].get(connection, record_id)
    return [record.customer_id] if kind in OF_CUSTOMER and record and record.customer_id else []


def _path(target: Path, number: str, *, several: bool) -> Path:
    return target.with_stem(f"{target.stem}-{_NOT_IN_FILE_NAMES.sub('_', number)}") if several else target


def _write(book: Book, sheets: list[_Sheet], pdfs: list[bytes], args: Namespace) -> None:
    """Write the files; the journal says that they were printed, unless the book can only be read."""

    def work(session: Session) -> Changes:
        session.note(
            customers=[str(sheet.customer_id) for sheet in sheets if sheet.customer_id],
            form=args.form,
            audience=args.audience,
            confidential=args.confidential,
            files=[sheet.path.name for sheet in sheets],
            sha256=[hashlib.sha256(pdf).hexdigest() for pdf in pdfs],
        )
        write_all()
        return Changes()

    def write_all() -> None:
        for sheet, pdf in zip(sheets, pdfs, strict=True):
            write_file(sheet.path, pdf)

    if book.database.read_only:
        write_all()
    else:
        book.write("print_summary", work)
