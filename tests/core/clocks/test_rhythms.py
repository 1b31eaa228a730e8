"""Clocks that come back: cadence (F-07, F-12), weekly (F-08), month's end (D-03, F-13, S-10), quarters (V-03, F-14)."""

import pytest

from desktop_crm.core.clocks import marks
from desktop_crm.core.database import settings_store
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import CADENCE_REGULAR_DAYS, CONTACT_CAP, SURVEY_DAYS_BEFORE
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.trash_customer import trash_customer
from desktop_crm.core.workflows.verify_records import verify


def talk(clocked, at, customer, when, **fields):
    said = {"customer_id": customer, "method": "phone", "summary": "谈", "occurred": at(when, clocked.zone)}
    return clocked.add(Kind.INTERACTIONS, when, **said | fields)


def mark(clocked, when, clock, record_id, period=""):
    with clocked.when(when):
        clocked.database.write(
            marks.MARK, lambda session: marks.mark(session, clock, Kind.CUSTOMERS, record_id, period)
        )


@pytest.mark.parametrize(
    ("tier", "due"),
    [("high_value", "2026-11-08"), ("potential", "2026-11-08"), ("at_risk", "2026-11-08"), ("regular", "2026-11-16")],
)
def test_f_07_each_tier_has_its_cadence_from_the_last_talk(clocked, at, tier, due):
    customer = clocked.customer(tier_override=tier, tier_reason="约定")
    talk(clocked, at, customer, "2026-10-01T10:00")
    talk(clocked, at, customer, "2026-11-01T23:30")
    (item,) = clocked.items("2026-11-02T10:00", "cadence")
    assert clocked.on_the_wall(item) == due
    assert item.reason.endswith("the last time was 2026-11-01")


@pytest.mark.parametrize(
    ("zone", "met", "due"),
    [
        ("Europe/Berlin", "2026-03-22T23:30", "2026-03-29"),
        ("Europe/Berlin", "2026-10-18T00:30", "2026-10-25"),
        ("America/New_York", "2026-03-01T23:59", "2026-03-08"),
        ("America/New_York", "2026-10-25T00:00", "2026-11-01"),
        ("Asia/Shanghai", "2028-02-22T12:00", "2028-02-29"),
        ("Pacific/Kiritimati", "2026-06-01T00:30", "2026-06-08"),
    ],
)
def test_f_07_the_cadence_counts_days_where_the_user_is(clocked, at, zone, met, due):
    clocked.zone = zone
    talk(clocked, at, clocked.customer(cadence_days=7), met)
    assert clocked.dues(f"{due}T12:00", "cadence") == [due]


def test_f_07_a_customer_never_met_counts_from_its_record_and_its_own_number_goes_first(clocked):
    clocked.customer(made="2026-11-01T10:00", cadence_days=30)
    (item,) = clocked.items("2026-11-23T10:00", "cadence")
    assert (clocked.on_the_wall(item), item.reason) == (
        "2026-12-01",
        "Be in touch every 30 days; there was no talk yet",
    )


def test_f_07_what_is_planned_in_time_stands_for_the_contact(clocked, at):
    customer = clocked.customer(made="2026-11-01T10:00", cadence_days=7)
    step = clocked.add(
        Kind.FOLLOWUPS, "2026-11-10T10:00", customer_id=customer, title="回访", due=at("2026-11-29T10:00")
    )
    assert clocked.items("2026-11-23T10:00", "cadence") == []
    clocked.change(Kind.FOLLOWUPS, step, "2026-11-23T11:00", due=at("2026-12-24T10:00"))
    assert clocked.dues("2026-11-23T12:00", "cadence") == ["2026-11-08"], "too late for seven days"


@pytest.mark.parametrize(
    ("fields", "planned"),
    [
        ({"due": "2026-11-30T10:00"}, True),
        ({"due": "2026-11-30T10:01"}, False),
        ({"due": "2026-11-20T10:00"}, True),
        ({"due": "2026-11-29T10:00", "status": "done"}, False),
        ({"due": "2026-11-29T10:00", "to_check": True}, False),
        ({"due": None}, False),
    ],
)
def test_f_07_a_plan_is_an_open_followup_within_the_days_of_the_cadence(clocked, at, fields, planned):
    customer = clocked.customer(made="2026-11-01T10:00", cadence_days=7)
    clocked.customer(made="2026-11-01T10:00", name="晨光", cadence_days=8)
    said = {"customer_id": customer, "title": "回访"} | fields
    said["due"] = said["due"] and at(said["due"])
    clocked.add(Kind.FOLLOWUPS, "2026-11-10T10:00", **said)
    clocked.add(Kind.FOLLOWUPS, "2026-11-10T10:00", title="回访", due=at("2026-11-24T10:00"))
    clocked.add(Kind.FOLLOWUPS, "2026-11-10T10:00", title="再访", due=at("2027-01-24T10:00"), customer_id=customer)
    assert clocked.dues("2026-11-23T10:00", "cadence") == ([] if planned else ["2026-11-08"]) + ["2026-11-09"]


