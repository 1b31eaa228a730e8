"""How the quarter goes, as it stands beside the agenda."""

from functools import partial

import pytest
from PySide6.QtWidgets import QLabel

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.values.day import Day
from desktop_crm.ui.today.this_quarter import ThisQuarterCard


@pytest.fixture
def card(qtbot, context, window, fixed_now, english):
    made = ThisQuarterCard(context)
    made.setParent(window)
    return made


def words(card):
    return [each.text() for each in card.findChildren(QLabel) if not each.isHidden()]


def test_without_anything_to_measure_there_is_no_card(qtbot, card):
    card.refresh()
    qtbot.waitUntil(lambda: card._shown is not None)
    assert card.isHidden()


def test_each_measure_says_what_it_is_made_of_and_what_cannot_be_measured_is_left_out(
    qtbot, card, book, window, fixed_now
):
    customer = book.write("add", partial(CUSTOMERS.add, entities=[Customer(name="远航机械")])).new_id(Kind.CUSTOMERS)
    day = Day(f"{fixed_now:%Y-%m-%d}")
    before = Day(f"{fixed_now.year - 1}-{fixed_now:%m-%d}")
    scores = [Satisfaction(customer_id=customer, score=2, scored_on=on, reason="交付延迟") for on in (day, before)]
    ordered = [Order(customer_id=customer, ordered=day, product=product) for product in ("看板", "接口")]
    book.write("add", lambda session: SATISFACTION.add(session, scores) | ORDERS.add(session, ordered))
    card.refresh()
    qtbot.waitUntil(lambda: words(card) == ["This quarter", "2.0", "Satisfaction", "100 %", "Repurchase rate"])
    told = " ".join(figure.toolTip() for figure in card._figures)
    assert "1 of 1 customers" in told
    assert "Last quarter" not in told


def test_a_fall_is_shown_as_a_shape_and_in_words(qtbot, card, book, fixed_now):
    customer = book.write("add", partial(CUSTOMERS.add, entities=[Customer(name="远航机械")])).new_id(Kind.CUSTOMERS)
    last_quarter = Day(f"{fixed_now.year}-{(fixed_now.month - 1) // 3 * 3:02}-15")
    scores = [(Day(f"{fixed_now:%Y-%m-%d}"), 3), (last_quarter, 4)]
    given = [Satisfaction(customer_id=customer, score=score, scored_on=on, reason="交付延迟") for on, score in scores]
    book.write("add", partial(SATISFACTION.add, entities=given))
    card.refresh()
    qtbot.waitUntil(lambda: words(card) == ["This quarter", "3.0", "Satisfaction", "▼1.0"])
    assert "Last quarter: 4.0" in card._figures[0].toolTip()
