"""Finding and opening the customer book a command works on."""

import getpass
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any, cast

from desktop_crm.app import logging
from desktop_crm.app.arguments import vault_folder
from desktop_crm.core.book import Book, open_book
from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError, RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.reminders.between import keep_index
from desktop_crm.core.tailoring import use


def secret_from(file: Path | None, prompt: str, *, twice: bool = False) -> str:
    """A passphrase or key: the first line of `file`, or what is typed on the terminal.

    Raises:
        RefusedError: the file cannot be read, or there is neither file nor terminal.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise RefusedError(
                _("{file} cannot be read").format(file=file),
                _("It must be a text file in UTF-8 with the words in its first line."),
            ) from error
    if not sys.stdin.isatty():
        raise _nothing_typed()
    try:
        typed = getpass.getpass(f"{prompt}: ")
        again = getpass.getpass(_("Once more") + ": ") if twice else typed
    except EOFError:  # Ctrl+D
        raise _nothing_typed() from None
    if again != typed:
        raise RefusedError(_("The two were not the same"), _("Nothing was changed. Try again."))
    return typed


def _nothing_typed() -> RefusedError:
    return RefusedError(_("No passphrase"), _("Name a file that holds it with --passphrase-file FILE."))


def passphrase(args: Namespace, *, twice: bool = False) -> str:
    """The passphrase of the vault."""
    return secret_from(args.passphrase_file, _("Passphrase"), twice=twice)


def opened(args: Namespace) -> Book:
    """The book a command works on, open; what was noticed while opening it is told.

    A command that was handed to the running program gets that one's book, without its passphrase. The book's own
    fields and lists hold until the command ends.
    """
    if lent := getattr(args, "book", None):
        use(lent.database.tailoring)
        return cast("Book", lent)
    book = open_book(vault_folder(args), passphrase(args))
    logging.event(
        "vault.opened",
        warnings=len(book.warnings),
        read_only=book.database.read_only,
        rolled_back=book.rolled_back is not None,
    )
    for sentence in book.warnings:
        print(sentence, file=sys.stderr)
    use(book.database.tailoring)
    return IndexedBook(book.vault, book.database, book.steps, book.rolled_back)


class IndexedBook(Book):
    """A command's book: before it closes, what lies outside of its reminders is made to fit what was written."""

    __slots__ = ("_wrote",)

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._wrote = False
        self.database.wrote = self._on_commit

    def close(self) -> None:
        """As every book."""
        if self._wrote:
            self._wrote = False
            index_reminders(self)
        super().close()

    def _on_commit(self, _changes: Changes) -> None:
        self._wrote = True


def index_reminders(book: Book) -> None:
    """Make what lies outside of the reminders fit the book; where that cannot be written, the next one does."""
    try:
        keep_index(book.vault, book.database)
    except (CrmError, OSError) as error:
        logging.failure("reminders.not_indexed", error)
