"""What has a date: promises of both sides (I-06), needs (N-11, N-15) and opportunities (O-10)."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Connection, or_, select

from desktop_crm.core.clocks.clock import Found, Now, in_use
from desktop_crm.core.commitments.choices import OPEN as TO_BE_KEPT
from desktop_crm.core.commitments.choices import OURS
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.deals import deals
from desktop_crm.core.database.schema.needs import commitments, needs
from desktop_crm.core.deals.choices import DEAL_LOST, DEAL_WON
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import CLOSED, DELIVERED, DROPPED, STATUSES
from desktop_crm.core.settings import (
    DEAL_DAYS_BEFORE,
    NEED_DAYS_BEFORE,
    PROMISE_DAYS_BEFORE,
    UPDATE_HOURS,
    VALUE_CHECK_BY_DAYS,
    VALUE_CHECK_FROM_DAYS,
)
from desktop_crm.core.values.moment import Moment

_UNDER_WAY = tuple(each.code for each in STATUSES.choices if each.code not in {*CLOSED, DELIVERED})


def commitment(connection: Connection, now: Now) -> Iterator[Found]:
    """Promises that are to be kept, some days before they are due and from then on."""
    c, days = commitments.c, now.number(PROMISE_DAYS_BEFORE)
    if not days:
        return
    rows = connection.execute(
        select(c.id, c.customer_id, c.title, c.direction, c.due, c.due_zone, c.due_all_day)
        .where(now.there(commitments), c.status == TO_BE_KEPT, c.due < now.start(_ahead(now, days + 1)))
        .where(*now.only(c.customer_id))
    )
    for record_id, customer_id, title, direction, at, zone, all_day in rows:
        due = now.by(Moment(from_milliseconds(at), zone, bool(all_day)))
        words = N_("We promised it") if direction == OURS else N_("They promised it")
        since = now.ago(0) if (made := now.made(record_id)) is None else made
        yield Found(Kind.COMMITMENTS, record_id, customer_id, since, due, words, {}, title or "")


def need_due(connection: Connection, now: Now) -> Iterator[Found]:
    """Needs that are to be answered, some days before they are due and from then on (N-11)."""
    n, days = needs.c, now.number(NEED_DAYS_BEFORE)
    if not days:
        return
    rows = connection.execute(
        select(n.id, n.customer_id, n.title, n.due, n.raised)
        .where(now.there(needs), or_(n.status.in_(_UNDER_WAY), n.status.is_(None)))
        .where(n.due <= _ahead(now, days).isoformat(), n.solved_on.is_(None), *now.only(n.customer_id))
    )
    for record_id, customer_id, title, due, raised in rows:
        if day := now.first_day(due):
            since = _begin(now, record_id, raised)
            words = N_("The need is to be answered")
            yield Found(Kind.NEEDS, record_id, customer_id, since, now.on(day), words, {}, title or "")


def need_incomplete(connection: Connection, now: Now) -> Iterator[Found]:
    """Needs with nobody who sees to them, or without a date (N-11)."""
    n, hours = needs.c, now.number(UPDATE_HOURS)
    if not hours:
        return
    rows = connection.execute(
        select(n.id, n.customer_id, n.title, n.owner, n.due, n.raised)
        .where(now.there(needs), or_(n.status.in_(_UNDER_WAY), n.status.is_(None)))
        .where(or_(n.owner.is_(None), n.due.is_(None)), n.solved_on.is_(None), *now.only(n.customer_id))
    )
    for record_id, customer_id, title, owner, due, raised in rows:
        since = _begin(now, record_id, raised)
        latest = now.after(now.on(now.date_of(since)), hours)
        words = N_("The need has nobody who sees to it, and no date")
        if owner is not None:
            words = N_("The need has no date")
        elif due is not None:
            words = N_("The need has nobody who sees to it")
        yield Found(Kind.NEEDS, record_id, customer_id, since, latest, words, {}, title or "")


def value_check(connection: Connection, now: Now) -> Iterator[Found]:
    """Needs whose solution was rolled out a while ago and whose value nobody has looked into (N-15)."""
    begins, ends = now.number(VALUE_CHECK_FROM_DAYS), now.number(VALUE_CHECK_BY_DAYS)
    if not ends:
        return
    n = needs.c
    rows = connection.execute(
        select(n.id, n.customer_id, n.title, n.rolled_out)
        .where(n.rolled_out > "", n.value_checked.is_(None), in_use(needs))
        .where(n.status.is_distinct_from(DROPPED), *now.only(n.customer_id))
        .where(n.rolled_out <= _ahead(now, -begins).isoformat())
    )
    for record_id, customer_id, title, rolled_out in rows:
        if day := now.first_day(rolled_out):
            words = N_("Rolled out on {day}: look into what it brought, within {days} days")
            due, since = now.on(day + timedelta(days=ends)), now.start(day + timedelta(days=begins))
            values = {"day": day.isoformat(), "days": ends}
            yield Found(Kind.NEEDS, record_id, customer_id, since, due, words, values, title or "")


def deal_close(connection: Connection, now: Now) -> Iterator[Found]:
    """Opportunities around the day on which they were expected to close."""
    d, days = deals.c, now.number(DEAL_DAYS_BEFORE)
    if not days:
        return
    rows = connection.execute(
        select(d.id, d.customer_id, d.title, d.expected_close)
        .where(now.there(deals), d.expected_close <= _ahead(now, days).isoformat(), d.closed_on.is_(None))
        .where(or_(d.stage.is_(None), d.stage.not_in((DEAL_WON, DEAL_LOST))), *now.only(d.customer_id))
    )
    for record_id, customer_id, title, expected in rows:
        if day := now.first_day(expected):
            since, words = now.start(day - timedelta(days=days)), N_("The opportunity was expected to close on {day}")
            values = {"day": day.isoformat()}
            yield Found(Kind.DEALS, record_id, customer_id, since, now.on(day), words, values, title or "")


def _ahead(now: Now, days: int) -> date:
    return now.today + timedelta(days=days)


def _begin(now: Now, record_id: int, raised: str | None) -> int:
    """The day on which a need was raised, else when its record was made."""
    if (day := now.first_day(raised)) and day <= now.today:
        return now.start(day)
    made = now.made(record_id)
    return now.milliseconds if made is None else made
