"""Recording an interaction with all that came of it: next step, promises, needs, a satisfaction score. One action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer
from desktop_crm.core.customers.choices import PROSPECT
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.followups.store import of_customer as followups_of
from desktop_crm.core.ids import CustomerId, InteractionId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION, score_before
from desktop_crm.core.workflows.save_record import change_record


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Whom an interaction is with: the customer, its people, the primary one first, its latest score, whether it is a
    prospect with whom nobody talked before, and the open follow-ups, by due date."""

    customer: Customer | None
    contacts: Sequence[Contact]
    score: int | None = None
    is_new: bool = False
    followups: Sequence[Followup] = ()

    @property
    def name(self) -> str:
        """The customer's name, empty where there is none."""
        return self.customer.name if self.customer else ""

    def next_step(self, now: datetime) -> Followup | None:
        """What is planned after `now` already; what is due by then, this interaction may have been."""
        return next((step for step in self.followups if step.due and step.due.at > now), None)


def counterpart(connection: Connection, customer_id: CustomerId) -> Counterpart:
    """The customer with people and latest score; those who left are not among the people."""
    customer = CUSTOMERS.get(connection, customer_id)
    staying = [contact for contact in of_customer(connection, customer_id) if contact.left_on is None]
    c = INTERACTIONS.table.c
    talked = select(exists().where(c.customer_id == customer_id, c.deleted_at.is_(None)))
    is_new = customer is not None and customer.status == PROSPECT and not connection.scalar(talked)
    steps = [step for step in followups_of(connection, customer_id) if step.status == OPEN and not step.to_check]
    return Counterpart(customer, staying, score_before(connection, customer_id, None), is_new, steps)


def log_interaction(
    session: Session,
    interaction: Interaction,
    next_step: Followup | None = None,
    *,
    commitments: Sequence[Commitment] = (),
    needs: Sequence[Need] = (),
    score: Satisfaction | None = None,
    learned: Mapping[tuple[Kind, int], Mapping[str, Any]] | None = None,
) -> Changes:
    """Add the interaction and what came of it, all with the same customer: the next step as a follow-up (I-08), what
    was promised (I-06), the needs that were mentioned (N-12), and how satisfied the customer is (V-01).

    `learned` is what was learned of records that are there, by kind and id: field name to value (I-16).
    """
    changes = INTERACTIONS.add(session, [interaction])
    link: Any = {
        "customer_id": interaction.customer_id,
        "interaction_id": InteractionId(changes.new_id(Kind.INTERACTIONS)),
    }
    if next_step:
        changes |= FOLLOWUPS.add(session, [replace(next_step, **link)])
    changes |= COMMITMENTS.add(session, [replace(each, **link) for each in commitments])
    changes |= NEEDS.add(session, [replace(each, **link) for each in needs])
    if score:
        changes |= SATISFACTION.add(session, [replace(score, **link)])
    for (kind, record_id), values in (learned or {}).items():
        changes |= change_record(session, kind, record_id, **values)
    return changes
