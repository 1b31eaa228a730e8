from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import AT_RISK, CHURNED, HIGH_VALUE, POTENTIAL, REGULAR, WON
from desktop_crm.core.customers.choosing import MoreOrder, chosen_ids, words_in_use
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.rows import rows
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store, tailoring_store
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.settings import SILENT_DAYS
from desktop_crm.core.tiers import standing
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.workflows.trash_customer import trash_customer

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

WAN = 1_000_000


def met(customer_id, days_ago=1):
    return Interaction(
        customer_id=customer_id,
        occurred=Moment(clock.now() - timedelta(days=days_ago), "Asia/Shanghai"),
        summary="回访",
    )


def bought(customer_id, day, wan, **more):
    return Order(customer_id=customer_id, ordered=Day(day), amount=Money(wan * WAN), product="CRM", **more)


def scored(customer_id, day, score):
    return Satisfaction(customer_id=customer_id, scored_on=Day(day), score=score)


def test_a_customer_is_judged_in_the_transaction_that_touches_it(add_customer, add, standing_of):
    customer_id = add_customer(status=WON)
    assert standing_of(customer_id).tier == REGULAR
    add(
        ORDERS,
        bought(customer_id, "2025-03", 10),
        *(bought(customer_id, f"2026-0{month}-10", 20) for month in (3, 5, 9)),
    )
    found = standing_of(customer_id)
    assert (found.tier, found.annual_value, found.repeat_percent) == (HIGH_VALUE, Money(60 * WAN), 100)
    assert found.words == ("¥600,000 in the last year, 100 % of the orders repeat orders",)


def test_cancelled_undated_and_foreign_orders_do_not_count(add_customer, add, standing_of):
    customer_id = add_customer(status=WON)
    add(
        ORDERS,
        bought(customer_id, "2026-10-01", 90, status=CANCELLED),
        bought(customer_id, "去年", 90),
        Order(customer_id=customer_id, ordered=Day("2026-10-01"), amount=Money(90 * WAN, "USD")),
        Order(customer_id=customer_id, ordered=Day("2026-10-02")),
    )
    found = standing_of(customer_id)
    assert found.annual_value == Money(0)
    assert found.repeat_percent == 50
    assert found.words[-1] == "Orders in other currencies are not counted"


def test_v_02_the_trend_is_that_of_the_last_two_scores_by_their_days(add_customer, add, standing_of, database):
    customer_id = add_customer(status=WON)
    assert (standing_of(customer_id).score, standing_of(customer_id).trend) == (None, "")
    last, _before = add(SATISFACTION, scored(customer_id, "2026-10-01", 3), scored(customer_id, "2026-07-01", 4))
    assert (standing_of(customer_id).score, standing_of(customer_id).trend) == (3, "falling")
    database.write("edit", lambda session: SATISFACTION.change(session, last, score=4))
    assert standing_of(customer_id).trend == "steady"
    add(SATISFACTION, scored(customer_id, "2026-11", 5))
    assert (standing_of(customer_id).score, standing_of(customer_id).trend) == (5, "rising")


def test_a_record_that_moves_to_another_customer_changes_both(add_customer, add, standing_of, database):
    one, other = add_customer(status=WON), add_customer(name="晨光", status=WON)
    (order,) = add(ORDERS, bought(one, "2026-10-01", 3))
    database.write("edit", lambda session: ORDERS.change(session, order, customer_id=other))
    assert (standing_of(one).annual_value, standing_of(other).annual_value) == (Money(0), Money(3 * WAN))
    database.write("edit", lambda session: ORDERS.change(session, order, amount=Money(4 * WAN)))
    assert standing_of(other).annual_value == Money(4 * WAN)
    database.write("trash", lambda session: ORDERS.trash(session, [order]))
    assert standing_of(other).annual_value == Money(0)


def test_g_07_time_alone_makes_a_silent_customer_a_risk(add_customer, add, standing_of, database, fixed_clock):
    customer_id = add_customer(status=WON)
    add(INTERACTIONS, met(customer_id))
    assert standing_of(customer_id).tier == REGULAR
    with clock.fixed(fixed_clock + timedelta(days=88), "Asia/Shanghai"):
        assert standing.catch_up(database) == 0
    with clock.fixed(fixed_clock + timedelta(days=89), "Asia/Shanghai"):
        assert standing.catch_up(database) == 1
        assert standing_of(customer_id).tier == AT_RISK
        assert standing_of(customer_id).words == ("No interaction for 90 days",)
        assert standing.catch_up(database) == 0


def test_an_order_leaves_the_year_on_the_day_after_it(add_customer, add, standing_of, database, fixed_clock):
    customer_id = add_customer()
    add(ORDERS, bought(customer_id, "2026-11-23", 3))
    for days, expected in ((364, 3), (365, 0)):
        with clock.fixed(fixed_clock + timedelta(days=days), "Asia/Shanghai"):
            standing.catch_up(database)
            assert standing_of(customer_id).annual_value == Money(expected * WAN)


