"""`trash`: move customers or single records to the Trash, or list what lies there."""

from argparse import Namespace

from desktop_crm.app.answers import print_json, say
from desktop_crm.app.naming import record_called
from desktop_crm.app.opening import opened
from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import in_trash
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.trash_customer import trash_customer


def run(args: Namespace) -> int:
    """All the records named, or none when one of them is not known; with `--list` no more than a list."""
    if args.list:
        return _list(args)
    if not args.customers:
        raise RefusedError(_("No customer"), _("Name the customers, or say --list."))

    def work(session: Session) -> Changes:
        changes = Changes()
        for name in args.customers:
            kind, record_id = record_called(session.connection, name)
            if kind is Kind.CUSTOMERS:
                changes |= trash_customer(session, CustomerId(record_id))
            else:
                changes |= ROOMS[kind].trash(session, [record_id])
        return changes

    with opened(args) as book:
        book.write("trash_customers", work)
    count = len(args.customers)
    if args.json:
        print_json({"trashed": count})
    say(ngettext("{count} record is in the Trash.", "{count} records are in the Trash.", count).format(count=count))
    return 0


def _list(args: Namespace) -> int:
    with opened(args) as book:
        found = book.read(in_trash)
    if args.json:
        print_json(
            {
                "trash": [
                    {"number": number, "name": name, "since": since.astimezone(clock.zone()).isoformat()}
                    for number, name, since in found
                ]
            }
        )
        return 0
    for number, name, since in found:
        print(f"{since.astimezone(clock.zone()):%Y-%m-%d}  {number}  {name}")
    if not found:
        say(_("The Trash is empty."))
    return 0
