"""What can be done to a decision chain beside what every record knows: its steps change places."""

from sqlalchemy import Connection, select

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import CustomerId, DecisionStepId


def steps_of(connection: Connection, customer_id: CustomerId) -> list[DecisionStep]:
    """The steps of a customer's chain, in order; those without a place come first."""
    c = CHAIN.table.c
    wanted = select(CHAIN.table).where(c.customer_id == customer_id, c.deleted_at.is_(None))
    return CHAIN.entities_of(connection, connection.execute(wanted.order_by(c.position, c.id)).mappings())


def next_position(connection: Connection, customer_id: CustomerId) -> int:
    """The place of a step that is added at the end."""
    return max((step.position or 0 for step in steps_of(connection, customer_id)), default=0) + 1


def move(session: Session, step_id: DecisionStepId, by: int) -> Changes:
    """Move a step so many places down, or up where negative; the chain is numbered anew from 1.

    At either end nothing happens.
    """
    (step,) = CHAIN.get_many(session.connection, [step_id])
    if step.customer_id is None:
        return Changes()
    order = [each.id for each in steps_of(session.connection, step.customer_id)]
    place = order.index(step_id)
    if not 0 <= place + by < len(order):
        return Changes()
    order.insert(place + by, order.pop(place))
    return CHAIN.change_many(session, {each: {"position": number} for number, each in enumerate(order, start=1)})
