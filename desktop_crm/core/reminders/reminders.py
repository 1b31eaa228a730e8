"""Which follow-ups are to be announced now, which later, and the mark that keeps a reminder from coming twice.

A reminder is due when the follow-up is, or as many minutes earlier as the follow-up says; one for a whole day at the
user's default time. Snoozing puts it off. What an import brought from the past is never announced.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.reminders import reminder_marks
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.snoozing import Snooze, snoozes
from desktop_crm.core.settings import DEFAULT_TIME, NAMES_IN_NOTIFICATIONS
from desktop_crm.core.values.moment import Moment, whole_day

LOOK_AHEAD = timedelta(days=7)
_MINUTE = 60_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Reminder:
    """A follow-up to be reminded of `at` (aware, UTC). `customer` is empty where there is none.

    `occasion` tells this reminder from a later one of the same follow-up: milliseconds since 1970 UTC, as the
    follow-up has them, so that neither another time zone nor another default time makes a new occasion.
    """

    id: FollowupId
    title: str
    customer: str
    due: Moment | None
    at: datetime
    occasion: int


@dataclass(frozen=True, slots=True)
class Pending:
    """The reminders to be announced now, earliest first, and the times at which more will be, within `LOOK_AHEAD`.

    `named` says whether the user allows a notification to name anybody.
    """

    due: tuple[Reminder, ...]
    coming: tuple[datetime, ...]
    named: bool = True


def pending(connection: Connection) -> Pending:
    """What is to be announced and was not delivered yet."""
    now = clock.now()
    due: list[Reminder] = []
    coming: list[datetime] = []
    for reminder in _reminders(connection, now + LOOK_AHEAD, reminder_marks.c.due_at.is_distinct_from(_occasion())):
        if reminder.at <= now:
            due.append(reminder)
        else:
            coming.append(reminder.at)
    named = bool(settings_store.load(connection).value(NAMES_IN_NOTIFICATIONS))
    return Pending(tuple(due), tuple(coming), named)


def reached(connection: Connection) -> list[Reminder]:
    """Every reminder whose time has come and whose follow-up is still open, delivered or not, earliest first."""
    return list(_reminders(connection, clock.now()))


@dataclass(frozen=True, slots=True)
class Reached:
    """What the window of reminders shows: the reminders, and until when they can be put off."""

    reminders: tuple[Reminder, ...]
    snoozes: tuple[Snooze, ...]


def snooze_choices(connection: Connection) -> list[Snooze]:
    """The times to which a reminder can be put off now, by the settings of the book."""
    return snoozes(settings_store.load(connection))


def reached_with_choices(connection: Connection) -> Reached:
    """As `reached`, with the choices of the moment."""
    return Reached(tuple(reached(connection)), tuple(snooze_choices(connection)))


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When a follow-up is to be announced; `wall` is the time on the wall where only that is fixed, by a whole day."""

    id: FollowupId
    at: datetime
    occasion: int
    wall: datetime | None


def undelivered(connection: Connection, horizon: datetime, *, coming: int, missed: int) -> list[Scheduled]:
    """What was not delivered yet: so many of the next up to `horizon`, and so many of the last that were missed."""
    now, occasion = clock.now(), _occasion()
    # A whole day is announced some time after its occasion, its start: a day of grace counts it as coming.
    begin = to_milliseconds(now - timedelta(days=1))
    query = (
        select(
            followups.c.id,
            *(followups.c[name] for name in ("due", "due_zone", "due_all_day", "alarm_minutes", "snoozed_until")),
            occasion.label("occasion"),
        )
        .select_from(_FOLLOWUPS.outerjoin(reminder_marks, reminder_marks.c.followup_id == followups.c.id))
        .where(*_ANNOUNCED, reminder_marks.c.due_at.is_distinct_from(occasion))
    )
    ahead = query.where(occasion.between(begin, to_milliseconds(horizon))).order_by(occasion).limit(coming)
    behind = query.where(occasion < begin).order_by(occasion.desc()).limit(missed)
    zone, default = clock.zone(), time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    found = []
    for row in (*connection.execute(ahead).mappings(), *connection.execute(behind).mappings()):
        due, alarm = _due_of(row), row["alarm_minutes"] or 0
        at = _time_of(due, alarm, row["snoozed_until"], zone, default)
        wall = None
        if due is not None and due.all_day and row["snoozed_until"] is None:
            wall = datetime.combine(due.day(), default) - timedelta(minutes=alarm)
        if at is not None:
            found.append(Scheduled(FollowupId(row["id"]), at, row["occasion"], wall))
    return found


