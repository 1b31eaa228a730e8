"""`bring-back`: take customers out of the Trash."""

from argparse import Namespace

from desktop_crm.app.answers import say
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import id_in_trash
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.workflows.trash_customer import bring_customer_back


def run(args: Namespace) -> int:
    """All the customers named by their numbers, or none when one of them is not in the Trash."""

    def work(session: Session) -> Changes:
        changes = Changes()
        for number in args.customers:
            customer_id = id_in_trash(session.connection, number)
            if customer_id is None:
                raise RefusedError(
                    _("{number} is not in the Trash").format(number=number), _("Nothing was brought back.")
                )
            changes |= bring_customer_back(session, customer_id)
        return changes

    with opened(args) as book:
        book.write("bring_back_customers", work)
    count = len(args.customers)
    say(ngettext("{count} customer is back.", "{count} customers are back.", count).format(count=count))
    return 0
