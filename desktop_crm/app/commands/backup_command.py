"""`backup`: write a verified, encrypted backup."""

from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.app.answers import say
from desktop_crm.app.opening import opened
from desktop_crm.core.backup.backups import automatic_backup, make_backup
from desktop_crm.core.i18n import _


def run(args: Namespace) -> int:
    """Back up into the file named, or into the vault's own folder of backups."""
    with opened(args) as book:
        info = make_backup(book.vault, args.to) if args.to else automatic_backup(book.vault, "manual")
    if info is None:
        say(_("Nothing was backed up: the folder of the book cannot be written. Name a file with --to."))
        return 0
    logging.event("backup.made", bytes=info.size_bytes, sequence=info.sequence)
    say(_("Backed up and verified."))
    print(info.path)
    return 0
