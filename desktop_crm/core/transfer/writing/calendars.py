"""Follow-ups as a calendar (iCalendar, RFC 5545): to-dos, and appointments as events, for a calendar to take over.

What the standard has no property for stands in properties of our own (`X-DESKTOP-CRM-…`), so that a follow-up that
comes back is the same.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, Todo
from icalendar.prop import vRecur
from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.write import chunks
from desktop_crm.core.followups.calendar_uid import uid_of
from desktop_crm.core.followups.choices import CANCELLED, DONE, OPEN
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.transfer.writing.selection import Record, Selection
from desktop_crm.core.transfer.writing.time_zones import time_zone
from desktop_crm.core.values.moment import Moment, parse_moment
from desktop_crm.core.values.recurrence import normal_rule

APPOINTMENTS = frozenset({"visit", "meeting"})  # methods by which people meet; a calendar has a place for these
LENGTH = timedelta(hours=1)  # of an appointment of which nothing else is known
_STATES = {DONE: "COMPLETED", CANCELLED: "CANCELLED"}
_PRIORITIES = {"high": 1, "medium": 5, "low": 9}  # RFC 5545, section 3.8.1.9
_YEARS_AHEAD = 12  # for which zones are spelled out


def as_calendar(connection: Connection, selection: Selection) -> bytes:
    """One VCALENDAR with a VEVENT for each appointment and a VTODO for every other follow-up.

    The customer stands in front of what is to be done. Each has the UID it had before, and a SEQUENCE that rises with
    every change of the record, so that a second file updates what the first one brought.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Desktop CRM//{program_version()}//ZH")
    calendar.add("version", "2.0")
    records = selection[Kind.FOLLOWUPS]
    versions = _versions(connection, [record.id for record in records])
    morning = time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    components = [_component(record, versions.get(record.id, (0, clock.now())), morning) for record in records]
    for zone in _zones(components):
        calendar.add_component(zone)
    for component in components:
        calendar.add_component(component)
    content: bytes = calendar.to_ical()
    return content


