"""`trash`: move customers to the Trash."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.naming import customer_called
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import ngettext
from desktop_crm.core.workflows.trash_customer import trash_customer


def run(args: Namespace) -> int:
    """All the customers named, or none when one of them is not known."""

    def work(session: Session) -> Changes:
        changes = Changes()
        for name in args.customers:
            changes |= trash_customer(session, customer_called(session.connection, name))
        return changes

    with opened(args) as book:
        book.write("trash_customers", work)
    count = len(args.customers)
    say(ngettext("{count} customer is in the Trash.", "{count} customers are in the Trash.", count).format(count=count))
    return 0
