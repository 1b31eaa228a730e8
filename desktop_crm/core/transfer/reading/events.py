"""Calendars (iCalendar, RFC 5545) into follow-ups: a row for each event and to-do, each read on its own."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Todo
from icalendar.prop import vBroken, vDDDTypes

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.components import Component as Part
from desktop_crm.core.transfer.reading.components import components
from desktop_crm.core.transfer.reading.tables import Cell, Document, Note, RefusedRow, Row, Table
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError

HEADINGS = (
    "title",
    "note",
    "place",
    "start",
    "end",
    "due",
    "status",
    "uid",
    "recurrence",
    "alarm",
    "snoozed until",
    "attendees",
    "time zone",
)
DONE = "done"

_KINDS: dict[str, type[Component]] = {"VEVENT": Event, "VTODO": Todo}
_DATES = ("DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID")
_PLACED = {
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "DTSTART",
    "DTEND",
    "DURATION",
    "DUE",
    "STATUS",
    "COMPLETED",
    "PERCENT-COMPLETE",
    "UID",
    "RRULE",
    "ATTENDEE",
    "ORGANIZER",
}
# What programs note for themselves.
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS"}
_BOOKKEEPING_PREFIXES = ("X-MOZ-", "X-GOOGLE-", "X-MICROSOFT-", "X-APPLE-", "X-ALT-DESC")
_SNOOZED = "X-MOZ-SNOOZE-TIME"
_NOTE_CHARACTERS = 200


class _BrokenEventError(Exception):
    """One event cannot be taken; the message says why, to the user."""


def parse_events(file: str, text: str, encoding: str, zone: ZoneInfo) -> Document:
    """A table of follow-ups with `HEADINGS` and a row for every VEVENT and VTODO, also those without a date.

    `start`, `end`, `due` and `snoozed until` are aware datetimes, or dates where the calendar names whole days; times
    without a zone are in `zone`, the user's. `alarm` is the first alarm in minutes before the start (or the due
    time), `status` is `DONE` or nothing. A broken event is refused and the others are read.

    Raises:
        UnreadableFileError: it is no calendar.
    """
    calendars = components(text, {"VCALENDAR"})
    if not calendars:
        raise UnreadableFileError(file, _("There is no calendar (BEGIN:VCALENDAR) in it."))
    for part in components(text, {"VTIMEZONE"}):
        # icalendar keeps what it has read and finds it by name in the events below. An event in a zone that cannot
        # be read keeps its time of day.
        with suppress(Exception):
            Calendar.from_ical(_source("VCALENDAR", _wrapped("VTIMEZONE", part.lines)))
    rows, refused, notes = [], [], []
    for part in components(text, _KINDS.keys()):
        try:
            cells, left_out = _read(part, zone)
        except _BrokenEventError as problem:
            refused.append(RefusedRow(part.start, ("\n".join(part.lines)[: limits.CELL_CHARACTERS],), str(problem)))
        else:
            rows.append(Row(part.start, cells))
            notes.extend(left_out)
    table = Table("", Kind.FOLLOWUPS, HEADINGS, tuple(rows), tuple(refused))
    return Document(file, encoding, (table,), tuple(notes))


def _wrapped(name: str, lines: Iterable[str]) -> list[str]:
    return [f"BEGIN:{name}", *lines, f"END:{name}"]


def _source(name: str, lines: Iterable[str]) -> str:
    return "\r\n".join(line for line in _wrapped(name, lines) if line.strip())


def _read(part: Part, zone: ZoneInfo) -> tuple[tuple[Cell, ...], list[Note]]:
    if not part.ended:
        raise _BrokenEventError(_("It does not end; the file may have been cut off."))
    try:
        event = _KINDS[part.name].from_ical(_source(part.name, part.lines))
    except Exception:  # noqa: BLE001 - icalendar raises whatever its parsers meet; the event is refused either way
        raise _BrokenEventError(_("It is not written as the iCalendar standard asks.")) from None
    for name in _DATES:
        if isinstance(broken := _first(event, name), vBroken):
            raise _BrokenEventError(
                _("The date in {property} cannot be read: {value}").format(property=name, value=str(broken)[:80])
            )
    try:
        return _cells(event, zone), _notes(part.start, event)
    except (ValueError, OverflowError, TypeError, AttributeError):
        # Values of a kind that the standard does not allow there, or dates beyond the calendar.
        raise _BrokenEventError(_("It is not written as the iCalendar standard asks.")) from None


def _cells(event: Component, zone: ZoneInfo) -> tuple[Cell, ...]:
    title, note, place = (_text(event, name) for name in ("SUMMARY", "DESCRIPTION", "LOCATION"))
    start, end, due = (_moment(_value(event, name), zone) for name in ("DTSTART", "DTEND", "DUE"))
    length = _value(event, "DURATION")
    if start is not None and isinstance(length, timedelta):
        end, due = (end or start + length, due) if event.name == "VEVENT" else (end, due or start + length)
    rule = _first(event, "RRULE")
    cells: tuple[Cell, ...] = (
        title or note.partition("\n")[0].strip() or place or _("(no title)"),
        note or None,
        place or None,
        start,
        end,
        due,
        DONE if _is_done(event) else None,
        _text(event, "UID") or None,
        rule.to_ical().decode() if rule is not None else None,
        _alarm(event, start or due, due or end or start, zone),
        _snoozed(event, zone),
        "; ".join(filter(None, map(_person, [*_all(event, "ORGANIZER"), *_all(event, "ATTENDEE")]))) or None,
        _zone_name(event, start or due),
    )
    if any(isinstance(cell, str) and len(cell) > limits.CELL_CHARACTERS for cell in cells):
        raise _BrokenEventError(_("A value is longer than {limit} characters.").format(limit=limits.CELL_CHARACTERS))
    return cells


def _notes(row: int, event: Component) -> list[Note]:
    notes = []
    for name in event:
        if name in _PLACED or name in _BOOKKEEPING or name.startswith(_BOOKKEEPING_PREFIXES):
            continue
        for value in _all(event, name):
            shown = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
            text = shown.decode("utf-8", "backslashreplace")[:_NOTE_CHARACTERS]
            notes.append(Note(row, name, text, _("There is no place for it yet.")))
    if (count := len(event.walk("VALARM"))) > 1:
        notes.append(Note(row, "VALARM", str(count), _("Of several reminders the first is taken.")))
    return notes


def _all(event: Component, name: str) -> list[Any]:
    value = event.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(event: Component, name: str) -> Any:
    return next(iter(_all(event, name)), None)


def _text(event: Component, name: str) -> str:
    return str(_first(event, name) or "").strip()


def _value(event: Component, name: str) -> Any:
    """The Python value of a date or duration, or None."""
    found = _first(event, name)
    return None if found is None else found.dt


def _moment(value: Any, zone: ZoneInfo) -> date | datetime | None:
    """An aware datetime or a date; a time without a zone is the user's (RFC 5545, 3.3.5, form 1)."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if not isinstance(value, datetime):
        raise TypeError(value)
    return value if value.utcoffset() is not None else value.replace(tzinfo=zone)


