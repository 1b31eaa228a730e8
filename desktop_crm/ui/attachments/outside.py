"""Where the copies lie that other programs are given of the attachments of a book."""

from pathlib import Path

from desktop_crm.core.attachments.outside import OutsideCopies
from desktop_crm.core.paths import opened_folder


def copies_of(vault: Path) -> OutsideCopies:
    """The copies of the attachments of the book in this folder."""
    return OutsideCopies(opened_folder(vault))


def clear_outside(vault: Path) -> None:
    """Remove them, as far as no other program holds them open."""
    copies_of(vault).clear()
