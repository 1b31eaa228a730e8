"""The first response to a request: 2 hours, 24 hours, 3 Chinese working days (S-05)."""

import pytest

from desktop_crm.core.calendar.working_days import parse_overrides
from desktop_crm.core.database import overrides_store, settings_store
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import SUGGESTION_RESPONSE_DAYS, URGENT_RESPONSE_HOURS


def request(clocked, at, received, severity, **fields):
    said = {
        "customer_id": clocked.customer(),
        "title": "系统故障",
        "severity": severity,
        "received": at(received, clocked.zone),
    }
    return clocked.add(Kind.SERVICE, f"{received[:10]}T23:50", **said | fields)


@pytest.mark.parametrize(
    ("zone", "severity", "received", "due"),
    [
        ("Asia/Shanghai", "urgent", "2026-11-23T10:00", "2026-11-23T12:00"),
        ("Asia/Shanghai", "normal", "2026-11-23T10:00", "2026-11-24T10:00"),
        ("Asia/Shanghai", "suggestion", "2026-11-23T10:00", "2026-11-26T10:00"),
        ("Asia/Shanghai", "", "2026-11-23T10:00", "2026-11-24T10:00"),
        ("Europe/Berlin", "urgent", "2026-03-29T01:30", "2026-03-29T04:30"),
        ("Europe/Berlin", "urgent", "2026-10-25T01:30", "2026-10-25T02:30"),
        ("Europe/Berlin", "normal", "2026-03-28T12:00", "2026-03-29T13:00"),
        ("America/New_York", "normal", "2026-10-31T12:00", "2026-11-01T11:00"),
        # Spring Festival 2025: off from 28 January to 4 February, at work on 26 January and 8 February.
        ("Asia/Shanghai", "suggestion", "2025-01-24T10:00", "2025-02-05T10:00"),
        ("Asia/Shanghai", "suggestion", "2025-01-27T10:00", "2025-02-07T10:00"),
        ("Asia/Shanghai", "suggestion", "2025-02-06T10:00", "2025-02-10T10:00"),
        # Spring Festival 2026: off from 15 to 23 February, at work on 14 and 28 February.
        ("Asia/Shanghai", "suggestion", "2026-02-13T10:00", "2026-02-25T10:00"),
        ("Asia/Shanghai", "suggestion", "2026-02-26T10:00", "2026-03-02T10:00"),
        # National Day 2026: off from 1 to 7 October, at work on 10 October.
        ("Asia/Shanghai", "suggestion", "2026-09-30T16:00", "2026-10-10T16:00"),
        # Working days keep the time on the wall, whatever the clock does.
        ("Europe/Berlin", "suggestion", "2026-03-26T09:00", "2026-03-31T09:00"),
        ("America/New_York", "suggestion", "2026-03-06T09:00", "2026-03-11T09:00"),
        ("Asia/Shanghai", "suggestion", "2026-11-23", "2026-11-26"),
        ("Asia/Shanghai", "normal", "2026-11-23", "2026-11-25T00:00"),
    ],
)
def test_s_05_the_severity_alone_says_by_when(clocked, at, zone, severity, received, due):
    clocked.zone = zone
    request(clocked, at, received, severity)
    (item,) = clocked.items(f"{received[:10]}T23:55", "first_response")
    assert clocked.on_the_wall(item) == due
    assert item.note == ""


def test_s_05_the_clock_ends_with_the_response_and_with_the_request(clocked, at):
    for fields in ({"responded": at("2026-11-23T11:00")}, {"status": "dropped"}, {"status": "confirmed"}):
        request(clocked, at, "2026-11-23T10:00", "urgent", **fields)
    assert clocked.items("2026-11-23T23:55", "first_response") == []
    open_one = request(clocked, at, "2026-11-23T10:00", "urgent", status="in_work")
    (item,) = clocked.items("2027-11-23T23:55", "first_response")
    assert (item.record_id, item.reason) == (open_one, "Urgent: first response within 2 h"), "it never lapses"
    clocked.change(Kind.SERVICE, open_one, "2027-11-24T10:00", responded=at("2027-11-24T10:00"))
    assert clocked.items("2027-11-24T11:00", "first_response") == []


def test_a_year_whose_working_days_are_unknown_is_told_until_the_user_says_them(clocked, at):
    request(clocked, at, "2040-10-08T10:00", "suggestion")
    (item,) = clocked.items("2040-10-08T23:55", "first_response")
    assert "2040" in item.note
    one = parse_overrides("2040-10-09 off")
    clocked.database.write("set", lambda session: overrides_store.store(session, one))
    (then,) = clocked.items("2040-10-08T23:55", "first_response")
    assert then.due.at > item.due.at, "the user's own day off counts"
    assert "2040" in then.note, "one day is no schedule"
    whole = parse_overrides("2040-10-09 off\n" + "".join(f"2040-05-{day} off\n" for day in range(1, 13)))
    clocked.database.write("set", lambda session: overrides_store.store(session, whole))
    (known,) = clocked.items("2040-10-08T23:55", "first_response")
    assert (known.note, known.due.at) == ("", then.due.at)


def test_other_limits_hold_and_0_switches_one_severity_off(clocked, at):
    request(clocked, at, "2026-11-23T10:00", "urgent")
    request(clocked, at, "2026-11-23T10:00", "suggestion")
    clocked.database.write("set", lambda session: settings_store.store(session, URGENT_RESPONSE_HOURS, 0))
    clocked.database.write("set", lambda session: settings_store.store(session, SUGGESTION_RESPONSE_DAYS, 5))
    assert clocked.dues("2026-11-23T23:55", "first_response") == ["2026-11-30T10:00"]
