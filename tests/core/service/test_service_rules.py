from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.calendar.working_days import Overrides
from desktop_crm.core.service.choices import COMPLAINT, CONFIRMED, NORMAL, RESOLVED, SUGGESTION, URGENT
from desktop_crm.core.service.rules import findings, in_time, response_deadline
from desktop_crm.core.settings import NORMAL_RESPONSE_HOURS, SUGGESTION_RESPONSE_DAYS, URGENT_RESPONSE_HOURS, Settings
from desktop_crm.core.values.moment import Moment, whole_day

NOTHING_SET = Settings({})
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(*parts) -> Moment:
    return Moment(datetime(*parts, tzinfo=SHANGHAI).astimezone(UTC), SHANGHAI.key)


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (URGENT, local(2026, 11, 20, 18, 30)),
        (NORMAL, local(2026, 11, 21, 16, 30)),
        ("", local(2026, 11, 21, 16, 30)),
        (SUGGESTION, local(2026, 11, 25, 16, 30)),
    ],
)
def test_s_05_the_severity_alone_sets_the_deadline(severity, expected):
    assert response_deadline(local(2026, 11, 20, 16, 30), severity, NOTHING_SET).due == expected


def test_s_05_suggestions_wait_over_holidays_and_work_on_working_weekends():
    friday_before_the_holidays = local(2025, 9, 30, 10, 0)
    assert response_deadline(friday_before_the_holidays, SUGGESTION, NOTHING_SET).due == local(2025, 10, 11, 10, 0)


def test_s_05_an_unknown_year_is_said_to_be_a_guess():
    received = local(2031, 11, 20, 16, 30)
    assert not response_deadline(received, SUGGESTION, NOTHING_SET).is_certain
    assert response_deadline(received, URGENT, NOTHING_SET).is_certain
    one = {date(2031, 11, 21): False}
    found = response_deadline(received, SUGGESTION, NOTHING_SET, Overrides(one))
    assert (found.due, found.is_certain) == (local(2031, 11, 26, 16, 30), False)
    schedule = one | {date(2031, 10, day): False for day in range(1, 13)}
    found = response_deadline(received, SUGGESTION, NOTHING_SET, Overrides(schedule))
    assert (found.due, found.is_certain) == (local(2031, 11, 26, 16, 30), True)


def test_s_05_hours_run_from_the_end_of_a_day_of_which_no_more_is_known():
    received = whole_day(date(2026, 11, 20), SHANGHAI)
    assert response_deadline(received, URGENT, NOTHING_SET).due == local(2026, 11, 21, 2, 0)


def test_s_05_every_deadline_is_a_setting():
    settings = Settings(
        {URGENT_RESPONSE_HOURS.name: 1, NORMAL_RESPONSE_HOURS.name: 8, SUGGESTION_RESPONSE_DAYS.name: 1}
    )
    received = local(2026, 11, 23, 9, 0)
    assert response_deadline(received, URGENT, settings).due == local(2026, 11, 23, 10, 0)
    assert response_deadline(received, NORMAL, settings).due == local(2026, 11, 23, 17, 0)
    assert response_deadline(received, SUGGESTION, settings).due == local(2026, 11, 24, 9, 0)


def test_s_05_a_response_at_the_last_moment_is_in_time():
    received = local(2026, 11, 20, 16, 30)
    last = Moment(received.at + timedelta(hours=2), received.zone)
    assert in_time(received, last, URGENT, NOTHING_SET)
    assert not in_time(received, Moment(last.at + timedelta(seconds=1), last.zone), URGENT, NOTHING_SET)
    assert in_time(received, whole_day(date(2026, 11, 20), SHANGHAI), URGENT, NOTHING_SET)


def fields(**values):
    return {finding.field: finding.blocking for finding in findings(values)}


def test_s_06_an_urgent_request_asks_for_a_team_and_a_plan():
    assert fields(severity=URGENT) == {"team": False, "plan": False}
    assert fields(severity=URGENT, team=("王芳",), plan="今晚修复") == {}


def test_s_07_any_other_request_asks_for_somebody_who_sees_to_it():
    assert fields(severity=NORMAL) == fields(severity=SUGGESTION) == {"owner": False}
    assert fields(severity=NORMAL, owner="王芳") == {}


def test_s_03_closing_takes_a_solution_and_the_customers_confirmation():
    done = {"severity": NORMAL, "owner": "王芳", "solution": "更换部件", "resolved": local(2026, 11, 20, 9, 0)}
    assert fields(severity=NORMAL, owner="王芳", status=RESOLVED) == {"solution": True, "resolved": True}
    assert fields(**done, status=RESOLVED) == {}
    assert fields(**done, status=CONFIRMED) == {"confirmed": True}
    assert fields(**done, status=CONFIRMED, confirmed=local(2026, 11, 21, 9, 0)) == {}


def test_s_03_a_closed_complaint_asks_what_the_customer_says():
    closed = {
        "severity": NORMAL,
        "owner": "王芳",
        "type": COMPLAINT,
        "status": CONFIRMED,
        "solution": "更换部件",
        "resolved": local(2026, 11, 20, 9, 0),
        "confirmed": local(2026, 11, 21, 9, 0),
    }
    assert fields(**closed) == {"customer_feedback": False}
    assert fields(**closed, customer_feedback="满意") == {}
