"""How many records a saved view shows."""

from sqlalchemy import Connection, func, select

from desktop_crm.core.customers.choosing import count_chosen
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.conditions import STILL_OPEN, fitting
from desktop_crm.core.lists.view import View
from desktop_crm.core.service.choices import URGENT


def count_of(connection: Connection, view: View) -> int:
    """The number of records in use that fit the view's filters."""
    if view.kind is Kind.CUSTOMERS:
        return count_chosen(connection, view.filters)
    return connection.scalar(select(func.count()).select_from(fitting(view.kind, view.filters).subquery())) or 0


def open_urgent_requests(connection: Connection) -> int:
    """How many urgent service requests wait for their solution."""
    found = fitting(Kind.SERVICE, {"status": STILL_OPEN, "severity": URGENT}).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0
