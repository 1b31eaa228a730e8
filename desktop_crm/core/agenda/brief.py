"""What to know before the next appointment with a customer (I-17, I-18)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.choices import COMPANY
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.store import of_customer as interactions_of


@dataclass(frozen=True, slots=True)
class Brief:
    """Texts, empty where there is nothing to say; `contacts` are names with titles, the primary one first."""

    address: str = ""
    commitments: str = ""
    open_issues: str = ""
    risk: str = ""
    contacts: tuple[str, ...] = ()


def brief_of(connection: Connection, customer_id: CustomerId) -> Brief:
    """The brief on a customer; an empty one when there is no such customer."""
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        return Brief()
    last = next(iter(interactions_of(connection, customer_id, 1)), None)
    people = contacts_of(connection, customer_id)[:4]
    return Brief(
        address=customer.office_address if customer.account_type == COMPANY else customer.home_address,
        commitments=last.commitments if last else "",
        open_issues=customer.open_issues or (last.open_issues if last else ""),
        risk=customer.risk_alert,
        contacts=tuple(" ".join(filter(None, (person.name, person.title))) for person in people),
    )
