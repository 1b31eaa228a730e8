"""How often to be in touch (F-07, F-12), and what is to be kept up to date every week (F-08)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, or_, select

from desktop_crm.core.clocks.clock import Found, Now, in_use
from desktop_crm.core.clocks.periods import Period, month
from desktop_crm.core.customers.choices import AT_RISK, CHURNED, HIGH_VALUE, TIERS
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import CONTACT_CAP, REFRESH_DAYS, SUMMARY_DAYS_BEFORE
from desktop_crm.core.tiers.playbooks import CADENCES

_CAP_DAYS = 30
_DAY = 86_400_000  # milliseconds
_SLACK = 2 * _DAY  # by which a question asks for more than the exact rule takes: days differ in length
_TOUCH = N_("Be in touch every {days} days; the last time was {day}")
_NEVER = N_("Be in touch every {days} days; there was no talk yet")


def cadence(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers who were not met for as long as their tier, or their own number, says, and with whom nothing is
    planned for the time that is left. Customers on demand have no cadence (F-12)."""
    s, days_of, at = standing.c, _Days(now), now.milliseconds
    planned = _planned(connection, now)
    for tier, setting in CADENCES.items():
        usual = now.number(setting)
        own = s.cadence_days > 0
        wanted = or_(s.cadence_days.is_(None), own) if usual else own
        rows = connection.execute(
            select(s.customer_id, s.cadence_days, s.met_at).where(
                s.tier == tier, wanted, *_before(now, s.met_at, usual), *now.only(s.customer_id)
            )
        )
        for customer_id, own_days, met_at in rows:
            days = own_days or usual
            if customer_id in planned and planned[customer_id] <= at + days * _DAY:
                continue
            found = _rolling(now, days_of, customer_id, met_at, days)
            words = _NEVER if met_at is None else _TOUCH
            yield Found(Kind.CUSTOMERS, customer_id, customer_id, found[0], found[1], words, found[2])


def weekly_refresh(connection: Connection, now: Now) -> Iterator[Found]:
    """High value customers and those at risk of whom nothing was written for a week (F-08)."""
    days, s, days_of = now.number(REFRESH_DAYS), standing.c, _Days(now)
    if not days:
        return
    for tier in (HIGH_VALUE, AT_RISK):
        label = TIERS.label_of(tier)
        rows = connection.execute(
            select(s.customer_id, s.touched_at).where(
                s.tier == tier, *_before(now, s.touched_at, days), *now.only(s.customer_id)
            )
        )
        for customer_id, touched_at in rows:
            since, due, values = _rolling(now, days_of, customer_id, touched_at, days)
            words = N_("{tier}: bring the record up to date every {days} days; last on {day}")
            yield Found(Kind.CUSTOMERS, customer_id, customer_id, since, due, words, {**values, "tier": label})


def quiet(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers who were contacted too often of late: better on demand, with a summary each month (F-12)."""
    most, i, c = now.number(CONTACT_CAP), interactions.c, customers.c
    if not most:
        return
    count = func.count()
    often = (
        select(i.customer_id, count.label("count"), func.max(i.occurred).label("last"))
        .where(now.there(interactions), i.occurred >= now.ago(_CAP_DAYS), i.occurred <= now.milliseconds)
        .where(i.customer_id.is_not(None), *now.only(i.customer_id))
        .group_by(i.customer_id)
        .having(count > most)
        .subquery()
    )
    rows = connection.execute(
        select(often).join(c.id.table, c.id == often.c.customer_id).where(func.coalesce(c.on_demand, 0) == 0)
    )
    this_month = month(now.today)
    for customer_id, contacts, last in rows:
        words = N_("{count} talks in {days} days, more than {most}: better on demand, with a summary each month")
        values = {"count": contacts, "days": _CAP_DAYS, "most": most}
        due = now.on(this_month.last)
        yield Found(Kind.CUSTOMERS, customer_id, customer_id, last, due, words, values, period=this_month.key)


def monthly_summary(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers on demand without a summary this month; a summary sent after a talk counts (F-12)."""
    days, c, i = now.number(SUMMARY_DAYS_BEFORE), customers.c, interactions.c
    if not days:
        return
    found = connection.execute(
        select(c.id).where(
            c.on_demand == literal_column("1"), in_use(customers), c.status.is_distinct_from(CHURNED), *now.only(c.id)
        )
    )
    ids = list(found.scalars())
    for period in month(now.today).shown(now.today, days):
        for customer_id in ids:
            if (made := now.made(customer_id)) is None or now.date_of(made) > period.last:
                continue
            sent = select(i.id).where(
                i.customer_id == customer_id,
                in_use(interactions),
                i.summary_sent >= now.start(period.first),
                i.summary_sent < now.on(period.last).end,
            )
            if connection.execute(sent.limit(1)).first() is None:
                yield _monthly(now, customer_id, period, days)


def _monthly(now: Now, customer_id: int, period: Period, days: int) -> Found:
    return Found(
        Kind.CUSTOMERS,
        customer_id,
        customer_id,
        now.start(period.last - timedelta(days=days)),
        now.on(period.last),
        N_("Contacted on demand only: send the summary of {period}"),
        {"period": period.key},
        period=period.key,
    )


class _Days:
    """The day here around many instants: looking it up takes a tenth of reckoning it each time."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._known: dict[int, tuple[date, int]] = {}

    def of(self, milliseconds: int) -> date:
        key = milliseconds // _DAY
        known = self._known.get(key)
        if known is None:  # a day of 24 hours in UTC holds at most one midnight
            first = self._now.date_of(key * _DAY)
            known = self._known[key] = (first, self._now.start(first + timedelta(days=1)))
        return known[0] if milliseconds < known[1] else known[0] + timedelta(days=1)


def _rolling(
    now: Now, days_of: _Days, customer_id: int, last: int | None, days: int
) -> tuple[int, Any, dict[str, Any]]:
    """Since when, until when, and the values of the reason: a mark and an import begin the time anew."""
    begin = max(last or 0, now.imports.at(customer_id) or 0, now.marks.get((customer_id, ""), 0))
    if not begin:
        begin = made if (made := now.made(customer_id)) is not None else now.milliseconds - days * _DAY
    due = now.on(days_of.of(begin) + timedelta(days=days))
    said = days_of.of(last).isoformat() if last else ""
    return begin, due, {"days": days, "day": said}


def _before(now: Now, column: ColumnElement[Any], days: int) -> tuple[ColumnElement[bool], ...]:
    """That it may be due before the end of the time asked for, unless the customer's own number is smaller."""
    if now.until is None or not days:
        return ()
    return (or_(column.is_(None), column < now.until - days * _DAY + _SLACK, standing.c.cadence_days > 0),)


def _planned(connection: Connection, now: Now) -> dict[int, int]:
    """Customer to when the first open follow-up is due, in milliseconds; what an import left to check is no plan."""
    f = followups.c
    rows = connection.execute(
        select(f.customer_id, func.min(f.due))
        .where(now.there(followups), f.status == OPEN, f.due.is_not(None), f.customer_id.is_not(None))
        .where(func.coalesce(f.to_check, 0) == 0, *now.only(f.customer_id))
        .group_by(f.customer_id)
    )
    return {row[0]: row[1] for row in rows}
