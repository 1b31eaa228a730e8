"""After a talk: a summary to the customer (I-15), and what has changed there brought into the record (D-01)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, exists, literal_column, or_, select

from desktop_crm.core.clocks.clock import Due, Found, Now, in_use
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.actions import journal
from desktop_crm.core.database.schema.activities import interactions
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.database.schema.needs import needs
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import CLOCKS_SHOWN_DAYS, SUMMARY_HOURS, UPDATE_HOURS
from desktop_crm.core.values.moment import Moment

TALKS = ("phone", "visit", "meeting", "webinar", "demo")  # in which something is agreed, and not in writing


def send_summary(connection: Connection, now: Now) -> Iterator[Found]:
    """Talks whose summary was not sent; a mark says that none is needed."""
    hours, i = now.number(SUMMARY_HOURS), interactions.c
    if not hours:
        return
    rows = connection.execute(
        select(i.id, i.customer_id, i.occurred, i.occurred_zone, i.occurred_all_day, i.summary)
        .where(now.there(interactions), *_lately(now), *now.only(i.customer_id))
        .where(i.customer_id.is_not(None), i.summary_sent.is_(None), i.method.in_(TALKS))
    )
    words = N_("Send the customer a summary within {hours} h of the talk")
    for record_id, customer_id, *occurred, summary in rows:
        yield _after(now, _begin(now, *occurred), hours, (record_id, customer_id, summary), words)


def update_record(connection: Connection, now: Now) -> Iterator[Found]:
    """Changes told in a talk since which the record of the customer, of none of its people and needs was edited, and
    nothing in them found right."""
    hours, i = now.number(UPDATE_HOURS), interactions.c
    if not hours:
        return
    v = verifications.c
    touched = [_written_since(customers.name, journal.c.record_id == i.customer_id)]
    touched.append(_written_since(verifications.name, journal.c.record_id == v.id, v.record_id == i.customer_id))
    for table in (contacts, needs):
        theirs = table.c.customer_id == i.customer_id
        touched.append(_written_since(table.name, journal.c.record_id == table.c.id, theirs))
        right = (journal.c.record_id == v.id, v.record_id == table.c.id, theirs)
        touched.append(_written_since(verifications.name, *right))
    rows = connection.execute(
        select(i.id, i.customer_id, i.occurred, i.occurred_zone, i.occurred_all_day, i.changes_reported)
        .where(i.changes_reported.is_not(None), in_use(interactions), i.occurred <= now.milliseconds)
        .where(i.customer_id.is_not(None), *now.only(i.customer_id), ~or_(*touched))
    )
    words = N_("The customer told of changes: bring the record up to date within {hours} h")
    for record_id, customer_id, *occurred, reported in rows:
        yield _after(now, _begin(now, *occurred), hours, (record_id, customer_id, reported), words)


def primary_left(connection: Connection, now: Now) -> Iterator[Found]:
    """Primary contacts who left, with nobody in their place since."""
    hours, c = now.number(UPDATE_HOURS), contacts.c
    if not hours:
        return
    rows = connection.execute(
        select(c.id, c.customer_id, c.left_on, c.name)
        .where(c.is_primary == literal_column("1"), c.left_on > "", in_use(contacts))  # as the index has it
        .where(c.customer_id.is_not(None), *now.only(c.customer_id))
    )
    for record_id, customer_id, left_on, name in rows:
        day = now.first_day(left_on)
        if day is not None and day <= now.today:
            due = now.after(now.on(day), hours)
            words = N_("The primary contact left: name another one within {hours} h")
            yield Found(Kind.CONTACTS, record_id, customer_id, now.start(day), due, words, {"hours": hours}, name or "")


def _lately(now: Now) -> tuple[ColumnElement[bool], ...]:
    """Talks that are over, and not so old that their clock has lapsed; some days more, since a begun day of hours
    counts, a whole day ends late, and up to 26 hours later still for a user who has travelled."""
    days = now.number(CLOCKS_SHOWN_DAYS)
    past = interactions.c.occurred <= now.milliseconds
    if not days:
        return (past,)
    hours = now.number(SUMMARY_HOURS)
    return (past, interactions.c.occurred >= now.ago(days + 4 + hours // 24))


def _written_since(table_name: str, *whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a later action than the one that logged the interaction wrote the record; ids rise with time."""
    return exists().where(*whose, journal.c.table_name == table_name, journal.c.action_id > interactions.c.id)


def _after(now: Now, begin: Due, hours: int, what: tuple[int, int, str | None], words: str) -> Found:
    record_id, customer_id, text = what
    due, first_line = now.after(begin, hours), (text or "").strip().partition("\n")[0]
    return Found(Kind.INTERACTIONS, record_id, customer_id, begin.end, due, words, {"hours": hours}, first_line)


def _begin(now: Now, milliseconds: int, zone: str, all_day: int | None) -> Due:
    if all_day:
        return now.by(Moment(from_milliseconds(milliseconds), zone, all_day=True))
    return Due(milliseconds, milliseconds)
