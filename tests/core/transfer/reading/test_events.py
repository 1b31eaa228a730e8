from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.events import CANCELLED, DONE, parse_events
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
DTSTART:19700101T000000
END:STANDARD
END:VTIMEZONE
"""


def read(inside):
    return parse_events("a.ics", f"BEGIN:VCALENDAR\nVERSION:2.0\n{inside}\nEND:VCALENDAR\n", "utf-8", SHANGHAI)


def table(inside):
    (only,) = read(inside).tables
    return only


def event(lines, kind="VEVENT", before=""):
    found = table(f"{before}BEGIN:{kind}\n{lines}\nEND:{kind}")
    (row,) = found.rows
    return {heading: cell for heading, cell in zip(found.headings, row.cells, strict=True) if cell is not None}


def test_an_event_becomes_a_follow_up():
    found = event(
        "UID:1@example.com\nDTSTAMP:20241001T000000Z\nDTSTART;TZID=Asia/Shanghai:20241004T140000\nDURATION:PT1H\n"
        "SUMMARY:回访\\, 报价\nDESCRIPTION:第一行\\n第二行\nLOCATION:深圳\nRRULE:FREQ=WEEKLY;COUNT=3\n"
        'ORGANIZER:mailto:me@example.com\nATTENDEE;CN="Zhang, San":mailto:zs@example.com\n'
        "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM"
    )
    assert found == {
        "title": "回访, 报价",
        "note": "第一行\n第二行",
        "place": "深圳",
        "start": datetime(2024, 10, 4, 14, tzinfo=SHANGHAI),
        "end": datetime(2024, 10, 4, 15, tzinfo=SHANGHAI),
        "uid": "1@example.com",
        "recurrence": "FREQ=WEEKLY;COUNT=3",
        "alarm": 15,
        "attendees": "me@example.com; Zhang, San <zs@example.com>",
        "time zone": "Asia/Shanghai",
    }


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("STATUS:COMPLETED", {"status": DONE}),
        ("COMPLETED:20241001T000000Z", {"status": DONE, "done on": datetime(2024, 10, 1, tzinfo=UTC)}),
        ("PERCENT-COMPLETE:100", {"status": DONE}),
        ("STATUS:CANCELLED", {"status": CANCELLED}),
    ],
)
def test_a_finished_to_do_is_done_or_cancelled(line, more):
    found = event(f"SUMMARY:x\nDUE;VALUE=DATE:20241004\n{line}", "VTODO")
    assert found == {"title": "x", "due": date(2024, 10, 4), **more}


@pytest.mark.parametrize(("number", "words"), [("1", "high"), ("4", "high"), ("5", "medium"), ("9", "low")])
def test_the_priority_is_high_medium_or_low(number, words):
    assert event(f"SUMMARY:x\nPRIORITY:{number}", "VTODO")["priority"] == words
    assert "priority" not in event("SUMMARY:x\nPRIORITY:0", "VTODO")


def test_a_to_do_with_start_and_due_counts_its_alarm_from_when_it_is_due():
    lines = "DTSTART:20241004T060000Z\nDUE:20241004T090000Z\nBEGIN:VALARM\n{}\nEND:VALARM"
    assert event(lines.format("TRIGGER:-PT15M"), "VTODO")["alarm"] == 195
    assert event(lines.format("TRIGGER;RELATED=END:-PT15M"), "VTODO")["alarm"] == 15


_EVENT = "DTSTART:20241004T060000Z\nDTEND:20241004T070000Z\n"


def test_an_alarm_of_no_action_says_that_there_is_none():
    nothing = "X-APPLE-DEFAULT-ALARM:TRUE\nACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z"
    assert "alarm" not in event(f"{_EVENT}BEGIN:VALARM\n{nothing}\nEND:VALARM")


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("X-MOZ-LASTACK:20241004T054500Z\n", ""),
        ("", "ACKNOWLEDGED:20241004T054501Z\nX-WR-ALARMUID:1\n"),
    ],
)
def test_an_alarm_that_was_seen_rings_no_more_and_the_next_one_counts(outside, inside):
    alarms = (
        f"BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\n{inside}END:VALARM\n"
        "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nEND:VALARM"
    )
    assert event(_EVENT + outside + alarms)["alarm"] == 5
    assert event(_EVENT + outside + "RRULE:FREQ=DAILY\n" + alarms)["alarm"] == 15


def test_an_alarm_that_repeats_is_taken_once_and_noted():
    repeating = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nREPEAT:2\nDURATION:PT5M\nEND:VALARM"
    assert event(_EVENT + repeating)["alarm"] == 15
    (note,) = read(f"BEGIN:VEVENT\n{_EVENT}{repeating}\nEND:VEVENT").notes
    assert (note.field, note.value) == ("VALARM", "3")


def test_a_relative_alarm_counts_exact_hours_when_the_clocks_change():
    lines = "DTSTART;TZID=Europe/Berlin:20260329T120000\nBEGIN:VALARM\nTRIGGER:-PT12H\nEND:VALARM"
    assert event(lines)["alarm"] == 720


def test_the_latest_snooze_counts_of_an_event_that_comes_again():
    lines = (
        "RRULE:FREQ=DAILY\nX-MOZ-SNOOZE-TIME-1728021600000000:20241004T061000Z\n"
        "X-MOZ-SNOOZE-TIME-1728108000000000:20241005T061000Z"
    )
    assert event(_EVENT + lines)["snoozed until"] == datetime(2024, 10, 5, 6, 10, tzinfo=UTC)


def test_a_snooze_by_rfc_9074_says_until_when_and_is_no_alarm():
    alarms = (
        "BEGIN:VALARM\nUID:8297\nACTION:DISPLAY\nTRIGGER:-PT15M\nACKNOWLEDGED:20241004T054500Z\nEND:VALARM\n"
        "BEGIN:VALARM\nUID:DE7B\nACTION:DISPLAY\nRELATED-TO;RELTYPE=SNOOZE:8297\n"
        "TRIGGER;VALUE=DATE-TIME:20241004T055500Z\nEND:VALARM"
    )
    found = event(_EVENT + alarms)
    assert found["snoozed until"] == datetime(2024, 10, 4, 5, 55, tzinfo=UTC)
    assert "alarm" not in found


def test_a_rule_that_ends_with_the_last_second_of_a_day_ends_on_that_day():
    lines = "DTSTART;TZID=America/New_York:20261001T090000\nRRULE:FREQ=WEEKLY;UNTIL={}"
    assert event(lines.format("20261102T045959Z"))["recurrence"] == "FREQ=WEEKLY;UNTIL=20261101"
    assert event(lines.format("20261101T140000Z"))["recurrence"] == "FREQ=WEEKLY;UNTIL=20261101T140000Z"


def test_a_zone_that_the_calendar_defines_itself_is_used():
    found = event("SUMMARY:x\nDTSTART;TZID=Our office:20241004T140000", before=OWN_ZONE)
    assert found["start"] == datetime(2024, 10, 4, 8, 30, tzinfo=UTC)
    assert found["time zone"] == "Our office"


@pytest.mark.parametrize("stated", ["DTSTART:20241004T140000", "DTSTART;TZID=Nowhere:20241004T140000"])
def test_a_time_without_a_known_zone_is_the_users(stated):
    assert event(stated)["start"] == datetime(2024, 10, 4, 14, tzinfo=SHANGHAI)


def test_names_of_zones_as_outlook_writes_them_are_known():
    assert event("DTSTART;TZID=China Standard Time:20241004T140000")["start"] == datetime(2024, 10, 4, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("SUMMARY:a\nDESCRIPTION:b", "a"),
        ("DESCRIPTION:b\\nc\nLOCATION:d", "b"),
        ("SUMMARY: \nLOCATION:d", "d"),
    ],
)
def test_what_has_no_title_is_named_by_what_it_has(lines, title):
    assert event(lines)["title"] == title


def test_an_event_without_anything_is_still_a_row():
    assert [heading for heading, cell in event("DTSTAMP:20241001T000000Z").items() if cell] == ["title"]


@pytest.mark.parametrize(
    ("trigger", "minutes"),
    [
        ("TRIGGER:-P1D", 1440),
        ("TRIGGER;RELATED=END:-PT15M", -45),
        ("TRIGGER;VALUE=DATE-TIME:20241004T055000Z", 10),
        ("TRIGGER:PT5M", -5),
    ],
)
def test_the_alarm_is_told_in_minutes_before_the_start(trigger, minutes):
    lines = f"DTSTART:20241004T060000Z\nDTEND:20241004T070000Z\nBEGIN:VALARM\n{trigger}\nEND:VALARM"
    assert event(lines)["alarm"] == minutes


def test_a_snoozed_event_says_until_when():
    assert event("DTSTART:20241004T060000Z\nX-MOZ-SNOOZE-TIME:20241004T061000Z")["snoozed until"] == datetime(
        2024, 10, 4, 6, 10, tzinfo=UTC
    )


def test_one_broken_event_does_not_lose_the_others():
    found = table(
        "BEGIN:VEVENT\nSUMMARY:a\nDTSTART:yesterday\nEND:VEVENT\n"
        "BEGIN:VEVENT\nSUMMARY:b\nEND:VALARM\nEND:VEVENT\n"
        "BEGIN:VEVENT\nSUMMARY:c\nEND:VEVENT\n"
        "BEGIN:VTODO\nSUMMARY:d\n"
    )
    assert [row.cells[0] for row in found.rows] == ["c"]
    assert [refused.number for refused in found.refused] == [3, 7, 14]
    assert "yesterday" in found.refused[0].reason
    assert all(refused.reason for refused in found.refused)


def test_what_has_no_place_is_noted():
    document = read("BEGIN:VEVENT\nSUMMARY:a\nURL:http://example.com\nCATEGORIES:x,y\nX-MOZ-GENERATION:1\nEND:VEVENT")
    assert [(note.field, note.value) for note in document.notes] == [
        ("URL", "http://example.com"),
        ("CATEGORIES", "x,y"),
    ]


def test_a_calendar_without_events_has_no_rows():
    assert table("").rows == ()
    assert table("").kind_hint is Kind.FOLLOWUPS


def test_what_is_no_calendar_is_refused():
    with pytest.raises(UnreadableFileError):
        parse_events("a.ics", "SUMMARY:x", "utf-8", SHANGHAI)


_lines = st.sampled_from(
    [
        "DTSTART:20241004T060000Z",
        "DTSTART:99991231T235959Z",
        "DTSTART;TZID=Asia/Shanghai:00010101T000000",
        "DTSTART;VALUE=PERIOD:20241004T060000Z/PT1H",
        "DTSTART;VALUE=TIME:060000",
        "DURATION:P99999999D",
        "DUE:x",
        "SUMMARY:a",
        "RRULE:FREQ=NEVER",
        "BEGIN:VALARM",
        "TRIGGER:-PT99999999999M",
        "TRIGGER;RELATED=END:PT1M",
        "END:VALARM",
        "ATTENDEE;CN=:x",
        "X-MOZ-SNOOZE-TIME:soon",
        "PERCENT-COMPLETE:much",
    ]
) | st.text(alphabet='DTSARTUMY:;="\\, 0Z张', max_size=20)


@settings(max_examples=200, deadline=None)
@given(st.lists(_lines, max_size=6), st.sampled_from(["VEVENT", "VTODO"]))
def test_any_event_is_a_row_or_refused_and_the_next_is_read(lines, kind):
    inside = "\n".join([f"BEGIN:{kind}", *lines, f"END:{kind}", "BEGIN:VEVENT", "SUMMARY:next", "END:VEVENT"])
    found = table(inside)
    assert len(found.rows) + len(found.refused) == 2
    assert found.rows[-1].cells[0] == "next"
