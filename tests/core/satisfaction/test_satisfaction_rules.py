import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.rules import findings, trend_of
from desktop_crm.core.satisfaction.store import SATISFACTION, of_customer, score_before
from desktop_crm.core.values.day import Day


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((), ""), ((4,), ""), ((4, 3), "rising"), ((3, 3), "steady"), ((2, 5), "falling"), ((4, 3, 5), "rising")],
)
def test_v_02_the_trend_comes_from_the_last_two_scores(scores, expected):
    assert trend_of(scores) == expected


@pytest.mark.usefixtures("english")
def test_v_02_a_fall_asks_for_a_reason():
    (finding,) = findings({"score": 3}, 4)
    assert (finding.field, finding.words, finding.blocking) == ("reason", "The score fell from 4 to 3: say why", True)
    assert findings({"score": 3, "reason": "交付延迟"}, 4) == []
    assert findings({"score": 4}, 4) == findings({"score": 3}, None) == findings({}, 4) == []


def test_scores_come_by_their_days_and_the_one_before_a_day_is_found(database, add_customer):
    customer_id = add_customer()
    records = (
        Satisfaction(customer_id=customer_id, score=3, scored_on=Day("2026-07-01")),
        Satisfaction(customer_id=customer_id, score=5, scored_on=Day("2026-10-01")),
        Satisfaction(customer_id=customer_id, score=4, scored_on=Day("2026-08")),
        Satisfaction(customer_id=customer_id, score=1),
    )
    ids = database.write("add", lambda session: SATISFACTION.add(session, records)).added[Kind.SATISFACTION]
    found = database.read(lambda connection: of_customer(connection, customer_id))
    assert [record.score for record in found] == [5, 4, 3, 1]

    def before(day, but=None):
        return database.read(lambda connection: score_before(connection, customer_id, day and Day(day), but))

    assert (before("2026-11-01"), before("2026-09-01"), before("2026-07-01")) == (5, 4, 3)
    assert before("2026-07-01", ids[0]) == 1
    assert before(None, ids[1]) == 4
