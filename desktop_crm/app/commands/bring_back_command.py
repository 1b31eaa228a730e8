"""`bring-back`: take records out of the Trash."""

from argparse import Namespace

from sqlalchemy import Connection, select

from desktop_crm.app.answers import say
from desktop_crm.app.naming import id_in
from desktop_crm.app.opening import opened
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import id_in_trash
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.trash_customer import bring_customer_back


def run(args: Namespace) -> int:
    """All the records named, or none when one of them is not in the Trash."""

    def work(session: Session) -> Changes:
        changes = Changes()
        for name in args.customers:
            kind, record_id = _in_trash(session.connection, name)
            if kind is Kind.CUSTOMERS:
                changes |= bring_customer_back(session, CustomerId(record_id))
            else:
                _refuse_without_customer(session.connection, kind, record_id, name)
                changes |= ROOMS[kind].bring_back(session, [record_id])
        return changes

    with opened(args) as book:
        book.write("bring_back_customers", work)
    count = len(args.customers)
    say(ngettext("{count} record is back.", "{count} records are back.", count).format(count=count))
    return 0


def _in_trash(connection: Connection, name: str) -> tuple[Kind, int]:
    customer_id = id_in_trash(connection, name)
    if customer_id is not None:
        return Kind.CUSTOMERS, customer_id
    if (record_id := id_in(name)) is not None:
        for kind, room in ROOMS.items():
            c = room.table.c
            if connection.scalar(select(c.id).where(c.id == record_id, c.deleted_at.is_not(None))) is not None:
                return kind, record_id
    raise RefusedError(_("{number} is not in the Trash").format(number=name), _("Nothing was brought back."))


def _refuse_without_customer(connection: Connection, kind: Kind, record_id: int, name: str) -> None:
    """A record whose customer lies in the Trash comes back with that one."""
    c, customers = ROOMS[kind].table.c, ROOMS[Kind.CUSTOMERS].table.c
    if "customer_id" not in c:
        return
    owner = connection.scalar(
        select(customers.number).where(
            customers.id == select(c.customer_id).where(c.id == record_id).scalar_subquery(),
            customers.deleted_at.is_not(None),
        )
    )
    if owner is not None:
        raise RefusedError(
            _("The customer of {number} is in the Trash too").format(number=name),
            _("Bring back {customer} first.").format(customer=owner),
        )
