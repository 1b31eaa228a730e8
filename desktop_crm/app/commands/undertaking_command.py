"""`undertaking`: read, sign and print what members of the team undertake (P-08, P-10)."""

import hashlib
from argparse import Namespace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.opening import opened
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.printed_page import page_count, render_page
from desktop_crm.core.documents.team_pages import (
    SIGN,
    Signature,
    TeamPage,
    is_current,
    paragraphs_of,
    sign,
    signatures,
    team_page,
)
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.transfers import PRINT, note_print
from desktop_crm.core.transfer.writing.target import suffix_of, write_file


def run(args: Namespace) -> int:
    """Show the text and who signed it, unless it is signed or printed; a page just signed bears that signature."""
    page = TeamPage.NOTICE if args.notice else TeamPage.UNDERTAKING
    if args.to:
        suffix_of(args.to, (".pdf",))
    with opened(args) as book:
        if args.sign:
            signed_on = date.fromisoformat(args.date) if args.date else None
            book.write(SIGN, partial(sign, page=page, name=args.sign, role=args.role, signed_on=signed_on))
        signed = book.read(partial(signatures, page=page))
        if args.to:
            printout = render_page(team_page(page, book.user_name, signed[0] if args.sign else None))
            if printout.warning:
                say(printout.warning)
            _write(book, page, printout, args.to)
    if args.json:
        print_json(_as_json(page, signed))
        return 0
    if args.sign:
        say(_("Signed: {signature}").format(signature=_words_of(signed[0])))
    if args.to:
        print(args.to)
    if not args.sign and not args.to:
        _show(page, signed)
    return 0


def _write(book: Book, page: TeamPage, printout: Printout, target: Path) -> None:
    """Write the file; the journal says so, unless the book can only be read."""

    def work(session: Session) -> Changes:
        write_file(target, printout.pdf)
        digest = hashlib.sha256(printout.pdf).hexdigest()
        return note_print(session, title=page.label, pages=page_count(printout), sha256=digest, file=target.name)

    if book.database.read_only:
        write_file(target, printout.pdf)
    else:
        book.write(PRINT, work)


def _words_of(signature: Signature) -> str:
    """Who signed and when, and whether it was another text."""
    words = " · ".join(filter(None, (signature.signed_on, signature.name, signature.role)))
    return words if is_current(signature) else " · ".join((words, _("another wording")))


def _show(page: TeamPage, signed: list[Signature]) -> None:
    print(page.label)
    for title, paragraphs in paragraphs_of(page):
        print(f"\n{title}")
        print("\n".join(paragraphs))
    print()
    print(_("Signatures"))
    for signature in signed:
        print(_words_of(signature))
    if not signed:
        print(_("Nobody has signed yet."))


def _as_json(page: TeamPage, signed: list[Signature]) -> dict[str, Any]:
    return {
        "page": page.value,
        "title": page.label,
        "parts": [{"title": title, "paragraphs": paragraphs} for title, paragraphs in paragraphs_of(page)],
        "signatures": [
            {"name": each.name, "role": each.role, "signed_on": each.signed_on, "current": is_current(each)}
            for each in signed
        ],
    }
