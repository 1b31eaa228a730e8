"""Clocks of dates: appointments to confirm (I-18), value checks (N-15), promises, needs (N-11), greetings (K-12)."""

from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.database import settings_store
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import ANNIVERSARY_DAYS_BEFORE, BIRTHDAY_DAYS_BEFORE, CONFIRM_BY_DAYS
from desktop_crm.core.values.day import Day


def appointment(clocked, at, begin, made="2026-01-06T09:00", **fields):
    said = {"customer_id": clocked.customer(), "title": "拜访", "due": at(begin, clocked.zone), "methods": ("visit",)}
    return clocked.add(Kind.FOLLOWUPS, made, **said | fields)


@pytest.mark.parametrize(
    ("zone", "begin", "since", "due"),
    [
        ("Asia/Shanghai", "2026-11-25T14:00", "2026-11-23T14:00", "2026-11-24T14:00"),
        ("Europe/Berlin", "2026-03-30T10:00", "2026-03-28T10:00", "2026-03-29T10:00"),
        ("Europe/Berlin", "2026-10-26T10:00", "2026-10-24T10:00", "2026-10-25T10:00"),
        ("Europe/Berlin", "2026-03-30T02:30", "2026-03-28T02:30", "2026-03-29T03:30"),
        ("America/New_York", "2026-03-09T08:00", "2026-03-07T08:00", "2026-03-08T08:00"),
        ("America/New_York", "2026-11-02T08:00", "2026-10-31T08:00", "2026-11-01T08:00"),
        ("Asia/Shanghai", "2028-03-01T09:00", "2028-02-28T09:00", "2028-02-29T09:00"),
    ],
)
def test_i_18_an_appointment_is_confirmed_between_two_days_and_one_before_it(clocked, at, zone, begin, since, due):
    clocked.zone = zone
    appointment(clocked, at, begin)
    before = at(since, zone).local().replace(minute=0).isoformat()[:13]
    assert clocked.items(before[:11] + "00:00", "confirm_appointment") == []
    assert clocked.dues(since, "confirm_appointment") == [due]
    (item,) = clocked.items(f"{begin[:10]}T00:00", "confirm_appointment")
    assert item.end.astimezone() < at(begin, zone).at
    assert clocked.items(begin, "confirm_appointment") == [], "it has begun"
    assert len(clocked.items(begin, "log_talk")) == 1, "from now on it is to be recorded"


def test_i_18_what_is_confirmed_and_what_was_agreed_upon_within_the_last_day_needs_no_more(clocked, at):
    appointment(clocked, at, "2026-11-25T14:00", confirmed=at("2026-11-24T10:00"))
    appointment(clocked, at, "2026-11-25T14:00", made="2026-11-24T15:00")
    appointment(clocked, at, "2026-11-25T14:00", methods=("phone",))
    appointment(clocked, at, "2026-11-25T14:00", status="cancelled")
    assert clocked.items("2026-11-24T16:00", "confirm_appointment") == []


def test_i_18_of_several_appointments_each_is_looked_at(clocked, at):
    appointment(clocked, at, "2026-11-27T14:00")
    appointment(clocked, at, "2026-11-24T15:00", made="2026-11-24T09:00")
    appointment(clocked, at, "2026-11-25T14:00", made="2026-11-24T09:00")
    assert clocked.dues("2026-11-24T10:00", "confirm_appointment") == ["2026-11-24T14:00"]


@pytest.mark.parametrize(("made", "asked"), [("2026-11-24T13:59", True), ("2026-11-24T14:00", False)])
def test_i_18_an_appointment_made_a_day_before_it_counts_as_confirmed(clocked, at, made, asked):
    appointment(clocked, at, "2026-11-25T14:00", made=made)
    assert bool(clocked.items("2026-11-24T16:00", "confirm_appointment")) == asked


def test_i_18_without_a_latest_day_it_is_confirmed_until_it_begins(clocked, at):
    clocked.database.write("set", lambda session: settings_store.store(session, CONFIRM_BY_DAYS, 0))
    appointment(clocked, at, "2026-11-25T14:00")
    (item,) = clocked.items("2026-11-25T13:00", "confirm_appointment")
    assert (item.reason, clocked.on_the_wall(item)) == ("Confirm the appointment", "2026-11-25T14:00")


