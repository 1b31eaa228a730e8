"""Calendars (iCalendar, RFC 5545) into follow-ups: a row for each event and to-do, each read on its own."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
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
    "due",
    "start",
    "end",
    "status",
    "uid",
    "recurrence",
    "alarm",
    "snoozed until",
    "attendees",
    "time zone",
    "priority",
    "done on",
    "customer",
    "methods",
)
DONE, CANCELLED = "done", "cancelled"

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
    "PRIORITY",
}
_OURS = "X-DESKTOP-CRM-"  # what this program writes beside what the standard has
# What programs note for themselves.
_BOOKKEEPING = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "CLASS"}
_BOOKKEEPING_PREFIXES = ("X-MOZ-", "X-GOOGLE-", "X-MICROSOFT-", "X-APPLE-", "X-ALT-DESC", _OURS)
_SNOOZED = "X-MOZ-SNOOZE-TIME"  # followed by "-" and a number where one occurrence of several is meant
_LAST_SEEN = "X-MOZ-LASTACK"
_HIGH, _LOW = range(1, 5), range(6, 10)  # RFC 5545, section 3.8.1.9
_NOTE_CHARACTERS = 200


class _BrokenEventError(Exception):
    """One event cannot be taken; the message says why, to the user."""


def parse_events(file: str, text: str, encoding: str, zone: ZoneInfo) -> Document:
    """A table of follow-ups with `HEADINGS` and a row for every VEVENT and VTODO, also those without a date.

    `start`, `end`, `due` and `snoozed until` are aware datetimes, or dates where the calendar names whole days; times
    without a zone are in `zone`, the user's. `alarm` is the first alarm that was not seen yet, in minutes before the
    follow-up is due: a to-do at its due time, an event at its start. `status` is `DONE`, `CANCELLED` or nothing. A
    broken event is refused and the others are read. What this program wrote is read as it was.

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
    ours = f"{_OURS}METHODS" in event
    customer = _text(event, f"{_OURS}CUSTOMER")
    if customer:
        title = title.removeprefix(f"{customer}: ")
    done = _text(event, f"{_OURS}DONE") or _value(event, "COMPLETED")
    cells: tuple[Cell, ...] = (
        title or note.partition("\n")[0].strip() or place or _("(no title)"),
        note or None,
        place or None,
        due,
        None if ours and due else start,
        None if ours else end,
        _state(event),
        _text(event, "UID") or None,
        _rule(event, due or start, zone),
        _alarm(event, start or due, due or end or start, due or start, zone),
        _snoozed(event, zone),
        "; ".join(filter(None, map(_person, [*_all(event, "ORGANIZER"), *_all(event, "ATTENDEE")]))) or None,
        None if ours else _zone_name(event, start or due),
        _priority(event),
        done if isinstance(done, str) and done else _moment(done, zone) if isinstance(done, date) else None,
        customer or None,
        _text(event, f"{_OURS}METHODS") or None,
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
    if (count := sum(1 + _repeats(alarm) for alarm in _alarms(event))) > 1:
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


def _state(event: Component) -> str | None:
    if _text(event, "STATUS").upper() == "CANCELLED":
        return CANCELLED
    done = (
        _text(event, "STATUS").upper() == "COMPLETED"
        or event.get("COMPLETED") is not None
        or _text(event, "PERCENT-COMPLETE") == "100"
        or f"{_OURS}DONE" in event
    )
    return DONE if done else None


def _priority(event: Component) -> str | None:
    text = _text(event, "PRIORITY")
    number = int(text) if text.isascii() and text.isdecimal() else 0
    return "high" if number in _HIGH else "low" if number in _LOW else "medium" if number else None


def _rule(event: Component, due: date | datetime | None, zone: ZoneInfo) -> str | None:
    """The rule; one that ends with the last second of a day where the event is says that day."""
    found = _first(event, "RRULE")
    if found is None:
        return None
    text: str = found.to_ical().decode()
    head, sign, rest = text.partition("UNTIL=")
    until, semicolon, others = rest.partition(";")
    if not until.endswith("Z") or not isinstance(due, datetime):
        return text
    end = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(due.tzinfo or zone)
    return f"{head}{sign}{end:%Y%m%d}{semicolon}{others}" if end.time() == time(23, 59, 59) else text


def _alarms(event: Component) -> list[Component]:
    """The reminders that ring; Apple and Google write one of no action to say that there is none."""
    return [
        alarm
        for alarm in event.walk("VALARM")
        if isinstance(_first(alarm, "TRIGGER"), vDDDTypes)
        and _text(alarm, "ACTION").upper() != "NONE"
        and not _is_snooze(alarm)
    ]


def _repeats(alarm: Component) -> int:
    text = _text(alarm, "REPEAT")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and "DURATION" in alarm else 0


def _is_snooze(alarm: Component) -> bool:
    """Whether it only stands for another one that was put off (RFC 9074, section 7)."""
    related = _first(alarm, "RELATED-TO")
    return str(getattr(related, "params", {}).get("RELTYPE", "")).upper() == "SNOOZE"


def _alarm(
    event: Component,
    start: date | datetime | None,
    end: date | datetime | None,
    due: date | datetime | None,
    zone: ZoneInfo,
) -> int | None:
    """Minutes from the first reminder that was not seen yet to the time it is due, negative when it rings later."""
    for alarm in _alarms(event):
        rings = _rings(alarm, start, end, zone)
        own = _text(alarm, f"{_OURS}MINUTES")
        if own.lstrip("-").isdecimal() and own.isascii() and isinstance(due, date) and not isinstance(due, datetime):
            return int(own)  # before the hour of the morning at which whole days remind, which only we know
        if own == "default" and (rings is None or due is None or not isinstance(due, datetime) or rings == due):
            continue
        if rings is None or due is None or _was_seen(event, alarm, rings, zone):
            continue
        return int((_at(due, zone) - rings).total_seconds() // 60)
    return None


def _rings(
    alarm: Component, start: date | datetime | None, end: date | datetime | None, zone: ZoneInfo
) -> datetime | None:
    trigger = _first(alarm, "TRIGGER")
    if isinstance(trigger.dt, timedelta):
        at_end = str(trigger.params.get("RELATED", "")).upper() == "END"
        counted = (end if at_end else start) or start
        # Durations of hours and minutes are exact, also across a change of clocks (RFC 5545, section 3.3.6).
        return (_at(counted, zone).astimezone(UTC) + trigger.dt) if counted else None
    return _at(trigger.dt, zone) if isinstance(trigger.dt, datetime) else None


def _was_seen(event: Component, alarm: Component, rings: datetime, zone: ZoneInfo) -> bool:
    """Whether the user was reminded already; of what comes again that says nothing about the next time."""
    if "RRULE" in event:
        return False
    seen = (_stamp(alarm, "ACKNOWLEDGED", zone), _stamp(event, _LAST_SEEN, zone), _stamp(alarm, _LAST_SEEN, zone))
    return any(at is not None and _at(at, zone) >= rings for at in seen)


def _at(moment: date | datetime, zone: ZoneInfo) -> datetime:
    whole = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    return whole if whole.utcoffset() is not None else whole.replace(tzinfo=zone)


def _snoozed(event: Component, zone: ZoneInfo) -> date | datetime | None:
    """Until when a program was told to be quiet: Thunderbird, or one that keeps to RFC 9074; the latest of several."""
    found = [_stamp(event, name, zone) for name in event if name == _SNOOZED or name.startswith(f"{_SNOOZED}-")]
    for alarm in event.walk("VALARM"):
        trigger = _first(alarm, "TRIGGER")
        if _is_snooze(alarm) and "ACKNOWLEDGED" not in alarm and isinstance(getattr(trigger, "dt", None), datetime):
            found.append(_moment(trigger.dt, zone))
    return max((at for at in found if at is not None), key=lambda at: _at(at, zone), default=None)


def _stamp(part: Component, name: str, zone: ZoneInfo) -> date | datetime | None:
    """The moment in a property whose type is not known to the parser."""
    value = _first(part, name)
    if isinstance(moment := getattr(value, "dt", None), date):
        return _moment(moment, zone)
    with suppress(ValueError, TypeError):
        return _moment(vDDDTypes.from_ical(str(value or "").strip()), zone)  # type: ignore[no-untyped-call]  # untyped in icalendar
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