def _is_done(event: Component) -> bool:
    return (
        _text(event, "STATUS").upper() in ("COMPLETED", "CANCELLED")
        or event.get("COMPLETED") is not None
        or _text(event, "PERCENT-COMPLETE") == "100"
    )


def _alarm(event: Component, start: date | datetime | None, end: date | datetime | None, zone: ZoneInfo) -> int | None:
    """Minutes from the first alarm to the start, negative when it rings later."""
    alarm = next((each for each in event.walk("VALARM") if isinstance(_first(each, "TRIGGER"), vDDDTypes)), None)
    if alarm is None:
        return None
    trigger = _first(alarm, "TRIGGER")
    if isinstance(trigger.dt, timedelta):
        before = -trigger.dt
        if start and end and str(trigger.params.get("RELATED", "")).upper() == "END":
            before -= _at(end, zone) - _at(start, zone)
    elif start and isinstance(trigger.dt, datetime):
        before = _at(start, zone) - _at(trigger.dt, zone)
    else:
        return None
    return int(before.total_seconds() // 60)


def _at(moment: date | datetime, zone: ZoneInfo) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    return whole if whole.utcoffset() is not None else whole.replace(tzinfo=zone)


def _snoozed(event: Component, zone: ZoneInfo) -> date | datetime | None:
    """Until when Thunderbird was told to be quiet."""
    with suppress(ValueError, TypeError):
        moment = vDDDTypes.from_ical(_text(event, _SNOOZED))  # type: ignore[no-untyped-call]  # untyped in icalendar
        return _moment(moment, zone)
    return None


def _person(person: Any) -> str:
    """`Name <address>`, or the one of both that is given."""
    address = str(person)
    if address.lower().startswith("mailto:"):
        address = address[len("mailto:") :]
    name = str(getattr(person, "params", {}).get("CN", "")).strip()
    return f"{name} <{address}>" if name and address and name != address else name or address


def _zone_name(event: Component, moment: date | datetime | None) -> str | None:
    """The zone as the calendar names it; none for whole days and for times in whatever zone the user is."""
    stated = _first(event, "DTSTART") or _first(event, "DUE")
    if not isinstance(moment, datetime) or stated is None:
        return None
    return str(stated.params.get("TZID", "")) or ("UTC" if stated.dt.tzinfo is not None else None)
