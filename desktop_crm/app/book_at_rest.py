"""What is done to a book whose windows are gone: it is backed up before the program ends, or restored.

Everything here runs off the GUI thread.
"""

from pathlib import Path

from desktop_crm.core.backup import backups
from desktop_crm.core.backup.restoring import Restored, restore
from desktop_crm.core.book import Book, open_book


def back_up(book: Book) -> None:
    """Back up what changed since the newest backup.

    Raises:
        CrmError: it did not succeed, and earlier backups are as they were.
    """
    if not book.vault.read_only and backups.due(book.vault, book.vault.anchor.latest() or 0):
        backups.automatic_backup(book.vault, "exit")


def restored(book: Book, backup: Path, passphrase: str) -> tuple[Book, Restored]:
    """The book as it was in a backup, open, and what was restored; the one that was open is closed.

    Raises:
        CrmError: it did not succeed, and the book is as it was, closed.
    """
    book.close()
    found = restore(backup, book.vault.folder, passphrase)
    return open_book(book.vault.folder, passphrase), found