def test_f_07_churned_customers_and_those_in_the_trash_are_left_alone(clocked):
    clocked.customer(made="2026-11-01T10:00", status="churned", cadence_days=7)
    gone = clocked.customer(made="2026-11-01T10:00", name="晨光", cadence_days=7)
    assert len(clocked.items("2026-11-23T10:00", "cadence")) == 1
    clocked.database.write("trash_customers", lambda session: trash_customer(session, gone))
    assert {item.record_id for item in clocked.items("2026-11-23T10:00")} == {0}, "the book alone"


def test_f_07_0_days_switch_a_tier_off_but_not_a_number_of_the_customers_own(clocked):
    clocked.customer(made="2026-11-01T10:00")
    clocked.customer(made="2026-11-01T10:00", name="晨光", cadence_days=10)
    clocked.database.write("set", lambda session: settings_store.store(session, CADENCE_REGULAR_DAYS, 0))
    assert clocked.dues("2026-11-23T10:00", "cadence") == ["2026-11-11"]


def test_f_07_a_mark_begins_the_cadence_anew(clocked):
    customer = clocked.customer(made="2026-11-01T10:00", cadence_days=7)
    mark(clocked, "2026-11-23T10:00", "cadence", customer)
    assert clocked.dues("2026-11-23T11:00", "cadence") == ["2026-11-30"]


def test_f_12_on_demand_means_no_cadence_but_a_summary_each_month(clocked, at):
    customer = clocked.customer(on_demand=True)
    assert clocked.items("2026-11-23T10:00", "cadence") == []
    assert clocked.dues("2026-11-22T10:00", "monthly_summary") == ["2026-10-31"]
    talk(clocked, at, customer, "2026-10-30T10:00", summary_sent=at("2026-10-30T12:00"))
    assert clocked.items("2026-11-22T10:00", "monthly_summary") == []
    (item,) = clocked.items("2026-11-23T10:00", "monthly_summary")
    assert (clocked.on_the_wall(item), item.period) == ("2026-11-30", "2026-11")
    mark(clocked, "2026-11-24T10:00", "monthly_summary", customer, "2026-11")
    assert clocked.items("2026-11-25T10:00", "monthly_summary") == []


def test_f_12_no_summary_is_owed_to_who_left_is_met_as_usual_or_came_after_the_month(clocked, at):
    clocked.customer(name="常客")
    clocked.customer(name="离开", on_demand=True, status="churned")
    gone = clocked.customer(name="旧友", on_demand=True)
    owed = clocked.customer(name="静水", on_demand=True, made="2026-10-31T23:00")
    late = clocked.customer(name="新客", on_demand=True, made="2026-11-01T00:00")
    clocked.database.write("trash_customers", lambda session: trash_customer(session, gone))
    assert [item.customer_id for item in clocked.items("2026-11-10T10:00", "monthly_summary")] == [owed]
    items = clocked.items("2026-11-23T10:00", "monthly_summary")
    assert [(item.customer_id, item.period) for item in items] == [
        (owed, "2026-10"),
        (owed, "2026-11"),
        (late, "2026-11"),
    ]


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ("2026-10-31T23:59", False),
        ("2026-11-01T00:00", True),
        ("2026-11-30T23:59", True),
        ("2026-12-01T00:00", False),
    ],
)
def test_f_12_a_summary_counts_for_the_month_in_which_it_was_sent(clocked, at, sent, counts):
    customer = clocked.customer(on_demand=True, made="2026-11-01T09:00")
    talk(clocked, at, customer, "2026-10-30T10:00", summary_sent=at(sent))
    assert clocked.dues("2026-12-10T10:00", "monthly_summary") == ([] if counts else ["2026-11-30"])


