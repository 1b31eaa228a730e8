"""Clocks of hours: the summary after a talk (I-15), the record of an appointment (I-12), changes told (D-01)."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.clocks.clock import Urgency
from desktop_crm.core.database import settings_store
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import CLOCKS_SHOWN_DAYS, LOG_HOURS, SUMMARY_HOURS, UPDATE_HOURS
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.verify_records import verify

# What happened when, on the wall of a zone, and by when 24 hours on the clock are over there.
DAYS = [
    ("Asia/Shanghai", "2026-11-23T15:30", "2026-11-24T15:30"),
    ("Asia/Shanghai", "2026-11-23", "2026-11-25T00:00"),
    ("Europe/Berlin", "2026-03-28T15:00", "2026-03-29T16:00"),
    ("Europe/Berlin", "2026-10-24T15:00", "2026-10-25T14:00"),
    ("Europe/Berlin", "2026-03-28T02:30", "2026-03-29T03:30"),
    ("America/New_York", "2026-03-07T20:00", "2026-03-08T21:00"),
    ("America/New_York", "2026-10-31T20:00", "2026-11-01T19:00"),
    ("America/New_York", "2026-10-31", "2026-11-01T23:00"),
    ("Asia/Shanghai", "2028-02-28T10:00", "2028-02-29T10:00"),
    ("Pacific/Kiritimati", "2026-12-31T10:00", "2027-01-01T10:00"),
]


def talk(clocked, at, occurred, made=None, **fields):
    said = {
        "customer_id": clocked.customer(),
        "method": "visit",
        "summary": "谈报价",
        "occurred": at(occurred, clocked.zone),
    }
    return clocked.add(Kind.INTERACTIONS, made or f"{occurred[:10]}T23:00", **said | fields)


@pytest.mark.parametrize(("zone", "occurred", "due"), DAYS)
def test_i_15_a_summary_is_due_a_day_on_the_clock_after_the_talk(clocked, at, zone, occurred, due):
    clocked.zone = zone
    talk(clocked, at, occurred)
    (item,) = clocked.items(f"{occurred[:10]}T23:30", "send_summary")
    assert clocked.on_the_wall(item) == due
    assert item.subject == "谈报价"
    assert item.reason == "Send the customer a summary within 24 h of the talk"


@pytest.mark.parametrize(("zone", "occurred", "due"), DAYS)
def test_d_01_a_change_is_to_be_entered_within_a_day_on_the_clock(clocked, at, zone, occurred, due):
    clocked.zone = zone
    talk(clocked, at, occurred, changes_reported="换了采购经理")
    assert clocked.dues(f"{occurred[:10]}T23:30", "update_record") == [due]


@pytest.mark.parametrize(("zone", "begin", "due"), [each for each in DAYS if "T" in each[1]])
def test_i_12_an_appointment_is_to_be_recorded_within_a_day_on_the_clock(clocked, at, zone, begin, due):
    clocked.zone = zone
    customer = clocked.customer()
    said = {"customer_id": customer, "title": "拜访", "due": at(begin, zone), "methods": ("visit",)}
    clocked.add(Kind.FOLLOWUPS, "2026-01-06T09:00", **said)
    assert clocked.items(f"{begin[:10]}T00:30", "log_talk") == []
    assert clocked.dues(f"{begin[:10]}T23:30", "log_talk") == [due]


def test_a_summary_that_was_sent_and_a_talk_in_writing_have_no_clock(clocked, at):
    talk(clocked, at, "2026-11-23T15:30", summary_sent=at("2026-11-23T18:00"))
    for method in ("email", "wechat", "other", "午餐", ""):
        talk(clocked, at, "2026-11-23T15:30", method=method)
    assert clocked.items("2026-11-23T19:00", "send_summary") == []
    talk(clocked, at, "2026-11-23T15:30", method="phone")
    assert clocked.dues("2026-11-23T23:30", "send_summary") == ["2026-11-24T15:30"]


def test_a_talk_with_nobody_in_the_book_owes_neither_a_summary_nor_an_update(clocked, at):
    talk(clocked, at, "2026-11-23T15:30", customer_id=None, changes_reported="搬家")
    assert clocked.items("2026-11-23T19:00", "send_summary", "update_record") == []


def test_a_talk_still_to_come_owes_nothing_yet(clocked, at):
    talk(clocked, at, "2026-11-23T15:30", made="2026-11-23T09:00", changes_reported="搬家")
    assert clocked.items("2026-11-23T15:29", "send_summary", "update_record") == []
    assert len(clocked.items("2026-11-23T15:30", "send_summary", "update_record")) == 2


def test_a_clock_goes_from_calm_over_soon_to_over_and_lapses(clocked, at):
    talk(clocked, at, "2026-11-23T12:00", made="2026-11-23T12:10")
    seen = {}
    for now in ("2026-11-23T12:30", "2026-11-24T06:00", "2026-11-24T12:00", "2026-12-24T11:59", "2026-12-24T12:01"):
        with clocked.when(now):
            items = clocked.items(now, "send_summary")
            seen[now[5:]] = [(item.urgency, item.remaining) for item in items]
    assert seen == {
        "11-23T12:30": [(Urgency.CALM, "23 h left")],
        "11-24T06:00": [(Urgency.SOON, "6 h left")],
        "11-24T12:00": [(Urgency.OVER, "due now")],
        "12-24T11:59": [(Urgency.OVER, "29 days over")],
        "12-24T12:01": [],
    }


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Pacific/Honolulu"])
def test_a_missed_summary_of_a_whole_day_is_shown_for_thirty_days_by_any_hours_and_after_a_flight(clocked, at, zone):
    talk(clocked, at, "2026-10-01", made="2026-10-01T20:00")
    clocked.database.write("set", lambda session: settings_store.store(session, SUMMARY_HOURS, 47))
    clocked.zone = zone
    assert clocked.dues("2026-11-02T22:59", "send_summary") == ["2026-10-03T23:00"]
    assert clocked.items("2026-11-02T23:01", "send_summary") == []


def test_what_is_missed_is_shown_for_ever_when_the_user_says_so(clocked, at):
    talk(clocked, at, "2026-01-23T12:00")
    clocked.database.write("set", lambda session: settings_store.store(session, CLOCKS_SHOWN_DAYS, 0))
    assert clocked.dues("2026-11-24T12:00", "send_summary") == ["2026-01-24T12:00"]


@pytest.mark.parametrize(
    ("setting", "clock"),
    [(SUMMARY_HOURS, "send_summary"), (UPDATE_HOURS, "update_record"), (LOG_HOURS, "log_talk")],
)
def test_other_hours_hold_and_0_switches_a_clock_off(clocked, at, setting, clock):
    talk(clocked, at, "2026-11-23T12:00", changes_reported="搬家")
    other = clocked.customer()
    said = {"customer_id": other, "title": "拜访", "due": at("2026-11-23T12:00"), "methods": ("visit",)}
    clocked.add(Kind.FOLLOWUPS, "2026-01-06T09:00", **said)
    for hours, due in ((2, ["2026-11-23T14:00"]), (0, [])):
        clocked.database.write("set", lambda session, n=hours: settings_store.store(session, setting, n))
        assert clocked.dues("2026-11-23T13:00", clock) == due


def test_i_12_an_interaction_recorded_after_the_beginning_ends_the_clock(clocked, at):
    customer, other = clocked.customer(), clocked.customer(name="晨光")
    said = {"customer_id": customer, "title": "拜访", "due": at("2026-11-23T14:00"), "methods": ("phone", "demo")}
    clocked.add(Kind.FOLLOWUPS, "2026-11-20T09:00", **said)
    call = {"customer_id": customer, "method": "phone", "summary": "确认时间"}
    clocked.add(Kind.INTERACTIONS, "2026-11-23T09:10", **call, occurred=at("2026-11-23T09:00"))
    clocked.add(Kind.INTERACTIONS, "2026-11-23T15:10", **call | {"customer_id": other}, occurred=at("2026-11-23T15:00"))
    assert len(clocked.items("2026-11-23T16:00", "log_talk")) == 1, "neither a call before it nor another customer"
    clocked.add(Kind.INTERACTIONS, "2026-11-23T17:00", **call, occurred=at("2026-11-23T13:45"))
    assert clocked.items("2026-11-23T17:00", "log_talk") == []


@pytest.mark.parametrize(
    ("occurred", "recorded", "ends"),
    [
        ("2026-11-23T02:00", "2026-11-23T15:00", True),
        ("2026-11-23T01:59", "2026-11-23T15:00", False),
        ("2026-11-23", "2026-11-23T15:00", True),
        ("2026-11-22", "2026-11-23T15:00", False),
        ("2026-11-23", "2026-11-23T13:00", False),
        ("2026-11-24T10:00", "2026-11-23T13:00", True),
    ],
)
def test_i_12_a_talk_of_the_same_day_recorded_after_the_beginning_is_that_of_the_appointment(
    clocked, at, occurred, recorded, ends
):
    customer = clocked.customer()
    said = {"customer_id": customer, "title": "拜访", "due": at("2026-11-23T14:00"), "methods": ("visit",)}
    clocked.add(Kind.FOLLOWUPS, "2026-11-20T09:00", **said)
    clocked.add(Kind.INTERACTIONS, recorded, customer_id=customer, method="visit", summary="谈", occurred=at(occurred))
    assert clocked.dues("2026-11-23T16:00", "log_talk") == ([] if ends else ["2026-11-24T14:00"])


def test_i_12_a_talk_that_was_thrown_away_does_not_end_the_clock(clocked, at):
    customer = clocked.customer()
    said = {"customer_id": customer, "title": "拜访", "due": at("2026-11-23T14:00"), "methods": ("visit",)}
    clocked.add(Kind.FOLLOWUPS, "2026-11-20T09:00", **said)
    call = {"customer_id": customer, "method": "visit", "summary": "谈", "occurred": at("2026-11-23T14:30")}
    recorded = clocked.add(Kind.INTERACTIONS, "2026-11-23T17:00", **call)
    assert clocked.items("2026-11-23T18:00", "log_talk") == []
    clocked.database.write("trash", lambda session: ROOMS[Kind.INTERACTIONS].trash(session, [recorded]))
    assert clocked.dues("2026-11-23T18:00", "log_talk") == ["2026-11-24T14:00"]


@pytest.mark.parametrize("hours", [24, 47])
def test_i_12_a_missed_record_is_shown_for_thirty_days_after_its_end(clocked, at, hours):
    said = {"customer_id": clocked.customer(), "title": "拜访", "methods": ("visit",), "due": at("2026-10-01T14:00")}
    clocked.add(Kind.FOLLOWUPS, "2026-09-20T09:00", **said)
    clocked.database.write("set", lambda session: settings_store.store(session, LOG_HOURS, hours))
    end = at("2026-10-31T14:00").at + timedelta(hours=hours)
    for minutes, shown in ((-1, 1), (1, 0)):
        now = (end + timedelta(minutes=minutes)).astimezone(ZoneInfo(clocked.zone)).strftime("%Y-%m-%dT%H:%M")
        assert len(clocked.items(now, "log_talk")) == shown


@pytest.mark.parametrize(
    ("fields", "runs"),
    [
        ({}, True),
        ({"status": "done", "done": ("2026-11-23T11:00")}, True),
        ({"status": "cancelled"}, False),
        ({"methods": ("phone",)}, False),
        ({"methods": ()}, False),
        ({"due": "2026-11-23"}, False),
        ({"customer_id": None}, False),
        ({"to_check": True}, False),
    ],
)
def test_i_12_an_appointment_is_where_people_meet_at_a_time_of_day(clocked, at, fields, runs):
    said = {
        "customer_id": clocked.customer(),
        "title": "拜访",
        "due": "2026-11-23T10:00",
        "methods": ("visit",),
    } | fields
    said |= {name: at(said[name]) for name in ("due", "done") if name in said}
    clocked.add(Kind.FOLLOWUPS, "2026-11-20T09:00", **said)
    assert bool(clocked.items("2026-11-23T12:00", "log_talk")) == runs


def _contact(clocked, customer, **fields):
    return clocked.add(Kind.CONTACTS, "2026-01-06T09:00", customer_id=customer, name="张伟", **fields)


def test_d_01_an_edit_of_the_customer_its_people_or_its_needs_ends_the_clock_and_nobody_elses(clocked, at):
    customer, other = clocked.customer(), clocked.customer(name="晨光")
    person, stranger = _contact(clocked, customer), _contact(clocked, other)
    need = clocked.add(Kind.NEEDS, "2026-01-06T09:00", customer_id=customer, title="培训")
    edits = {
        "the customer": lambda when: clocked.change(Kind.CUSTOMERS, customer, when, notes=when),
        "a person": lambda when: clocked.change(Kind.CONTACTS, person, when, title=when),
        "a need": lambda when: clocked.change(Kind.NEEDS, need, when, description=when),
        "a new person": lambda when: clocked.add(Kind.CONTACTS, when, customer_id=customer, name="李工"),
        "what was found right of a person": lambda when: verified(clocked, person, when),
        "what was found right of the customer": lambda when: verified(clocked, customer, when, Kind.CUSTOMERS, "phone"),
    }
    for day, (_what, edit) in enumerate(edits.items(), start=10):
        said = {"method": "visit", "summary": "谈", "changes_reported": "换人", "customer_id": customer}
        clocked.add(Kind.INTERACTIONS, f"2026-11-{day}T10:00", occurred=at(f"2026-11-{day}T09:00"), **said)
        clocked.change(Kind.CUSTOMERS, other, f"2026-11-{day}T11:00", notes=str(day))
        clocked.change(Kind.CONTACTS, stranger, f"2026-11-{day}T11:00", title=str(day))
        verified(clocked, stranger, f"2026-11-{day}T11:30")
        assert clocked.dues(f"2026-11-{day}T12:00", "update_record") == [f"2026-11-{day + 1}T09:00"]
        edit(f"2026-11-{day}T13:00")
        assert clocked.items(f"2026-11-{day}T14:00", "update_record") == [], _what


def verified(clocked, record_id, when, kind=Kind.CONTACTS, field="mobile"):
    with clocked.when(when):
        clocked.database.write("verify", lambda session: verify(session, kind, record_id, [field]))


def test_d_01_a_primary_contact_who_left_is_to_be_followed_by_another(clocked):
    customer = clocked.customer()
    gone = _contact(clocked, customer, is_primary=True)
    assert clocked.items("2026-11-23T12:00", "primary_left") == []
    clocked.change(Kind.CONTACTS, gone, "2026-11-23T12:00", left_on=Day("2026-11-23"))
    (item,) = clocked.items("2026-11-23T13:00", "primary_left")
    assert (clocked.on_the_wall(item), item.subject, item.customer) == ("2026-11-25T00:00", "张伟", "云帆科技有限公司")
    clocked.add(Kind.CONTACTS, "2026-11-23T14:00", customer_id=customer, name="李工", is_primary=True)
    assert clocked.items("2026-11-23T15:00", "primary_left") == []


def test_d_01_a_primary_contact_who_is_going_to_leave_is_replaced_when_the_day_has_come(clocked):
    customer = clocked.customer()
    _contact(clocked, customer, is_primary=True, left_on=Day("2026-12-01"))
    _contact(clocked, customer, left_on=Day("2026-11-01"))
    assert clocked.items("2026-11-30T23:59", "primary_left") == []
    assert clocked.dues("2026-12-01T00:00", "primary_left") == ["2026-12-03T00:00"]
