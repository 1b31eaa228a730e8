"""What is due at the end of each month for the book as a whole: verification (D-03), review (F-13), issues (S-10)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core.clocks.clock import WHOLE_BOOK, Found, Now
from desktop_crm.core.clocks.periods import Period, month
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.service import service
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import ANALYSIS_DAYS_BEFORE, REVIEW_DAYS_BEFORE, VERIFY_DAYS_BEFORE, Setting


def month_end_verification(connection: Connection, now: Now) -> Iterator[Found]:
    """One item for all customers of whom nothing was found right this month; what exactly is due, `verify_records`
    tells."""
    c, v = customers.c, verifications.c
    in_use = (c.deleted_at.is_(None), c.status.is_distinct_from(CHURNED))
    for period in _periods(connection, now, VERIFY_DAYS_BEFORE):
        total = connection.scalar(select(func.count()).select_from(customers).where(*in_use)) or 0
        right = (
            select(func.count(v.record_id.distinct()))
            .join(customers, c.id == v.record_id)
            .where(v.table_name == Kind.CUSTOMERS.value, v.at >= now.start(period.first), *in_use)
        )
        if left := total - (connection.scalar(right) or 0):
            words = N_("Month's end: {count} customers were not looked into since {day}")
            values = {"count": left, "day": period.first.isoformat()}
            yield _of_month(now, period, VERIFY_DAYS_BEFORE, words, values)


def monthly_review(connection: Connection, now: Now) -> Iterator[Found]:
    """Looking back on news, satisfaction and results of follow-ups, once a month."""
    for period in _periods(connection, now, REVIEW_DAYS_BEFORE):
        words = N_("Review of {period}: news, satisfaction, results of follow-ups")
        yield _of_month(now, period, REVIEW_DAYS_BEFORE, words, {"period": period.key})


def issue_analysis(connection: Connection, now: Now) -> Iterator[Found]:
    """Looking into the types of request, once in each month that has any."""
    s = service.c
    for period in _periods(connection, now, ANALYSIS_DAYS_BEFORE):
        received = (s.received >= now.start(period.first), s.received < now.on(period.last).end)
        count = connection.scalar(select(func.count()).select_from(service).where(s.deleted_at.is_(None), *received))
        if count:
            words = N_("Analysis of {period}: {count} requests by type, resolved, repeated")
            yield _of_month(now, period, ANALYSIS_DAYS_BEFORE, words, {"period": period.key, "count": count})


def _periods(connection: Connection, now: Now, setting: Setting) -> Iterator[Period]:
    """The last month and, towards its end, this one; none before the book was made, and none of a book without
    customers."""
    days = now.number(setting)
    if not days or now.customers is not None:
        return
    begun = connection.scalar(select(actions.c.at).order_by(actions.c.sequence).limit(1))
    there = connection.scalar(select(customers.c.id).where(customers.c.deleted_at.is_(None)).limit(1))
    if begun is None or there is None:
        return
    for period in month(now.today).shown(now.today, days):
        if (WHOLE_BOOK, period.key) not in now.marks and begun < now.on(period.last).end:
            yield period


def _of_month(now: Now, period: Period, setting: Setting, words: str, values: dict[str, Any]) -> Found:
    since = now.start(period.last - timedelta(days=now.number(setting)))
    return Found(Kind.CUSTOMERS, WHOLE_BOOK, None, since, now.on(period.last), words, values, period=period.key)