def test_f_12_more_contacts_than_the_cap_bring_the_advice_of_quiet(clocked, at):
    clocked.database.write("set", lambda session: settings_store.store(session, CONTACT_CAP, 2))
    customer = clocked.customer()
    for day in ("10-01", "11-20", "11-21"):
        talk(clocked, at, customer, f"2026-{day}T10:00")
    assert clocked.items("2026-11-23T10:00", "quiet") == []
    talk(clocked, at, customer, "2026-11-22T10:00")
    (item,) = clocked.items("2026-11-23T10:00", "quiet")
    assert item.reason.startswith("3 talks in 30 days, more than 2")
    clocked.change(Kind.CUSTOMERS, customer, "2026-11-23T11:00", on_demand=True)
    assert clocked.items("2026-11-23T12:00", "quiet") == []


@pytest.mark.parametrize(
    ("third", "fields", "advised"),
    [
        ("2026-10-24T10:00", {}, True),
        ("2026-10-24T09:59", {}, False),
        ("2026-11-23T10:00", {}, True),
        ("2026-11-23T10:01", {}, False),
        ("2026-11-20T10:00", {"customer_id": None}, False),
    ],
)
def test_f_12_the_cap_counts_the_talks_of_the_last_thirty_days(clocked, at, third, fields, advised):
    clocked.database.write("set", lambda session: settings_store.store(session, CONTACT_CAP, 2))
    customer = clocked.customer()
    for when in ("2026-11-20T10:00", "2026-11-21T10:00"):
        talk(clocked, at, customer, when)
        talk(clocked, at, None, when)
    talk(clocked, at, customer, third, **fields)
    items = clocked.items("2026-11-23T10:00", "quiet")
    assert [(item.customer_id, clocked.on_the_wall(item), item.period) for item in items] == (
        [(customer, "2026-11-30", "2026-11")] if advised else []
    )


def test_f_12_a_talk_thrown_away_does_not_count(clocked, at):
    clocked.database.write("set", lambda session: settings_store.store(session, CONTACT_CAP, 2))
    customer = clocked.customer()
    talks = [talk(clocked, at, customer, f"2026-11-{day}T10:00") for day in (19, 20, 21)]
    assert clocked.items("2026-11-23T10:00", "quiet")
    clocked.database.write("trash", lambda session: ROOMS[Kind.INTERACTIONS].trash(session, talks[:1]))
    assert clocked.items("2026-11-23T10:00", "quiet") == []


@pytest.mark.parametrize("tier", ["high_value", "at_risk"])
def test_f_08_who_is_valuable_or_at_risk_is_brought_up_to_date_every_week(clocked, tier):
    customer = clocked.customer(made="2026-11-01T10:00", tier_override=tier, tier_reason="约定")
    clocked.customer(made="2026-11-01T10:00", name="晨光")
    assert clocked.dues("2026-11-10T10:00", "weekly_refresh") == ["2026-11-08"]
    clocked.add(Kind.NEWS, "2026-11-10T11:00", customer_id=customer, content="扩产")
    assert clocked.dues("2026-11-10T12:00", "weekly_refresh") == ["2026-11-17"]


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Asia/Shanghai", "2026-11-23T00:00", "2026-11-30"),
        ("Asia/Shanghai", "2028-02-22T00:00", "2028-02-29"),
        ("Europe/Berlin", "2026-03-24T00:00", "2026-03-31"),
        ("America/New_York", "2026-10-24T00:00", "2026-10-31"),
    ],
)
def test_d_03_records_are_verified_at_the_end_of_the_month(clocked, zone, now, due):
    clocked.zone = zone
    customer = clocked.customer(made=f"{now[:7]}-02T09:00")
    assert clocked.dues(now, "month_end_verification") == [due]
    with clocked.when(now):
        clocked.database.write("verify", lambda session: verify(session, Kind.CUSTOMERS, customer, ["phone"]))
    assert clocked.items(now, "month_end_verification") == []


