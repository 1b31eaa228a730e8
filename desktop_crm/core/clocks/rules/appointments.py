"""Appointments: confirmed one or two days before (I-18), and recorded within a day (I-12).

An appointment is a follow-up at a time of day by which people meet.
"""

import json
from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, literal_column, or_, select

from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.clocks.clock import Due, Found, Now
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.i18n import N_
from desktop_crm.core.ids import EPOCH
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import CLOCKS_SHOWN_DAYS, CONFIRM_BY_DAYS, CONFIRM_FROM_DAYS, LOG_HOURS
from desktop_crm.core.values.moment import Moment

MEETINGS = frozenset({"visit", "meeting", "webinar", "demo"})
_HOUR = 3_600_000  # milliseconds
_EPOCH_MILLISECONDS = to_milliseconds(EPOCH)


def confirm_appointment(connection: Connection, now: Now) -> Iterator[Found]:
    """Appointments ahead that are not confirmed, from some days before; one made later than that needs no more."""
    begins, ends = now.number(CONFIRM_FROM_DAYS), now.number(CONFIRM_BY_DAYS)
    if not begins:
        return
    f = followups.c
    ahead = (f.due > now.milliseconds, f.due < now.ago(-begins - 1))
    for row in _appointments(connection, now, f.status == OPEN, f.confirmed.is_(None), *ahead):
        due = Moment(from_milliseconds(row.due), row.due_zone)
        since, latest = to_milliseconds(_days_before(due, begins).at), _days_before(due, ends)
        made = now.made(row.id)
        if since > now.milliseconds or (made is not None and made >= to_milliseconds(latest.at)):
            continue
        words = N_("Confirm the appointment at least {days} d before") if ends else N_("Confirm the appointment")
        yield Found(
            Kind.FOLLOWUPS, row.id, row.customer_id, since, now.by(latest), words, {"days": ends}, row.title or ""
        )


def log_talk(connection: Connection, now: Now) -> Iterator[Found]:
    """Appointments that began, or were done before their time, with no talk recorded since."""
    hours = now.number(LOG_HOURS)
    if not hours:
        return
    f, i, shown = followups.c, interactions.c, now.number(CLOCKS_SHOWN_DAYS)
    begun = case((and_(f.status == DONE, f.done < f.due), f.done), else_=f.due).label("begun")
    # Recorded after it began, with a time on the same day: people do not look at the clock. A phone call in the morning
    # that was recorded in the morning is another talk.
    recorded: ColumnElement[int] = literal_column(f"(interactions.id >> 22) + {_EPOCH_MILLISECONDS}")
    since_morning = begun - case((func.coalesce(i.occurred_all_day, 0) == 1, 24 * _HOUR), else_=12 * _HOUR)
    talk = exists().where(
        i.customer_id == f.customer_id,
        i.deleted_at.is_(None),
        or_(i.occurred >= begun, and_(i.occurred >= since_morning, recorded >= begun)),
    )
    since = (f.due >= now.ago(shown + 3 + hours // 24),) if shown else ()
    conditions = (f.status.in_((OPEN, DONE)), f.customer_id.is_not(None), begun <= now.milliseconds, ~talk, *since)
    for row in _appointments(connection, now, *conditions, more=(begun,)):
        words = N_("The appointment is over: record it within {hours} h")
        due = now.after(Due(row.begun, row.begun), hours)
        yield Found(Kind.FOLLOWUPS, row.id, row.customer_id, row.begun, due, words, {"hours": hours}, row.title or "")


def _appointments(
    connection: Connection, now: Now, *conditions: ColumnElement[bool], more: tuple[ColumnElement[Any], ...] = ()
) -> Iterator[Row[Any]]:
    f = followups.c
    rows = connection.execute(
        select(f.id, f.customer_id, f.title, f.due, f.due_zone, *more)
        .where(now.there(followups), f.due.is_not(None), func.coalesce(f.due_all_day, 0) == 0)
        .where(func.coalesce(f.to_check, 0) == 0, _is_meeting(), *now.only(f.customer_id), *conditions)
    )
    return iter(rows)


def _is_meeting() -> ColumnElement[bool]:
    """Whether one of the methods, a JSON list, is a meeting."""
    return or_(*(func.instr(followups.c.methods, json.dumps(method)) > 0 for method in sorted(MEETINGS)))


def _days_before(due: Moment, days: int) -> Moment:
    """The same time on the wall, so many days before."""
    local = due.local()
    at = wall_time(local.date() - timedelta(days=days), local.time().replace(fold=local.fold), local.tzinfo)  # type: ignore[arg-type] # a Moment's local time is in its ZoneInfo
    return Moment(at.astimezone(UTC), due.zone)