def _versions(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """How often each was changed, and when the last time."""
    found: dict[int, tuple[int, datetime]] = {}
    for chunk in chunks(ids):
        rows = connection.execute(
            select(journal.c.record_id, func.count() - 1, func.max(actions.c.at))
            .join(actions, actions.c.id == journal.c.action_id)
            .where(journal.c.table_name == Kind.FOLLOWUPS.value, journal.c.record_id.in_(chunk))
            .group_by(journal.c.record_id)
        )
        found |= {record_id: (count, from_milliseconds(at)) for record_id, count, at in rows}
    return found


def _zones(components: Sequence[Component]) -> list[Component]:
    """The zones that these name."""
    times = [value.dt for each in components for name in ("DTSTART", "DTEND", "DUE") if (value := each.get(name))]
    zoned = [at for at in times if isinstance(at, datetime) and isinstance(at.tzinfo, ZoneInfo)]
    years = [at.year for at in zoned]
    keys = sorted({at.tzinfo.key for at in zoned if isinstance(at.tzinfo, ZoneInfo)} - {"UTC"})
    return [time_zone(key, min(years) - 1, max(years) + _YEARS_AHEAD) for key in keys]


def _component(record: Record, version: tuple[int, datetime], morning: time) -> Component:
    values = record.values
    due: Moment | None = values["due"]
    is_event = due is not None and not due.all_day and not APPOINTMENTS.isdisjoint(values["methods"])
    made: Component = Event() if is_event else Todo()
    sequence, changed = version
    made.add("uid", uid_of(record.id, values["calendar_uid"]))
    made.add("dtstamp", changed.astimezone(UTC))
    made.add("last-modified", changed.astimezone(UTC))
    made.add("sequence", sequence)
    customer = record.references.get("customer_id", "")
    made.add("summary", f"{customer}: {values['title']}" if customer else values["title"])
    if customer:
        made.add("x-desktop-crm-customer", customer)
    made.add("x-desktop-crm-methods", ";".join(values["methods"]))
    if due and is_event:
        made.add("dtstart", _time(due))
        made.add("dtend", _end(values, due))
        _add_state_of_event(made, values)
    else:
        if due:
            made.add("due", _time(due))
        made.add("status", _STATES.get(values["status"], "NEEDS-ACTION"))
        if values["done"]:
            made.add("completed", values["done"].at)
    for name, field in (("location", "place"), ("description", "notes")):
        if values[field]:
            made.add(name, values[field])
    if values["priority"] in _PRIORITIES:
        made.add("priority", _PRIORITIES[values["priority"]])
    _add_recurrence(made, values)
    _add_alarm(made, values, morning)
    return made


def _end(values: Mapping[str, Any], start: Moment) -> datetime:
    """When an appointment is over: what an imported one said, else after the usual time."""
    begin = _time(start)
    try:
        end = parse_moment(values["unplaced"].get("end", ""), ZoneInfo(start.zone)).at
    except ValueError:
        end = start.at
    return end.astimezone(begin.tzinfo) if end > start.at else (start.at + LENGTH).astimezone(begin.tzinfo)


def _add_state_of_event(event: Component, values: Mapping[str, Any]) -> None:
    """An event is never done; it is called off, agreed upon, or says nothing."""
    if values["status"] == CANCELLED:
        event.add("status", "CANCELLED")
    elif values["confirmed"]:
        event.add("status", "CONFIRMED")
    if values["status"] == DONE:
        event.add("x-desktop-crm-done", (values["done"].at if values["done"] else clock.now()).isoformat())


def _add_recurrence(made: Component, values: Mapping[str, Any]) -> None:
    """Add the rule by which the follow-up comes again; it counts from a start (RFC 5545, section 3.8.5.3).

    A to-do's start is its due time, as Apple's Reminders have it: BYDAY and UNTIL would mean other days from another.
    """
    due: Moment | None = values["due"]
    if not values["recurrence"] or not due:
        return
    try:
        rule = vRecur.from_ical(_until_as_due(normal_rule(values["recurrence"]), due).removeprefix("RRULE:"))
    except ValueError:
        return  # in the words of another program
    made.add("rrule", rule)
    if "DTSTART" not in made:
        made.add("dtstart", _time(due))


def _until_as_due(rule: str, due: Moment) -> str:
    """The rule with its end in the form that its times have: a day for days, UTC for times (section 3.3.10)."""
    head, sign, rest = rule.partition("UNTIL=")
    if not sign:
        return rule
    until, semicolon, others = rest.partition(";")
    if due.all_day:
        until = until[:8]
    elif len(until) == len("20261231"):
        last = datetime.combine(date.fromisoformat(until), time(23, 59, 59), ZoneInfo(due.zone))
        until = f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    elif not until.endswith("Z"):
        last = datetime.strptime(until, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(due.zone))
        until = f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{head}{sign}{until}{semicolon}{others}"


def _add_alarm(made: Component, values: Mapping[str, Any], morning: time) -> None:
    """Add the reminder as the program gives it: so many minutes before, by itself when it is due; whole days in the
    morning. What is done rings only where the user said so."""
    due: Moment | None = values["due"]
    minutes: int | None = values["alarm_minutes"]
    if not due or (minutes is None and values["status"] != OPEN):
        return
    of_day = timedelta(hours=morning.hour, minutes=morning.minute) if due.all_day else timedelta(0)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", values["title"])
    # A to-do counts from its start, and where it has none from when it is due (section 3.8.6.3).
    at_end = {} if made.name == "VEVENT" else {"RELATED": "END"}
    alarm.add("trigger", of_day - timedelta(minutes=minutes or 0), parameters=at_end)
    if minutes is None or due.all_day:
        alarm.add("x-desktop-crm-minutes", "default" if minutes is None else str(minutes))
    made.add_component(alarm)
    snoozed: Moment | None = values["snoozed_until"]
    if snoozed and values["status"] == OPEN:
        made.add("x-moz-snooze-time", f"{snoozed.at:%Y%m%dT%H%M%SZ}")


def _time(moment: Moment) -> Any:
    """The day, or the time on the clock of the zone of entry; in UTC where that clock shows it for the second time."""
    if moment.all_day:
        return moment.day()
    local = moment.local()
    return moment.at if local.fold else local
