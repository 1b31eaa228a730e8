"""From what a person types for a customer, its number or exact name, to the customer."""

from sqlalchemy import Connection

from desktop_crm.core.customers.store import CUSTOMERS, ids_called
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.search.finding import find

_MOST_PROPOSED = 3


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
