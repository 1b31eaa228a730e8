from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.service.analysis import analyse_issues, month_of
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED, URGENT, WITHDRAWN
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(month, day, hour=10) -> Moment:
    return Moment(datetime(2026, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC), SHANGHAI.key)


@pytest.fixture
def november(database, add_customer):
    one, other = add_customer(), add_customer(name="晨光")

    def request(customer_id, received, kind="fault", **more):
        return ServiceRequest(customer_id=customer_id, title="问题", type=kind, received=received, **more)

    requests = (
        request(one, local(9, 1)),
        request(one, local(11, 1, 0), status=CONFIRMED, responded=local(11, 1, 9)),
        request(one, local(11, 20), status=RESOLVED, responded=local(11, 22)),
        request(other, local(11, 5), severity=URGENT, responded=local(11, 5, 11), status=CONFIRMED),
        request(other, local(11, 6), kind="delivery"),
        request(other, local(11, 7), status=WITHDRAWN),
        request(other, local(11, 23, 9), kind="question"),
        request(other, local(12, 1, 0), kind="question"),
        request(None, local(11, 8), kind="question"),
    )
    database.write("add", lambda session: SERVICE.add(session, requests))
    return database.read(lambda connection: analyse_issues(connection, *month_of(date(2026, 11, 23))))


def test_s_10_the_types_come_with_the_most_frequent_first(november):
    assert [(each.type, each.received, each.resolved, each.repeated) for each in november.types] == [
        ("fault", 3, 2, 2),
        ("question", 2, 0, 0),
        ("delivery", 1, 0, 0),
    ]
    assert november.types[0].resolution_rate == pytest.approx(2 / 3)
    assert november.severities == {"normal": 5, URGENT: 1}


def test_a_07_resolved_is_what_the_customer_confirmed_and_repeated_what_came_again_within_90_days(november):
    assert november.received == 6
    assert november.resolution_rate == pytest.approx(2 / 6)
    assert november.repeat_rate == pytest.approx(2 / 6)


def test_s_05_the_rate_of_responses_in_time_leaves_out_what_is_not_due_yet(november):
    assert november.in_time_rate == pytest.approx(2 / 5)


def test_a_07_what_comes_again_after_90_days_is_no_repetition(database, add_customer):
    customer_id = add_customer()
    for days, repeats in ((90, 1), (91, 0)):
        first = local(5, 1)
        later = Moment(first.at + timedelta(days=days), first.zone)
        requests = [ServiceRequest(customer_id=customer_id, type=f"{days}", received=each) for each in (first, later)]
        database.write("add", lambda session, made=requests: SERVICE.add(session, made))
        day = later.day()
        found = database.read(lambda connection, day=day: analyse_issues(connection, day, day))
        assert [each.repeated for each in found.types if each.type == str(days)] == [repeats]


def test_nothing_received_has_no_rates(database):
    found = database.read(lambda connection: analyse_issues(connection, *month_of(date(2026, 2, 10))))
    assert (found.received, found.types, found.resolution_rate, found.in_time_rate) == (0, (), None, None)


def test_a_month_ends_on_its_last_day():
    assert month_of(date(2026, 2, 10)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
