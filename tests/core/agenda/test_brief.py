"""What to know before a visit: what each side owes, what stayed open, and who of those who decide was not met."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.brief import Brief, brief_of
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.commitments.choices import KEPT, OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import DROPPED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.service.choices import CONFIRMED
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


@pytest.fixture
def brief(database, add_customer):
    """Adds records of one customer and gives the brief on it."""
    customer = add_customer(name="远航机械", risk_alert="预算未批")

    def read(*added) -> Brief:
        for records, entity in added:
            one = entity.having(customer_id=customer)
            database.write("add", partial(records.add, entities=[one]))
        with clock.fixed(NOW, "Asia/Shanghai"):
            return database.read(lambda connection: brief_of(connection, customer))

    return read


def days_ago(days: int) -> Moment:
    return Moment(NOW - timedelta(days=days), "Asia/Shanghai")


def test_what_each_side_owes_stands_apart_and_what_was_kept_is_gone(brief):
    found = brief(
        (COMMITMENTS, Commitment(title="技术说明", direction=OURS, due=days_ago(0))),
        (COMMITMENTS, Commitment(title="门店清单", direction=THEIRS)),
        (COMMITMENTS, Commitment(title="报价", direction=OURS, status=KEPT)),
    )
    assert len(found.ours) == 1
    assert found.ours[0].startswith("技术说明")
    assert found.theirs == ("门店清单",)
    assert found.risk == "预算未批"


def test_open_needs_and_requests_are_listed_with_their_days_and_closed_ones_are_not(brief):
    found = brief(
        (NEEDS, Need(title="多仓库同步", due=Day("2026-11-25"))),
        (NEEDS, Need(title="不要了", status=DROPPED)),
        (SERVICE, ServiceRequest(title="响应慢", received=days_ago(3))),
        (SERVICE, ServiceRequest(title="已解决", received=days_ago(9), status=CONFIRMED)),
    )
    assert [text.split("（")[0] for text in found.needs] == ["多仓库同步"]
    assert [text.split("（")[0] for text in found.requests] == ["响应慢"]


def test_of_many_the_first_three_are_named_and_the_others_counted(brief, english):
    found = brief(*((NEEDS, Need(title=f"需求 {number}")) for number in range(5)))
    assert len(found.needs) == 4
    assert found.needs[-1] == "and 2 more"


def test_the_chain_says_who_was_not_met_and_for_how_long(database, brief):
    person = database.write("add", lambda session: CONTACTS.add(session, [Contact(name="周敏")])).new_id(Kind.CONTACTS)
    found = brief(
        (CHAIN, DecisionStep(position=1, name="IT 部", state="agreed")),
        (CHAIN, DecisionStep(position=2, name="采购部", contact_id=person)),
        (CHAIN, DecisionStep(position=3, name="总经理")),
        (CONTACTS, Contact(name="周敏")),
        (INTERACTIONS, Interaction(occurred=days_ago(45), method="visit", participants=("采购部", "IT 部"))),
        (INTERACTIONS, Interaction(occurred=days_ago(2), method="visit", participants=("IT 部",))),
    )
    assert [(step.name, step.quiet_days) for step in found.chain] == [("IT 部", 2), ("采购部", 45), ("总经理", None)]


def test_a_step_with_a_contact_counts_the_talks_with_that_person(database, add_customer):
    customer = add_customer(name="远航机械")
    made = database.write("add", lambda session: CONTACTS.add(session, [Contact(name="周敏", customer_id=customer)]))
    step = DecisionStep(customer_id=customer, position=1, name="采购部", contact_id=made.new_id(Kind.CONTACTS))
    talk = Interaction(customer_id=customer, occurred=days_ago(5), method="phone", participants=("周敏", "李工"))
    database.write("add", lambda session: CHAIN.add(session, [step]) | INTERACTIONS.add(session, [talk]))
    with clock.fixed(NOW, "Asia/Shanghai"):
        (found,) = database.read(lambda connection: brief_of(connection, customer)).chain
    assert (found.name, found.quiet_days) == ("采购部 周敏", 5)


def test_there_is_nothing_to_say_of_nobody(database):
    assert database.read(lambda connection: brief_of(connection, 1)) == Brief()
