"""`check`: whether the book is whole."""

from argparse import Namespace

from desktop_crm.app import logging
from desktop_crm.app.answers import print_json, say
from desktop_crm.app.exit_status import DAMAGED, DONE
from desktop_crm.app.opening import opened
from desktop_crm.core.backup.checking import check
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.errors import VaultDamagedError


def run(args: Namespace) -> int:
    """Check file, journal, anchor, index and records; with `--accept` take an older book as it is."""
    try:
        with opened(args) as book:
            if args.accept and book.rolled_back:
                book.accept_as_it_is()
            problems = check(book)
    except (DatabaseDamagedError, VaultDamagedError) as error:
        if args.json:
            print_json({"ok": False, "problems": [str(error)]})
        raise
    logging.event("vault.checked", problems=len(problems))
    if args.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        for problem in problems or [_("The customer book is whole.")]:
            say(problem)
    return DAMAGED if problems else DONE