@pytest.mark.parametrize(
    ("rolled_out", "first", "due"),
    [
        ("2026-11-01", "2026-11-08", "2026-11-15"),
        ("2028-02-15", "2028-02-22", "2028-02-29"),
        ("2026-12-25", "2027-01-01", "2027-01-08"),
        ("2026-11", "2026-11-08", "2026-11-15"),
    ],
)
def test_n_15_the_value_is_checked_one_to_two_weeks_after_the_rollout(clocked, rolled_out, first, due):
    need = clocked.add(
        Kind.NEEDS,
        "2026-01-06T09:00",
        customer_id=clocked.customer(),
        title="培训",
        owner="王芳",
        due=Day("2026-12-01"),
        rolled_out=Day(rolled_out),
        status="delivered",
    )
    eve = str(int(first[8:]) - 1).zfill(2)
    if eve != "00":
        assert clocked.items(f"{first[:8]}{eve}T23:59", "value_check") == []
    assert clocked.dues(f"{first}T00:00", "value_check") == [due]
    assert clocked.dues("2029-01-01T00:00", "value_check") == [due], "it stays until somebody looks into it"
    clocked.change(Kind.NEEDS, need, "2029-01-01T10:00", value_checked=Day("2029-01-01"))
    assert clocked.items("2029-01-01T11:00", "value_check") == []


def test_n_15_what_was_dropped_or_not_rolled_out_brings_no_value_to_check(clocked):
    said = {"customer_id": clocked.customer(), "title": "培训", "owner": "王芳", "due": Day("2026-12-01")}
    clocked.add(Kind.NEEDS, "2026-01-06T09:00", **said, rolled_out=Day("2026-11-01"), status="dropped")
    clocked.add(Kind.NEEDS, "2026-01-06T09:00", **said, status="delivered")
    assert clocked.items("2026-11-23T12:00", "value_check") == []


def test_promises_of_both_sides_are_shown_a_week_before_and_until_they_are_kept(clocked, at):
    customer = clocked.customer()
    ids = [
        clocked.add(Kind.COMMITMENTS, "2026-11-01T09:00", customer_id=customer, title=side, direction=side, due=at(due))
        for side, due in (("ours", "2026-11-30T18:00"), ("theirs", "2026-11-30"))
    ]
    clocked.add(Kind.COMMITMENTS, "2026-11-01T09:00", customer_id=customer, title="没有日期")
    assert clocked.items("2026-11-22T12:00", "commitment") == []
    items = clocked.items("2026-11-23T12:00", "commitment")
    assert [(item.reason, clocked.on_the_wall(item)) for item in items] == [
        ("We promised it", "2026-11-30T18:00"),
        ("They promised it", "2026-11-30"),
    ]
    clocked.change(Kind.COMMITMENTS, ids[0], "2027-11-24T12:00", status="kept")
    assert clocked.dues("2028-11-24T13:00", "commitment") == ["2026-11-30"]


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"owner": "王芳", "due": Day("2026-11-25")}, ["The need is to be answered"]),
        ({"owner": "王芳", "due": Day("2026-11-30")}, ["The need is to be answered"]),
        ({"owner": "王芳", "due": Day("2026-12-01")}, []),
        ({"owner": "王芳"}, ["The need has no date"]),
        ({"due": Day("2026-12-25")}, ["The need has nobody who sees to it"]),
        ({}, ["The need has nobody who sees to it, and no date"]),
        ({"status": "dropped"}, []),
        ({"status": "delivered"}, []),
        ({"solved_on": Day("2026-11-20")}, []),
    ],
)
def test_n_11_every_need_has_somebody_and_a_date_and_is_answered_by_then(clocked, fields, reasons):
    said = {"customer_id": clocked.customer(), "title": "培训", "raised": Day("2026-11-19")}
    clocked.add(Kind.NEEDS, "2026-11-20T09:00", **said | fields)
    items = clocked.items("2026-11-23T12:00", "need_due", "need_incomplete")
    assert [item.reason for item in items] == reasons


