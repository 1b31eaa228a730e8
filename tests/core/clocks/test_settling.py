"""“Done” sets the field that says so, where there is one; else the clock is marked."""

from datetime import UTC, datetime
from functools import partial

import pytest

from desktop_crm.core import clock
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.running import running
from desktop_crm.core.clocks.settling import NEEDS_A_FORM, settle
from desktop_crm.core.commitments.choices import KEPT
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.service.choices import IN_WORK
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.day import Day


@pytest.mark.parametrize(
    ("key", "records", "entity", "is_settled"),
    [
        ("first_response", SERVICE, ServiceRequest(title="慢"), lambda one: one.responded and one.status == IN_WORK),
        ("confirm_appointment", FOLLOWUPS, Followup(title="拜访"), lambda one: one.confirmed),
        ("send_summary", INTERACTIONS, Interaction(method="visit"), lambda one: one.summary_sent),
        ("commitment", COMMITMENTS, Commitment(title="样品"), lambda one: one.status == KEPT),
    ],
)
def test_the_record_says_that_it_is_done(database, add_customer, key, records, entity, is_settled):
    one, kind = entity.having(customer_id=add_customer(name="云帆信息")), records.fields.kind
    record_id = database.write("add", lambda session: records.add(session, [one])).new_id(kind)
    assert not is_settled(database.read(lambda connection: records.get(connection, record_id)))
    database.write("mark_clock", lambda session: settle(session, key, kind, record_id))
    assert is_settled(database.read(lambda connection: records.get(connection, record_id)))


def test_whom_one_talks_to_too_often_is_contacted_on_demand(database, add_customer):
    customer = add_customer(name="云帆信息")
    database.write("mark_clock", lambda session: settle(session, "quiet", CUSTOMERS.fields.kind, customer))
    assert database.read(lambda connection: CUSTOMERS.get(connection, customer)).on_demand


def test_elsewhere_the_clock_is_marked_and_runs_no_more(database, add_customer):
    with clock.fixed(datetime(2026, 11, 20, 6, tzinfo=UTC), "Asia/Shanghai"):
        customer = add_customer(name="云帆信息", anniversary=Day("2020-11-21"))
        read = partial(running, customer_id=customer, clocks={"anniversary"})
        (item,) = database.read(read)
        work = partial(settle, clock="anniversary", kind=item.kind, record_id=customer, period=item.period)
        database.write("mark_clock", work)
        assert database.read(read) == []


def test_what_needs_a_form_is_the_name_of_a_clock():
    assert {each.key for each in CLOCKS} >= NEEDS_A_FORM
