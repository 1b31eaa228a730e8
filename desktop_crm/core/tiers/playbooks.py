"""What to do with customers of each tier, and how often to be in touch (G-09, F-07, decision 5).

The advice is the user's to edit; how often is a setting.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import AT_RISK, HIGH_VALUE, POTENTIAL, REGULAR
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.settings import (
    CADENCE_AT_RISK_DAYS,
    CADENCE_HIGH_VALUE_DAYS,
    CADENCE_POTENTIAL_DAYS,
    CADENCE_REGULAR_DAYS,
    Settings,
)

_ADVICE = {
    HIGH_VALUE: (
        N_("Visit regularly; one person is in charge of the customer"),
        N_("Keep the heads of both sides in touch"),
        N_("Prepare a report made for the customer"),
        N_("Invite the customer to develop products together"),
    ),
    POTENTIAL: (
        N_("Invite to a salon or an industry event"),
        N_("Offer free advice on the need"),
        N_("Tell a success story from the same industry"),
    ),
    AT_RISK: (
        N_("Find out why the customer is leaving: talk to the people there"),
        N_("Make a plan to win the customer back: a better price, better service"),
        N_("Look after the customer every week until the risk is over"),
    ),
    REGULAR: (
        N_("Keep in touch with little effort: news of the industry and of our products"),
        N_("Look for needs that nobody has spoken of yet"),
    ),
}
CADENCES = {
    HIGH_VALUE: CADENCE_HIGH_VALUE_DAYS,
    POTENTIAL: CADENCE_POTENTIAL_DAYS,
    AT_RISK: CADENCE_AT_RISK_DAYS,
    REGULAR: CADENCE_REGULAR_DAYS,
}
_KEPT = "playbook."


def playbook(connection: Connection, tier: str) -> list[str]:
    """What to do with customers of a tier: as the user wrote it, else what comes with the program, translated."""
    own = settings_store.kept(connection, _KEPT + tier)
    return [_(line) for line in _ADVICE.get(tier, ())] if own is None else list(own)


def store_playbook(session: Session, tier: str, lines: Sequence[str]) -> Changes:
    """Let these lines be what to do with customers of a tier; no lines bring back those of the program."""
    kept = [line.strip() for line in lines if line.strip()]
    return settings_store.keep(session, _KEPT + tier, kept or None)


def cadence_days(settings: Settings, customer: Customer, tier: str) -> int | None:
    """After how many days to be in touch again: the customer's own number, else its tier's (F-07).

    None for customers who are to be contacted on demand only (F-12), and where there is no tier.
    """
    if customer.on_demand:
        return None
    if customer.cadence_days:
        return customer.cadence_days
    return settings.number(CADENCES[tier]) if tier in CADENCES else None