def test_d_03_whom_nobody_looked_into_is_counted_without_the_trash_and_those_who_left(clocked):
    right, wrong, gone, _churned = (
        clocked.customer(made="2026-11-02T09:00", name=name, status=status)
        for name, status in (("云帆", "lead"), ("晨光", "won"), ("旧友", "won"), ("远航", "churned"))
    )
    (item,) = clocked.items("2026-11-24T09:00", "month_end_verification")
    assert item.reason.startswith("Month's end: 3 customers")
    for customer in (right, gone):
        with clocked.when("2026-11-24T10:00"):
            clocked.database.write("verify", lambda s, one=customer: verify(s, Kind.CUSTOMERS, one, ["phone"]))
    clocked.database.write("trash_customers", lambda session: trash_customer(session, gone))
    (item,) = clocked.items("2026-11-24T11:00", "month_end_verification")
    assert item.reason == "Month's end: 1 customers were not looked into since 2026-11-01"
    assert clocked.items("2026-11-24T11:00", "month_end_verification", customer_id=wrong) == [], "it is of the book"


def test_f_13_the_month_is_reviewed_and_a_missed_one_stays_for_a_while(clocked):
    clocked.customer(made="2026-10-05T09:00")
    assert clocked.dues("2026-10-23T23:59", "monthly_review") == []
    assert clocked.dues("2026-10-24T00:00", "monthly_review") == ["2026-10-31"]
    assert clocked.dues("2026-11-23T12:00", "monthly_review") == ["2026-10-31", "2026-11-30"]
    mark(clocked, "2026-11-23T12:30", "monthly_review", 0, "2026-10")
    assert clocked.dues("2026-11-23T13:00", "monthly_review") == ["2026-11-30"]


def test_f_13_a_new_book_and_one_without_customers_owe_no_review(clocked):
    assert clocked.items("2026-11-23T12:00") == []
    clocked.customer(made="2026-11-05T09:00")
    assert clocked.dues("2026-11-23T12:00", "monthly_review") == ["2026-11-30"], "October was before the book"


def test_f_13_a_book_made_on_the_last_day_of_a_month_owes_the_review_of_that_month(clocked):
    clocked.customer(made="2026-10-31T18:00")
    assert clocked.dues("2026-11-05T12:00", "monthly_review") == ["2026-10-31"]


def test_f_13_a_book_whose_customers_all_lie_in_the_trash_owes_no_review(clocked):
    customer = clocked.customer(made="2026-10-05T09:00")
    assert clocked.dues("2026-11-23T12:00", "monthly_review") == ["2026-10-31", "2026-11-30"]
    clocked.database.write("trash_customers", lambda session: trash_customer(session, customer))
    assert clocked.items("2026-11-23T12:00") == []


def test_f_13_a_missed_month_lapses_thirty_days_after_it_was_over(clocked):
    clocked.customer(made="2026-10-05T09:00")
    assert clocked.dues("2026-11-30T23:59", "monthly_review") == ["2026-10-31", "2026-11-30"]
    assert clocked.dues("2026-12-01T00:00", "monthly_review") == ["2026-11-30"]


def test_s_10_requests_are_analysed_in_the_months_that_have_any(clocked, at):
    customer = clocked.customer(made="2026-10-05T09:00")
    assert clocked.items("2026-11-23T12:00", "issue_analysis") == []
    said = {"customer_id": customer, "title": "故障", "received": at("2026-11-02T09:00"), "status": "confirmed"}
    clocked.add(Kind.SERVICE, "2026-11-02T09:10", **said)
    (item,) = clocked.items("2026-11-23T12:00", "issue_analysis")
    assert (item.period, clocked.on_the_wall(item)) == ("2026-11", "2026-11-30")


def test_s_10_a_request_counts_in_the_month_in_which_it_came_in(clocked, at):
    said = {"customer_id": clocked.customer(made="2026-10-05T09:00"), "title": "故障", "status": "confirmed"}
    for received in ("2026-10-31T23:59", "2026-11-01T00:00", "2026-11-30T23:59", "2026-12-01T00:00"):
        clocked.add(Kind.SERVICE, "2026-11-02T09:10", **said, received=at(received))
    trashed = clocked.add(Kind.SERVICE, "2026-11-02T09:10", **said, received=at("2026-11-15T09:00"))
    clocked.database.write("trash", lambda session: ROOMS[Kind.SERVICE].trash(session, [trashed]))
    reasons = [item.reason for item in clocked.items("2026-11-24T12:00", "issue_analysis")]
    assert [reason[:31] for reason in reasons] == [
        "Analysis of 2026-10: 1 requests",
        "Analysis of 2026-11: 2 requests",
    ]


def won(clocked, since="2026-01-05", **fields):
    return clocked.customer(**{"made": f"{since}T09:00", "status": "won", "status_since": Day(since)} | fields)


