"""What can be done to contacts beside what every record knows."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.database.session import Session

_INDIVIDUAL = "individual"  # the account type of a customer who is a person; no room imports another


def add(session: Session, people: Iterable[Contact]) -> Changes:
    """Add contacts; the first one of a company becomes its primary contact by itself (K-05).

    Imports do not come this way: they take the world as it is.
    """
    return CONTACTS.add(session, list(_with_a_primary_one(session, list(people))))


def _with_a_primary_one(session: Session, people: list[Contact]) -> Iterator[Contact]:
    claimed = {contact.customer_id for contact in people if contact.is_primary}
    for contact in people:
        owner = contact.customer_id
        if owner is None or owner in claimed or contact.left_on or _has_people_or_is_one(session, owner):
            yield contact
        else:
            claimed.add(owner)
            yield contact.having(is_primary=True)


def _has_people_or_is_one(session: Session, customer_id: int) -> bool:
    """Whether a customer has a contact who is still there, or is a person and needs none."""
    p, c = contacts.c, customers.c
    person = select(p.id).where(p.customer_id == customer_id, p.deleted_at.is_(None), p.left_on.is_(None))
    individual = select(c.id).where(c.id == customer_id, c.account_type == _INDIVIDUAL)
    return any(session.connection.scalar(found.limit(1)) is not None for found in (person, individual))
