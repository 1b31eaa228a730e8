"""How many records a saved view shows."""

from sqlalchemy import Connection, func, select

from desktop_crm.core.customers.choosing import count_chosen
from desktop_crm.core.database.filtering import fitting
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.view import View
from desktop_crm.core.rooms import ROOMS


def count_of(connection: Connection, view: View) -> int:
    """The number of records in use that fit the view's filters."""
    if view.kind is Kind.CUSTOMERS:
        return count_chosen(connection, view.filters)
    found = fitting(ROOMS[view.kind], view.filters).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0
