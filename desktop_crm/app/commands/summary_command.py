"""`summary`: print customers' summaries, forms and letters into a PDF file."""

import hashlib
import re
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.summary import SummaryPage, render_summary
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.transfer.writing.target import suffix_of, write_file

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class _Summary:
    """One customer's page, and the file it goes to."""

    customer_id: CustomerId
    path: Path
    page: SummaryPage


def run(args: Namespace) -> int:
    """One PDF for one customer; for several, one each, named after the file and the customer's number."""
    suffix_of(args.to, (".pdf",))
    with opened(args) as book:
        summaries = book.read(lambda connection: _read(connection, args, book.user_name))
        printouts = [render_summary(summary.page) for summary in summaries]
        for warning in {printout.warning for printout in printouts if printout.warning}:
            say(warning)
        _write(book, summaries, [printout.pdf for printout in printouts], args)
    for summary in summaries:
        print(summary.path)
    logging.event("summary.printed", pages=len(summaries))
    return 0


def _read(connection: Connection, args: Namespace, printed_by: str) -> list[_Summary]:
    """All the pages at once, so that nothing is printed when one customer is unknown."""
    ids = dict.fromkeys(customer_called(connection, name) for name in args.customers)
    target: Path = args.to
    summaries = []
    for customer in CUSTOMERS.get_many(connection, ids):
        number = _NOT_IN_FILE_NAMES.sub("_", customer.number)
        path = target.with_stem(f"{target.stem}-{number}") if len(ids) > 1 else target
        page = page_of(
            connection,
            Form(args.form),
            customer.id,
            audience=Audience(args.audience),
            printed_by=printed_by,
            interactions=args.interactions,
            request_id=args.request,
            confidential=args.confidential,
        )
        summaries.append(_Summary(customer.id, path, page))
    return summaries


def _write(book: Book, summaries: list[_Summary], pdfs: list[bytes], args: Namespace) -> None:
    """Write the files; the journal says that they were printed, unless the book can only be read."""

    def work(session: Session) -> Changes:
        session.note(
            customers=[str(summary.customer_id) for summary in summaries],
            form=args.form,
            audience=args.audience,
            confidential=args.confidential,
            files=[summary.path.name for summary in summaries],
            sha256=[hashlib.sha256(pdf).hexdigest() for pdf in pdfs],
        )
        write_all()
        return Changes()

    def write_all() -> None:
        for summary, pdf in zip(summaries, pdfs, strict=True):
            write_file(summary.path, pdf)

    if book.database.read_only:
        write_all()
    else:
        book.write("print_summary", work)
