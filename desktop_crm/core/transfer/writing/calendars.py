"""Follow-ups as to-dos of a calendar (iCalendar, RFC 5545); each keeps its UID, so that a second export updates it."""

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Todo
from icalendar.prop import vRecur

from desktop_crm.core import clock
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.followups.choices import CANCELLED, DONE
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.selection import Record, Selection
from desktop_crm.core.values.moment import Moment

_STATES = {DONE: "COMPLETED", CANCELLED: "CANCELLED"}
_PRIORITIES = {"high": 1, "medium": 5, "low": 9}  # RFC 5545, 3.8.1.9


def as_calendar(selection: Selection) -> bytes:
    """One VCALENDAR with a VTODO for each follow-up; the customer stands in front of what is to be done."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Desktop CRM//{program_version()}//ZH")
    calendar.add("version", "2.0")
    for record in selection[Kind.FOLLOWUPS]:
        calendar.add_component(_todo(record))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _todo(record: Record) -> Todo:
    values = record.values
    todo = Todo()
    todo.add("uid", values["calendar_uid"] or f"followup-{record.id}@desktop-crm")
    todo.add("dtstamp", clock.now().astimezone(UTC))
    customer = record.references.get("customer_id", "")
    todo.add("summary", f"{customer}: {values['title']}" if customer else values["title"])
    if values["due"]:
        todo.add("due", _time(values["due"]))
    todo.add("status", _STATES.get(values["status"], "NEEDS-ACTION"))
    if values["done"]:
        todo.add("completed", values["done"].at)
    if values["priority"] in _PRIORITIES:
        todo.add("priority", _PRIORITIES[values["priority"]])
    if values["place"]:
        todo.add("location", values["place"])
    if values["notes"]:
        todo.add("description", values["notes"])
    _add_recurrence(todo, values)
    if values["alarm_minutes"] is not None and values["due"]:
        todo.add_component(_alarm(values["alarm_minutes"], values["title"]))
    return todo


def _add_recurrence(todo: Todo, values: Any) -> None:
    """Add the rule by which the follow-up comes again; it counts from a start (RFC 5545, 3.8.5.3)."""
    if values["recurrence"] and values["due"]:
        try:
            todo.add("rrule", vRecur.from_ical(values["recurrence"]))
        except ValueError:
            return  # in the words of another program
        todo.add("dtstart", _time(values["due"]))


def _alarm(minutes: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-minutes), parameters={"RELATED": "END"})
    return alarm


def _time(moment: Moment) -> Any:
    """The day, or the time on the clock of the zone of entry."""
    return moment.day() if moment.all_day else moment.at.astimezone(ZoneInfo(moment.zone))
