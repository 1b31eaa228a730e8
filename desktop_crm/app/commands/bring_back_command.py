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
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.trash import bring_back


def run(args: Namespace) -> int:
    """All the records named, or none when one of them is not in the Trash."""

    def work(session: Session) -> Changes:
        things: dict[Kind, list[int]] = {}
        for name in args.customers:
            kind, record_id = _in_trash(session.connection, name)
            things.setdefault(kind, []).append(record_id)
        return bring_back(session, things)

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
