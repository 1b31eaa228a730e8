"""`erase`: erase customers for good."""

import sys
from argparse import Namespace
from collections.abc import Mapping

from sqlalchemy import Connection

from desktop_crm.app import logging
from desktop_crm.app.answers import print_json, say
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core.customers.store import id_in_trash
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.workflows.erase import preview


def run(args: Namespace) -> int:
    """All the customers named, from the Trash or from use, or none; asks first, unless `--yes` says not to."""
    with opened(args) as book:
        ids = book.read(lambda connection: [_called(connection, name) for name in args.customers])
        counts = book.read(lambda connection: preview(connection, Kind.CUSTOMERS, ids))
        if not args.yes:
            _ask(args, counts)
        changes = book.erase(Kind.CUSTOMERS, ids)
    erased = {kind.value: len(gone) for kind, gone in changes.removed.items()}
    logging.event("erase.done", **erased)
    if args.json:
        print_json({"erased": erased})
    else:
        say(_("Erased for good: {words}").format(words=_words(counts)))
    return 0


def _called(connection: Connection, name: str) -> CustomerId:
    return id_in_trash(connection, name) or customer_called(connection, name)


def _ask(args: Namespace, counts: Mapping[Kind, int]) -> None:
    """Let the person at the terminal say yes.

    Raises:
        RefusedError: there is nobody to ask, or the answer was another one.
    """
    if getattr(args, "book", None) or not sys.stdin.isatty():
        raise RefusedError(
            _("This would be erased for good: {words}").format(words=_words(counts)),
            _("Add --yes if you are sure. Nothing was erased."),
        )
    say(_("This will be erased for good: {words}").format(words=_words(counts)))
    say(_("Type “yes” to go on:"))
    if sys.stdin.readline().strip().casefold() not in {"yes", "y", "是"}:
        raise RefusedError(_("Not confirmed"), _("Nothing was erased."))


def _words(counts: Mapping[Kind, int]) -> str:
    parts = []
    for kind, count in counts.items():
        title = TITLES[kind]
        parts.append(f"{_(title)} {count}")
    return " · ".join(parts)
