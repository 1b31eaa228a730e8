import pytest

from desktop_crm.core.feedback.choices import NEGATIVE, POSITIVE
from desktop_crm.core.feedback.entity import Feedback
from desktop_crm.core.feedback.rules import findings
from desktop_crm.core.feedback.store import FEEDBACK, without_measures
from desktop_crm.core.values.day import Day


def test_s_12_negative_feedback_asks_for_a_measure():
    (finding,) = findings({"tone": NEGATIVE})
    assert (finding.field, finding.blocking) == ("measures", True)
    assert findings({"tone": NEGATIVE, "measures": "增加客服"}) == findings({"tone": POSITIVE}) == []


@pytest.mark.usefixtures("fixed_clock")
def test_s_12_negative_feedback_without_a_measure_is_listed(database, add_customer):
    customer_id = add_customer()
    said = (
        Feedback(customer_id=customer_id, tone=NEGATIVE, content="慢", given_on=Day("2026-10-01")),
        Feedback(customer_id=customer_id, tone=NEGATIVE, content="更慢", given_on=Day("2026-11-01"), measures=" "),
        Feedback(customer_id=customer_id, tone=NEGATIVE, content="已改", measures="增加客服"),
        Feedback(customer_id=customer_id, tone=POSITIVE, content="好"),
    )
    database.write("add", lambda session: FEEDBACK.add(session, said))
    assert [feedback.content for feedback in database.read(without_measures)] == ["更慢", "慢"]