def test_v_03_every_customer_won_is_asked_each_quarter(clocked):
    customer = won(clocked)
    clocked.customer(name="晨光")
    seen = {now: clocked.dues(f"{now}T10:00", "survey") for now in ("2026-02-28", "2026-03-01", "2026-04-15")}
    assert seen == {"2026-02-28": [], "2026-03-01": ["2026-03-31"], "2026-04-15": ["2026-03-31"]}
    score = {"customer_id": customer, "score": 4}
    clocked.add(Kind.SATISFACTION, "2026-04-16T10:00", **score, scored_on=Day("2026-04-16"))
    assert clocked.items("2026-06-15T10:00", "survey") == [], "asked in this quarter"
    answers = {"customer_id": customer, "answered_on": Day("2026-09"), "answers": {"响应": "5"}}
    clocked.add(Kind.SURVEY_ANSWERS, "2026-09-05T10:00", **answers)
    assert clocked.items("2026-09-15T10:00", "survey") == []
    assert clocked.dues("2026-12-15T10:00", "survey") == ["2026-12-31"]


def test_v_03_whoever_was_won_late_in_a_quarter_is_asked_in_the_next_one(clocked):
    won(clocked, "2026-03-20")
    assert clocked.items("2026-03-25T10:00", "survey") == []
    assert clocked.items("2026-04-10T10:00", "survey") == []
    assert clocked.dues("2026-06-10T10:00", "survey") == ["2026-06-30"]


def test_v_03_of_many_each_is_asked_until_it_was_itself(clocked):
    first, second, third = (won(clocked, name=name) for name in ("云帆", "晨光", "远航"))
    mark(clocked, "2026-03-05T10:00", "survey", first, "2026-Q1")
    score = {"customer_id": second, "score": 4, "scored_on": Day("2026-03-06")}
    clocked.add(Kind.SATISFACTION, "2026-03-06T10:00", **score)
    assert [item.customer_id for item in clocked.items("2026-03-10T10:00", "survey")] == [third]


def test_v_03_who_was_missed_is_asked_once_for_the_older_quarter(clocked):
    clocked.database.write("set", lambda session: settings_store.store(session, SURVEY_DAYS_BEFORE, 80))
    customer = won(clocked)
    items = clocked.items("2026-04-20T10:00", "survey")
    assert [(item.period, clocked.on_the_wall(item)) for item in items] == [("2026-Q1", "2026-03-31")]
    mark(clocked, "2026-04-20T11:00", "survey", customer, "2026-Q1")
    assert [item.period for item in clocked.items("2026-04-20T12:00", "survey")] == ["2026-Q2"]


@pytest.mark.parametrize(("since", "asked"), [("2026-03-01", True), ("2026-03-02", False), ("2026-03", True)])
def test_v_03_business_counts_from_before_the_survey_comes_up(clocked, since, asked):
    clocked.customer(made="2026-01-05T09:00", status="won", status_since=Day(since))
    assert bool(clocked.items("2026-03-25T10:00", "survey")) == asked


@pytest.mark.parametrize(("made", "asked"), [("2026-02-28T23:59", True), ("2026-03-01T00:00", False)])
def test_v_03_without_a_date_of_the_first_business_the_record_says_it(clocked, made, asked):
    clocked.customer(made=made, status="won", status_since=Day("不详"))
    assert bool(clocked.items("2026-03-25T10:00", "survey")) == asked


def test_f_14_each_account_is_reviewed_every_quarter_and_every_year(clocked, at):
    customer = won(clocked)
    clocks = ("quarterly_review", "yearly_review")
    assert clocked.dues("2026-09-20T10:00", *clocks) == ["2026-09-30"]
    items = clocked.items("2026-12-20T10:00", *clocks)
    assert [(item.clock, item.period) for item in items] == [
        ("quarterly_review", "2026-Q4"),
        ("yearly_review", "2026"),
    ]
    talk(clocked, at, customer, "2026-12-21T10:00", purpose="review")
    assert clocked.items("2026-12-22T10:00", *clocks) == [], "one talk looks back on both"


def test_f_14_a_mark_ends_one_period_and_the_next_comes(clocked):
    customer = won(clocked)
    mark(clocked, "2026-09-20T10:00", "quarterly_review", customer, "2026-Q3")
    assert clocked.items("2026-10-10T10:00", "quarterly_review") == []
    assert clocked.dues("2026-12-20T10:00", "quarterly_review") == ["2026-12-31"]
