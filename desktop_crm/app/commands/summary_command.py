"""`summary`: print customers' summaries into a PDF file."""

import re
from argparse import Namespace
from pathlib import Path

from sqlalchemy import Connection

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.documents.customer_summary import Audience, summary_page
from desktop_crm.core.documents.summary import SummaryPage, render_summary
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.files import write_durably

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


def run(args: Namespace) -> int:
    """One PDF for one customer; for several, one each, named after the file and the customer's number."""
    target: Path = args.to
    if target.suffix.lower() != ".pdf":
        raise RefusedError(_("A summary is a PDF file"), _("Name a file that ends in .pdf after --to."))
    if not target.parent.is_dir():
        raise RefusedError(_("No such folder: {folder}").format(folder=target.parent), _("Make it first."))
    with opened(args) as book:
        pages = book.read(lambda connection: _pages(connection, args, book.user_name))
    several = len(pages) > 1
    for number, page in pages.items():
        path = target.with_stem(f"{target.stem}-{_NOT_IN_FILE_NAMES.sub('_', number)}") if several else target
        printout = render_summary(page)
        if printout.warning:
            say(printout.warning)
        write_durably(path, printout.pdf)
        print(path)
    logging.event("summary.printed", pages=len(pages))
    return 0


def _pages(connection: Connection, args: Namespace, printed_by: str) -> dict[str, SummaryPage]:
    """The words of all the summaries, by customer number; so that nothing is printed when one name is unknown."""
    customers = CUSTOMERS.get_many(connection, [customer_called(connection, name) for name in args.customers])
    return {
        customer.number: summary_page(
            connection,
            customer.id,
            audience=Audience(args.audience),
            printed_by=printed_by,
            interactions=args.interactions,
        )
        for customer in customers
    }
