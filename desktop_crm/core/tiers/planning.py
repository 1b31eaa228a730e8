"""What to plan for a customer: its account plan and the playbook of its tier, each line with a proposed day (G-09,
F-09). Nothing is planned before the user has chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.working_days import add_working_days
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import TIERS, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import overrides_store, settings_store
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.tiers.playbooks import cadence_days, playbook
from desktop_crm.core.values.moment import Moment

_USUAL_DAYS = 7  # between two lines for whom there is no cadence
_NEW = N_("First talk: present our value-added services")
_KNOWN = N_("Ask how the customer finds our product in use")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One follow-up that could be planned. `source` says where it comes from; `planned` that it is open already."""

    title: str
    due: Moment
    source: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed for a customer, whose tier is a code or empty; on demand it should be contacted less."""

    customer: Customer
    tier: str
    proposals: tuple[Proposal, ...]


def proposed(connection: Connection, customer_id: CustomerId) -> Plan | None:
    """What could be planned for a customer, the account plan first; None where there is no such customer.

    Where the customer has no account plan the focus of the first talk stands for it. The lines follow each other as
    often as one is to be in touch with the customer, each on a working day at the usual time.
    """
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        return None
    tier = connection.scalar(select(standing.c.tier).where(standing.c.customer_id == customer_id)) or ""
    own = [text for line in customer.account_plan.splitlines() if (text := line.strip(" \t-•·*"))]
    first = own or [_(_KNOWN if customer.status == WON else _NEW)]
    source = _("Account plan") if own else _("First talk")
    lines = [(line, source) for line in first]
    lines += [(line, TIERS.label_of(tier)) for line in playbook(connection, tier)] if tier else []
    settings = settings_store.load(connection)
    pause = cadence_days(settings, customer, tier) or (30 if customer.on_demand else _USUAL_DAYS)
    f = followups.c
    wanted = (f.customer_id == customer_id, f.status == OPEN, f.deleted_at.is_(None))
    planned = set(connection.scalars(select(f.title).where(*wanted)))
    overrides, at = overrides_store.load(connection), time.fromisoformat(settings.text(DEFAULT_TIME))
    proposals = tuple(
        Proposal(
            line,
            _at(add_working_days(clock.today() + timedelta(days=place * pause), 1, overrides), at),
            of,
            line in planned,
        )
        for place, (line, of) in enumerate(dict(lines).items())
    )
    return Plan(customer, tier, proposals)


def plan(session: Session, customer_id: CustomerId, chosen: Sequence[tuple[str, Moment | None]]) -> Changes:
    """Add a follow-up for each title and time that was chosen."""
    customer = CUSTOMERS.get(session.connection, customer_id)
    owner = customer.owner if customer and customer.owner else session.author
    return FOLLOWUPS.add(
        session, [Followup(customer_id=customer_id, title=title, due=due, owner=owner) for title, due in chosen]
    )


def _at(day: date, at: time) -> Moment:
    zone = clock.zone()
    return Moment(datetime.combine(day, at, zone).astimezone(UTC), zone.key)
