"""The agenda: what is overdue, due today and this week, what an import left to check, and who has no next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import open_ones
from desktop_crm.core.i18n import N_, _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment, whole_day


class Group(Enum):
    """The groups of the agenda, in the order in which they are shown; the value is the title."""

    OVERDUE = N_("Overdue")
    TODAY = N_("Today")
    WEEK = N_("This week")
    TO_CHECK = N_("Imported, to be checked")
    NO_NEXT_STEP = N_("No next step")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the agenda: a follow-up, or a customer without a next step. `reason` says why it is here."""

    kind: Kind
    id: int
    group: Group
    customer: str
    title: str
    due: Moment | None
    reason: str


def agenda(connection: Connection, *, days: int | None = None) -> list[Item]:
    """The items in their groups, each group by time.

    `days` is how many days after today count as coming; without it the week ends on its Sunday.
    """
    now, zone = clock.now(), clock.zone()
    today = clock.today()
    ahead = 6 - today.weekday() if days is None else days
    tomorrow = whole_day(today + timedelta(days=1), zone).at
    horizon = whole_day(today + timedelta(days=ahead + 1), zone).at
    open_followups = open_ones(connection)
    names = _names(connection)
    items: dict[Group, list[Item]] = {group: [] for group in Group}
    busy = set()
    for followup in open_followups:
        if followup.customer_id and not followup.to_check:
            busy.add(followup.customer_id)
        group = _group(followup, now, tomorrow, horizon)
        if group:
            customer = names[followup.customer_id][0] if followup.customer_id in names else ""
            reason = _reason(followup, group, now, zone)
            items[group].append(
                Item(Kind.FOLLOWUPS, followup.id, group, customer, followup.title, followup.due, reason)
            )
    items[Group.NO_NEXT_STEP] = [
        Item(
            Kind.CUSTOMERS, customer_id, Group.NO_NEXT_STEP, name, _("Plan the next step"), None, _("No open follow-up")
        )
        for customer_id, (name, status) in names.items()
        if customer_id not in busy and status != CHURNED
    ]
    return [item for group in Group for item in items[group]]


def _names(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = connection.execute(
        select(customers.c.id, customers.c.name, customers.c.status)
        .where(customers.c.deleted_at.is_(None))
        .order_by(customers.c.name_key, customers.c.id)
    )
    return {customer_id: (name, status) for customer_id, name, status in rows}


def _group(followup: Followup, now: datetime, tomorrow: datetime, horizon: datetime) -> Group | None:
    due = followup.due
    if followup.to_check:
        return Group.TO_CHECK
    if due is None:
        return None
    if due.end() <= now:
        return Group.OVERDUE
    if due.at < tomorrow:
        return Group.TODAY
    return Group.WEEK if due.at < horizon else None


def _reason(followup: Followup, group: Group, now: datetime, zone: ZoneInfo) -> str:
    match group:
        case Group.OVERDUE if followup.due:
            late = now - followup.due.end()
            if late < timedelta(hours=1):
                minutes = int(late.total_seconds() // 60)
                return ngettext("{count} minute overdue", "{count} minutes overdue", minutes).format(count=minutes)
            if late < timedelta(days=1):
                hours = int(late.total_seconds() // 3600)
                return ngettext("{count} hour overdue", "{count} hours overdue", hours).format(count=hours)
            return ngettext("{count} day overdue", "{count} days overdue", late.days).format(count=late.days)
        case Group.TODAY:
            return _("Due today")
        case Group.TO_CHECK:
            return _("Was past when it was imported")
        case _ if followup.due:
            ahead = (followup.due.at.astimezone(zone).date() - now.astimezone(zone).date()).days
            return ngettext("In {count} day", "In {count} days", ahead).format(count=ahead)
        case _:
            return ""
