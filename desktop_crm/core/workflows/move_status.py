"""Moving a customer's lifecycle status, when what the move asks for is there (G-01 to G-03, decision 9)."""

from typing import Any

from sqlalchemy import Connection, Row, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.contracts.choices import ENDED, SIGNED
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.choices import CHURNED, STATUSES
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.status_rules import Evidence, Lack, Missing, MoveRefusedError, Place, lacking
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.schema.deals import contracts
from desktop_crm.core.database.schema.needs import needs
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import DROPPED, EXPLICIT
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.values.day import Day


def missing_for(
    connection: Connection, customer_id: CustomerId, to: str, *, reason: str = "", note: str = ""
) -> list[Missing]:
    """What is missing before the customer may have the status `to`, and where to enter it; nothing when it may."""
    (customer,) = CUSTOMERS.get_many(connection, [customer_id])
    return _missing(connection, customer, to, reason, note)


def move(session: Session, customer_id: CustomerId, to: str, *, reason: str = "", note: str = "") -> Changes:
    """Give the customer another status from today on, with the reason why it left or the note that goes with it.

    A reason of an earlier leaving goes when the customer comes back; the history keeps it.

    Raises:
        MoveRefusedError: something is missing; nothing was written.
    """
    (customer,) = CUSTOMERS.get_many(session.connection, [customer_id])
    if to == customer.status:
        return Changes()
    if missing := _missing(session.connection, customer, to, reason, note):
        raise MoveRefusedError(customer.name, STATUSES.label_of(to), tuple(missing))
    return customer_commands.change(
        session,
        customer_id,
        status=to,
        churn_reason=reason.strip() if to == CHURNED else "",
        status_note=note.strip(),
        status_since=Day(clock.today().isoformat()),
    )


def _missing(connection: Connection, customer: Customer, to: str, reason: str, note: str) -> list[Missing]:
    wanted = [row for row in _needs(connection, customer.id) if row.status != DROPPED]
    evidence = Evidence(
        explicit_need=any(row.kind == EXPLICIT for row in wanted),
        confirmed_budget=any(row.budget_confirmed and _says_amount(row) for row in wanted),
        sale=_has_sale(connection, customer.id),
    )
    lacks = lacking(customer.status, to, evidence, reason=reason, note=note)
    return [Missing(lack, _places(lack, customer.id, wanted)) for lack in lacks]


def _places(lack: Lack, customer_id: CustomerId, wanted: list[Row[Any]]) -> tuple[Place, ...]:
    of_customer = {"customer_id": customer_id}
    match lack:
        case Lack.EXPLICIT_NEED:
            return (Place(Kind.NEEDS, "title", preset=of_customer | {"kind": EXPLICIT}),)
        case Lack.CONFIRMED_BUDGET:
            return (_place_of_budget(of_customer, wanted),)
        case Lack.SALE:
            today = Day(clock.today().isoformat())
            return (
                Place(Kind.ORDERS, "amount", preset=of_customer | {"ordered": today}),
                Place(Kind.CONTRACTS, "signed_on", preset=of_customer | {"status": SIGNED, "signed_on": today}),
            )
        case Lack.CHURN_REASON:
            return (Place(Kind.CUSTOMERS, "churn_reason", customer_id),)
        case Lack.NOTE:
            return (Place(Kind.CUSTOMERS, "status_note", customer_id),)


def _place_of_budget(of_customer: dict[str, Any], wanted: list[Row[Any]]) -> Place:
    """The need nearest to it: one that names an amount, else an explicit one, else one to be made."""
    if not wanted:
        return Place(Kind.NEEDS, "budget", preset=of_customer | {"kind": EXPLICIT})
    nearest = max(wanted, key=lambda row: (_says_amount(row), row.kind == EXPLICIT))
    return Place(Kind.NEEDS, "budget_confirmed" if _says_amount(nearest) else "budget", nearest.id)


def _says_amount(need: Row[Any]) -> bool:
    return need.budget_low_cents is not None or need.budget_high_cents is not None


def _needs(connection: Connection, customer_id: CustomerId) -> list[Row[Any]]:
    n = needs.c
    columns = (n.id, n.kind, n.status, n.budget_low_cents, n.budget_high_cents, n.budget_confirmed)
    found = select(*columns).where(n.customer_id == customer_id, n.deleted_at.is_(None)).order_by(n.id)
    return list(connection.execute(found))


def _has_sale(connection: Connection, customer_id: CustomerId) -> bool:
    o, c = orders.c, contracts.c
    ordered = select(o.id).where(o.customer_id == customer_id, o.deleted_at.is_(None), o.status != CANCELLED)
    signed = select(c.id).where(c.customer_id == customer_id, c.deleted_at.is_(None), c.status.in_((SIGNED, ENDED)))
    return any(connection.scalar(found.limit(1)) is not None for found in (ordered, signed))
