"""From what a person types for a customer, its number or exact name, to the customer."""

from sqlalchemy import Connection, select

from desktop_crm.core.customers.store import CUSTOMERS, ids_called
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.search.finding import find

_MOST_PROPOSED = 3


def record_called(connection: Connection, text: str) -> tuple[Kind, int]:
    """The record in use with this id, or else the customer with this number or exact name.

    Raises:
        RefusedError: as `customer_called`.
    """
    if (record_id := id_in(text)) is not None:
        for kind, room in ROOMS.items():
            in_use = select(room.table.c.id).where(room.table.c.id == record_id, room.table.c.deleted_at.is_(None))
            if connection.scalar(in_use) is not None:
                return kind, record_id
    return Kind.CUSTOMERS, customer_called(connection, text)


def record_named(connection: Connection, kind: Kind, text: str, customer_id: CustomerId | None = None) -> int:
    """The record in use of this kind with this id or exactly this title, of the customer where one is given.

    Raises:
        RefusedError: there is none, or several have the title; the message says which may be meant.
    """
    room = ROOMS[kind]
    c, title = room.table.c, room.table.c[room.fields.named_by]
    query = select(c.id, title).where(c.deleted_at.is_(None))
    if customer_id is not None and kind in OF_CUSTOMER:
        query = query.where(c.customer_id == customer_id)
    found = connection.execute(query.order_by(c.id.desc())).all()
    ids = [row.id for row in found if row.id == id_in(text)] or [row.id for row in found if row[1] == text.strip()]
    if len(ids) == 1:
        return int(ids[0])
    if ids:
        raise RefusedError(
            _("Several records are called “{text}”").format(text=text),
            _("Name one of them by its id, such as: {ids}").format(ids=", ".join(map(str, ids[:_MOST_PROPOSED]))),
        )
    titles = ", ".join(f"{row.id} {row[1] or ''}".strip() for row in found[:_MOST_PROPOSED])
    raise RefusedError(
        _("{kind}: none is called “{text}”").format(kind=_(TITLES[kind]), text=text),
        _("Give an id or the exact title, such as: {titles}").format(titles=titles)
        if titles
        else _("There is none yet."),
    )


def id_in(text: str) -> int | None:
    """The id that a text can be, as show and find print them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def customer_called(connection: Connection, text: str) -> CustomerId:
    """The customer with this number, or with exactly this name.

    Raises:
        RefusedError: there is none, or several have the name; the message says which may be meant.
    """
    ids = ids_called(connection, text)
    if not ids:
        raise RefusedError(_("No customer is called “{text}”").format(text=text), _proposal(connection, text))
    if len(ids) > 1:
        numbers = ", ".join(customer.number for customer in CUSTOMERS.get_many(connection, ids))
        raise RefusedError(
            _("Several customers are called “{text}”").format(text=text),
            _("Name one of them by its number: {numbers}").format(numbers=numbers),
        )
    return ids[0]


def _proposal(connection: Connection, text: str) -> str:
    fitting = [found for found in find(connection, text) if found.kind is Kind.CUSTOMERS]
    if not fitting:
        return _("Give a customer number or the exact name; desktop-crm find shows both.")
    customers = ", ".join(f"{found.number} {found.title}" for found in fitting[:_MOST_PROPOSED])
    return _("Give a customer number or the exact name, such as: {customers}").format(customers=customers)
