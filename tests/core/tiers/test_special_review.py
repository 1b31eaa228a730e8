import pytest

from desktop_crm.core.customers.choices import CHURNED, WON
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.service.choices import COMPLAINT, CONFIRMED
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.tiers.special_review import special_review
from desktop_crm.core.values.day import Day

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


def score(customer_id, day, number, reason=""):
    return Satisfaction(customer_id=customer_id, scored_on=Day(day), score=number, reason=reason)


def test_v_08_who_is_dissatisfied_is_looked_into_the_least_satisfied_first(add_customer, add, database):
    content, low, falling, prospect, gone = (
        add_customer(name=name, status=status)
        for name, status in (("好", WON), ("低", WON), ("降", WON), ("潜", "prospect"), ("走", CHURNED))
    )
    add(
        SATISFACTION,
        *(score(customer_id, "2026-07-01", 5) for customer_id in (content, falling)),
        score(content, "2026-10-01", 5),
        score(low, "2026-10-01", 1, "交付延迟"),
        score(falling, "2026-10-01", 4, "响应变慢"),
        score(prospect, "2026-10-01", 2),
        score(gone, "2026-10-01", 1),
    )
    add(
        SERVICE,
        ServiceRequest(customer_id=low, title="宕机", type=COMPLAINT),
        ServiceRequest(customer_id=low, title="旧的", type=COMPLAINT, status=CONFIRMED),
        ServiceRequest(customer_id=low, title="咨询", type="question"),
    )
    cases = database.read(special_review)
    assert [case.customer_id for case in cases] == [low, prospect, falling]
    assert cases[0].said == "交付延迟"
    assert cases[0].reasons == ("Satisfaction is 1 of 5",)
    assert [case.open_complaints for case in cases] == [1, 0, 0]
    assert cases[2].reasons == (), "a fall by one is looked into and is no risk yet"
