"""`summary`: print customers' summaries into a PDF file."""

from argparse import Namespace
from pathlib import Path

from desktop_crm.app.answers import say
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core.book import Book
from desktop_crm.core.documents.customer_summary import Audience, summary_page
from desktop_crm.core.documents.summary import render_summary
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.files import write_durably


def run(args: Namespace) -> int:
    """One PDF for one customer; for several, one each, named after the file and the customer's number."""
    target: Path = args.to
    if target.suffix.lower() != ".pdf":
        raise RefusedError(_("A summary is a PDF file"), _("Name a file that ends in .pdf after --to."))
    if not target.parent.is_dir():
        raise RefusedError(_("No such folder: {folder}").format(folder=target.parent), _("Make it first."))
    with opened(args) as book:
        for name, path in _targets(args.customers, target):
            _print(book, name, path, args)
    return 0


def _targets(names: list[str], target: Path) -> list[tuple[str, Path]]:
    if len(names) == 1:
        return [(names[0], target)]
    return [(name, target.with_stem(f"{target.stem}-{index}")) for index, name in enumerate(names, start=1)]


def _print(book: Book, name: str, path: Path, args: Namespace) -> None:
    page = book.read(
        lambda connection: summary_page(
            connection,
            customer_called(connection, name),
            audience=Audience(args.audience),
            printed_by=book.user_name,
            interactions=args.interactions,
        )
    )
    printout = render_summary(page)
    if printout.warning:
        say(printout.warning)
    write_durably(path, printout.pdf)
    print(path)
