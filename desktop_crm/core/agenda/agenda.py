"""The agenda: what is overdue, due today and this week, what an import left to check, and who has no next step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.followups.choices import OPEN
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
    customer_id: int | None = None
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """What the agenda needs of an open follow-up: whole records take four times as long, and there may be 10,000."""

    id: int
    customer_id: int | None
    title: str
    due: Moment | None
    to_check: bool
    methods: tuple[str, ...]


def agenda(connection: Connection, *, days: int | None = None) -> list[Item]:
    """The items in their groups, each group by time, customers without a next step by name.

    `days` (0 or more) is how many days after today count as coming; without it the week ends on its Sunday. What an
    import brought from the past is nobody's next step. Lost customers need none; those in the Trash do not appear, nor
    do their follow-ups.
    """
    now, zone = clock.now(), clock.zone()
    today = clock.today()
    ahead = 6 - today.weekday() if days is None else days
    tomorrow = whole_day(today + timedelta(days=1), zone).at
    horizon = whole_day(today + timedelta(days=ahead + 1), zone).at
    names = _names(connection)
    items: dict[Group, list[Item]] = {group: [] for group in Group}
    busy = set()
    for followup in _open_followups(connection):
        customer = ""
        if followup.customer_id is not None:
            if followup.customer_id not in names:
                continue
            customer = names[followup.customer_id][0]
            if not followup.to_check:
                busy.add(followup.customer_id)
        due = _here(followup.due, zone)
        if group := Group.TO_CHECK if followup.to_check else _group(due, now, tomorrow, horizon):
            reason = _reason(due, group, now, zone)
            items[group].append(
                Item(
                    Kind.FOLLOWUPS,
                    followup.id,
                    group,
                    customer,
                    followup.title,
                    followup.due,
                    reason,
                    followup.customer_id,
                    followup.methods,
                )
            )
    plan, why = _("Plan the next step"), _("No open follow-up")
    items[Group.NO_NEXT_STEP] = [
        Item(Kind.CUSTOMERS, customer_id, Group.NO_NEXT_STEP, name, plan, None, why, customer_id)
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


def _open_followups(connection: Connection) -> Iterator[_Open]:
    """Every open follow-up, by due date, those without one last."""
    c = followups.c
    rows = connection.execute(
        select(c.id, c.customer_id, c.title, c.due, c.due_zone, c.due_all_day, c.to_check, c.methods)
        .where(c.status == OPEN, c.deleted_at.is_(None))
        .order_by(c.due.is_(None), c.due, c.id)
    )
    for record_id, customer_id, title, due, due_zone, all_day, to_check, methods in rows:
        moment = None if due is None else Moment(from_milliseconds(due), due_zone, bool(all_day))
        yield _Open(record_id, customer_id, title or "", moment, bool(to_check), tuple(json.loads(methods or "[]")))


def _here(due: Moment | None, zone: ZoneInfo) -> Moment | None:
    """A whole day is the same date wherever the user is: it begins and ends with the user's own midnights."""
    return whole_day(due.day(), zone) if due and due.all_day and due.zone != zone.key else due


def _group(due: Moment | None, now: datetime, tomorrow: datetime, horizon: datetime) -> Group | None:
    if due is None or due.at >= horizon:
        return None
    if due.end() <= now:
        return Group.OVERDUE
    return Group.TODAY if due.at < tomorrow else Group.WEEK


def _reason(due: Moment | None, group: Group, now: datetime, zone: ZoneInfo) -> str:
    match group:
        case Group.OVERDUE if due:
            return _lateness(now - due.end())
        case Group.TODAY:
            return _("Due today")
        case Group.TO_CHECK:
            return _("Was past when it was imported")
        case _ if due:
            ahead = (due.at.astimezone(zone).date() - now.astimezone(zone).date()).days
            return ngettext("In {count} day", "In {count} days", ahead).format(count=ahead)
        case _:
            return ""


def _lateness(late: timedelta) -> str:
    """How long something has been overdue, in the largest unit that is full."""
    minutes, hours = late // timedelta(minutes=1), late // timedelta(hours=1)
    if not minutes:
        return _("Due now")
    if not hours:
        return ngettext("{count} minute overdue", "{count} minutes overdue", minutes).format(count=minutes)
    if not late.days:
        return ngettext("{count} hour overdue", "{count} hours overdue", hours).format(count=hours)
    return ngettext("{count} day overdue", "{count} days overdue", late.days).format(count=late.days)