@pytest.mark.parametrize(
    ("raised", "since", "due"),
    [
        ("2026-11-19", "11-19 00:00", "2026-11-21T00:00"),
        ("2026-11", "11-01 00:00", "2026-11-03T00:00"),
        ("2026-11-23", "11-23 00:00", "2026-11-25T00:00"),
        ("2026-11-24", "11-20 09:00", "2026-11-22T00:00"),
        ("不详", "11-20 09:00", "2026-11-22T00:00"),
    ],
)
def test_n_11_the_time_of_a_need_runs_from_the_day_on_which_it_was_raised(clocked, raised, since, due):
    said = {"customer_id": clocked.customer(), "title": "培训", "raised": Day(raised)}
    clocked.add(Kind.NEEDS, "2026-11-20T09:00", **said)
    (item,) = clocked.items("2026-11-23T12:00", "need_incomplete")
    assert f"{item.since.astimezone(ZoneInfo(clocked.zone)):%m-%d %H:%M}" == since
    assert clocked.on_the_wall(item) == due


def test_what_was_made_under_a_clock_that_was_ahead_runs_from_now(clocked, at):
    customer, made, now = clocked.customer(), "2036-11-20T09:00", "2026-11-23T12:00"
    clocked.add(Kind.NEEDS, made, customer_id=customer, title="培训", due=Day("2026-11-25"))
    clocked.add(Kind.COMMITMENTS, made, customer_id=customer, title="样品", due=at("2026-11-25T18:00"))
    items = clocked.items(now, "need_due", "need_incomplete", "commitment")
    assert len(items) == 3
    assert {item.since for item in items} == {at(now).at}


def test_o_10_an_opportunity_comes_up_around_its_expected_close(clocked):
    customer = clocked.customer()
    said = {"customer_id": customer, "title": "CRM", "expected_close": Day("2026-11-30")}
    deal = clocked.add(Kind.DEALS, "2026-11-01T09:00", **said)
    clocked.add(Kind.DEALS, "2026-11-01T09:00", **said, stage="won")
    assert clocked.items("2026-11-22T12:00", "deal_close") == []
    assert clocked.dues("2026-11-23T12:00", "deal_close") == ["2026-11-30"]
    clocked.change(Kind.DEALS, deal, "2026-12-01T12:00", stage="lost")
    assert clocked.items("2026-12-02T12:00", "deal_close") == []


@pytest.mark.parametrize(
    ("fields", "runs"),
    [
        ({}, True),
        ({"stage": ""}, True),
        ({"stage": "proposal"}, True),
        ({"stage": "won"}, False),
        ({"stage": "lost"}, False),
        ({"closed_on": Day("2026-11-20")}, False),
        ({"expected_close": Day("2026-12")}, False),
        ({"expected_close": Day("2026-11")}, True),
    ],
)
def test_o_10_an_opportunity_that_was_decided_comes_up_no_more(clocked, fields, runs):
    said = {"customer_id": clocked.customer(), "title": "CRM", "expected_close": Day("2026-11-30")} | fields
    clocked.add(Kind.DEALS, "2026-11-01T09:00", **said)
    assert bool(clocked.items("2026-11-23T12:00", "deal_close")) == runs