def occasion_of(connection: Connection, followup_id: FollowupId) -> int | None:
    """The occasion of which a follow-up would be reminded, None when of none: it is done, gone or without a time."""
    query = select(_occasion()).select_from(_FOLLOWUPS).where(*_ANNOUNCED, followups.c.id == followup_id)
    return connection.scalar(query)


def count_today(connection: Connection) -> int:
    """How many open follow-ups are due today or overdue, as on the page Today."""
    tomorrow = whole_day(clock.today() + timedelta(days=1), clock.zone()).at
    due = followups.c.due < to_milliseconds(tomorrow)
    query = select(func.count()).select_from(_FOLLOWUPS).where(*_ANNOUNCED, due)
    return connection.scalar(query) or 0


def mark_delivered(session: Session, reminders: Iterable[Reminder]) -> Changes:
    """No changes of records; these reminders do not come again. Follow-ups that are gone meanwhile are passed over."""
    occasions = {reminder.id: reminder.occasion for reminder in reminders}
    there: list[int] = []
    for chunk in write.chunks(occasions):
        there += session.connection.scalars(select(followups.c.id).where(followups.c.id.in_(chunk)))
    at = to_milliseconds(session.at)
    rows = [{"followup_id": one, "due_at": occasions[FollowupId(one)], "delivered_at": at} for one in there]
    write.note_aside(session, reminder_marks, rows)
    return Changes()


_FOLLOWUPS = followups.outerjoin(customers, customers.c.id == followups.c.customer_id)
_ANNOUNCED = (
    followups.c.status == OPEN,
    followups.c.deleted_at.is_(None),
    or_(followups.c.to_check.is_(None), followups.c.to_check == 0),
    customers.c.deleted_at.is_(None),
)


def _planned() -> ColumnElement[int]:
    """The time of the reminder without snoozing; of a whole day its start."""
    return followups.c.due - func.coalesce(followups.c.alarm_minutes, 0) * _MINUTE


def _occasion() -> ColumnElement[int]:
    """The later of planned and snoozed time; NULL for a follow-up that has neither."""
    planned, snoozed = _planned(), followups.c.snoozed_until
    return func.max(func.coalesce(planned, snoozed), func.coalesce(snoozed, planned))


def _reminders(connection: Connection, horizon: datetime, *conditions: ColumnElement[bool]) -> Iterator[Reminder]:
    zone, default = clock.zone(), time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    occasion = _occasion().label("occasion")
    # A whole day begins at another instant for a user who has travelled: a day of grace, then the exact time decides.
    before = to_milliseconds(horizon + timedelta(days=1))
    rows = connection.execute(
        select(followups, customers.c.name.label("customer"), occasion)
        .select_from(_FOLLOWUPS.outerjoin(reminder_marks, reminder_marks.c.followup_id == followups.c.id))
        .where(*_ANNOUNCED, and_(_occasion() <= before, *conditions))
    ).mappings()
    found = []
    for row in rows:
        due = _due_of(row)
        at = _time_of(due, row["alarm_minutes"] or 0, row["snoozed_until"], zone, default)
        if at is not None and at <= horizon:
            title, customer = row["title"] or "", row["customer"] or ""
            found.append(Reminder(FollowupId(row["id"]), title, customer, due, at, row["occasion"]))
    yield from sorted(found, key=lambda reminder: (reminder.at, reminder.id))


def _due_of(row: RowMapping) -> Moment | None:
    if row["due"] is None:
        return None
    return Moment(from_milliseconds(row["due"]), row["due_zone"], bool(row["due_all_day"]))


def _time_of(
    due: Moment | None, alarm_minutes: int, snoozed: int | None, zone: ZoneInfo, default: time
) -> datetime | None:
    times = [] if snoozed is None else [from_milliseconds(snoozed)]
    if due is not None:
        at = datetime.combine(due.day(), default, zone).astimezone(UTC) if due.all_day else due.at
        times.append(at - timedelta(minutes=alarm_minutes))
    return max(times, default=None)
