"""Recording an interaction together with the next step that was agreed: one action."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import CustomerId, InteractionId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Whom an interaction is with: the customer's name and its people, the primary one first."""

    name: str
    contacts: Sequence[Contact]


def counterpart(connection: Connection, customer_id: CustomerId) -> Counterpart:
    """Name and people of a customer; those who left are not among them."""
    customer = CUSTOMERS.get(connection, customer_id)
    staying = [contact for contact in of_customer(connection, customer_id) if contact.left_on is None]
    return Counterpart(customer.name if customer else "", staying)


def log_interaction(session: Session, interaction: Interaction, next_step: Followup | None = None) -> Changes:
    """Add the interaction and, where there is one, its next step as a follow-up with the same customer (I-08)."""
    changes = INTERACTIONS.add(session, [interaction])
    if next_step is None:
        return changes
    interaction_id = InteractionId(changes.new_id(Kind.INTERACTIONS))
    followup = replace(next_step, customer_id=interaction.customer_id, interaction_id=interaction_id)
    return changes | FOLLOWUPS.add(session, [followup])