@pytest.mark.parametrize(
    ("birthday", "lunar", "now", "day"),
    [
        ("1980-11-26", False, "2026-11-23", "2026-11-26"),
        ("1980-11-27", False, "2026-11-23", None),
        ("1980-11-23", False, "2026-11-23", "2026-11-23"),
        ("1980-11-20", False, "2026-11-23", "2026-11-20"),
        ("1980-11-19", False, "2026-11-23", None),
        ("1980-01-01", False, "2026-12-30", "2027-01-01"),
        ("1984-02-29", False, "2026-02-26", "2026-02-28"),
        ("1984-02-29", False, "2028-02-27", "2028-02-29"),
        ("1984-02-29", False, "2028-02-25", None),
        ("1980-08-15", True, "2026-09-23", "2026-09-25"),  # Mid-Autumn Festival
        ("1980-08-15", True, "2025-10-05", "2025-10-06"),
        ("1995-闰8-15", True, "2026-09-23", "2026-09-25"),
        ("2020-闰4-01", True, "2025-04-26", "2025-04-28"),
        ("农历八月十五", False, "2026-09-23", "2026-09-25"),
        ("1980-01-01", True, "2026-02-15", "2026-02-17"),  # New Year 2026
        ("1980-12-30", True, "2026-02-15", "2026-02-16"),  # a month of 29 days
        ("1980", False, "2026-11-23", None),
        ("不详", False, "2026-11-23", None),
    ],
)
def test_k_12_a_birthday_is_shown_some_days_before_by_either_calendar(clocked, birthday, lunar, now, day):
    customer = clocked.customer(made="2025-01-05T09:00")
    said = {"customer_id": customer, "name": "张伟", "birthday": Day(birthday), "birthday_lunar": lunar}
    person = clocked.add(Kind.CONTACTS, "2025-01-06T09:00", **said)
    assert clocked.dues(f"{now}T10:00", "birthday") == ([day] if day else [])
    clocked.change(Kind.CONTACTS, person, "2025-02-01T10:00", left_on=Day("2025-02-01"))
    assert clocked.items(f"{now}T10:00", "birthday") == []


def test_k_12_an_anniversary_of_a_customer_says_how_many_years_it_is(clocked):
    clocked.customer(anniversary=Day("2016-11-25"))
    clocked.customer(name="晨光", anniversary=Day("2016-11-25"), status="churned")
    (item,) = clocked.items("2026-11-23T10:00", "anniversary")
    assert (item.reason, item.period) == ("Anniversary on 11-25 (11-25), 10 years", "2026")
    assert item.customer == "云帆科技有限公司"


@pytest.mark.parametrize(
    ("birthday", "reason"),
    [
        ("1980-11-25", "Birthday on 11-25 (11-25), 46 years"),
        ("2026-11-25", "Birthday on 11-25 (11-25)"),
        ("11-25", "Birthday on 11-25 (11-25)"),
        ("1980-10-17", "Birthday on 11-25 (10th lunar month, day 17), 46 years"),
    ],
)
def test_k_12_a_birthday_says_its_day_by_the_calendar_of_the_person_and_the_years(clocked, birthday, reason):
    said = {"customer_id": clocked.customer(), "name": "张伟", "birthday": Day(birthday)}
    clocked.add(Kind.CONTACTS, "2026-01-06T09:00", **said, birthday_lunar="lunar" in reason)
    (item,) = clocked.items("2026-11-23T10:00", "birthday")
    assert (item.reason, item.subject, item.period) == (reason, "张伟", "2026")


@pytest.mark.parametrize(("now", "shown"), [("2026-11-28T23:59", True), ("2026-11-29T00:00", False)])
def test_k_12_a_missed_greeting_is_shown_for_some_days_more(clocked, now, shown):
    clocked.customer(anniversary=Day("2016-11-25"), status="won")
    clocked.customer(name="首年", anniversary=Day("2026-11-25"))
    items = clocked.items(now, "anniversary")
    assert [item.reason for item in items] == (
        ["Anniversary on 11-25 (11-25), 10 years", "Anniversary on 11-25 (11-25)"] if shown else []
    )


def test_k_12_0_days_before_mean_no_greeting_not_even_on_the_day(clocked):
    customer = clocked.customer(anniversary=Day("2016-11-23"))
    clocked.add(Kind.CONTACTS, "2026-01-06T09:00", customer_id=customer, name="张伟", birthday=Day("1980-11-22"))
    assert len(clocked.items("2026-11-23T10:00", "birthday", "anniversary")) == 2
    for setting in (BIRTHDAY_DAYS_BEFORE, ANNIVERSARY_DAYS_BEFORE):
        clocked.database.write("set", lambda session, one=setting: settings_store.store(session, one, 0))
    assert clocked.items("2026-11-23T10:00", "birthday", "anniversary") == []