def test_another_threshold_judges_everybody_anew(add_customer, add, standing_of, database):
    customer_id = add_customer(status=WON)
    add(INTERACTIONS, met(customer_id, days_ago=40))
    assert standing_of(customer_id).tier == REGULAR
    database.write("settings", lambda session: settings_store.store(session, SILENT_DAYS, 30))
    assert standing_of(customer_id).tier == AT_RISK


def test_a_hidden_field_makes_files_more_complete(add_customer, standing_of, database):
    customer_id = add_customer()
    before = standing_of(customer_id).complete_percent
    database.write("hide", lambda session: tailoring_store.store_hidden(session, Kind.CUSTOMERS, ["uscc", "founded"]))
    standing.catch_up(database)
    assert standing_of(customer_id).complete_percent > before


def test_judging_leaves_no_trace_in_the_journal(add_customer, add, database):
    customer_id = add_customer(status=WON)

    def counts():
        return database.read(
            lambda connection: [
                connection.scalar(select(func.count()).select_from(table)) for table in (actions, journal)
            ]
        )

    before = counts()
    assert standing.refresh_all(database) == 1
    assert counts() == before
    add(INTERACTIONS, met(customer_id))
    assert counts() == [before[0] + 1, before[1] + 1]


def test_a_write_that_fails_leaves_the_standing_as_it_was(add_customer, standing_of, database):
    customer_id = add_customer(status=WON)
    before = standing_of(customer_id)

    def fail(session):
        ORDERS.add(session, [bought(customer_id, "2026-10-01", 90)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        database.write("fail", fail)
    assert standing_of(customer_id) == before


def test_lists_hear_of_those_who_were_judged_anew(add_customer, database):
    customer_id = add_customer()
    heard = []
    database.wrote = heard.append
    standing.refresh_all(database)
    assert heard == [Changes.of(Kind.CUSTOMERS, updated=[customer_id])]


def test_progress_is_told_after_each_transaction(add_customer, database, monkeypatch):
    for number in range(3):
        add_customer(name=f"公司{number}")
    monkeypatch.setattr(standing, "CHUNK", 2)
    told = []
    standing.refresh_all(database, lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]


def test_a_book_from_before_is_judged_when_it_opens(cellar):
    plain = cellar.open()
    plain.write("add", lambda session: commands.add(session, [Customer(name="云帆")]))
    assert standing.catch_up(plain) == 1
    assert standing.catch_up(plain) == 0
    plain.close()


def test_g_04_lists_show_sort_and_filter_by_where_customers_stand(add_customer, add, database):
    risky, high, hopeful, regular, gone = (
        add_customer(name=name, status=status)
        for name, status in (("危", WON), ("高", WON), ("潜", "prospect"), ("普", "prospect"), ("走", CHURNED))
    )
    add(SATISFACTION, scored(risky, "2026-10-01", 2), scored(high, "2026-07-01", 4), scored(high, "2026-10-01", 5))
    add(ORDERS, *(bought(high, day, 30) for day in ("2025-01-05", "2026-08-01", "2026-09-01")))
    add(NEEDS, Need(customer_id=hopeful, title="CRM"))

    def ids(order, *, descending=False, **filters):
        return list(
            database.read(lambda connection: chosen_ids(connection, order, descending=descending, filters=filters))
        )

    assert ids(MoreOrder.TIER) == [risky, high, hopeful, regular, gone]
    assert ids(MoreOrder.SATISFACTION, descending=True)[:2] == [high, risky]
    assert ids(MoreOrder.ANNUAL_VALUE, descending=True)[0] == high
    assert ids(MoreOrder.TIER, tier=POTENTIAL) == [hopeful]
    assert ids(MoreOrder.TIER, tier=HIGH_VALUE, trend="rising") == [high]
    assert ids(MoreOrder.TIER, current_satisfaction="2", status=WON) == [risky]
    assert sorted(database.read(lambda connection: words_in_use(connection, "tier"))) == sorted(
        (AT_RISK, HIGH_VALUE, POTENTIAL, REGULAR)
    )
    assert database.read(lambda connection: words_in_use(connection, "trend")) == ["rising"]
    shown = {row.id: row for row in database.read(lambda connection: rows(connection, [high, gone]))}
    assert (shown[high].tier, shown[high].satisfaction, shown[high].trend) == (HIGH_VALUE, 5, "rising")
    assert shown[high].annual_value == Money(60 * WAN)
    assert (shown[gone].tier, shown[gone].annual_value) == ("", None)


def test_customers_in_the_trash_are_not_judged_when_a_day_begins(add_customer, database, fixed_clock):
    customer_id = add_customer(status=WON)
    database.write("trash", lambda session: trash_customer(session, customer_id))
    with clock.fixed(fixed_clock + timedelta(days=400), "Asia/Shanghai"):
        assert standing.catch_up(database) == 0


def test_the_tier_set_by_hand_is_shown_with_its_reason(add_customer, database, standing_of):
    customer_id = add_customer()
    database.write(
        "edit", lambda session: CUSTOMERS.change(session, customer_id, tier_override=HIGH_VALUE, tier_reason="战略客户")
    )
    assert standing_of(customer_id).tier == HIGH_VALUE
    assert standing_of(customer_id).words[0] == "Set by hand: 战略客户 (computed: Regular)"
