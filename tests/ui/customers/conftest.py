"""A book with a few customers whose story is known, and the page that shows them."""

from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import CHURNED, INTERESTED, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.ui.customers.page import CustomersPage


def moment(days):
    return Moment(clock.now() + timedelta(days=days), "Asia/Shanghai")


@pytest.fixture
def ids(book, fixed_now):
    """The ids of four customers by name: Yunfan (everything), Harbor (late), Old Mill (churned), Lakeside (nothing)."""
    people = (
        Customer(
            name="Yunfan",
            status=WON,
            owner="Li",
            industry="software",
            phone=parse_phone("021-5555 0100"),
            office_address="1 Bund",
        ),
        Customer(name="Harbor", status=INTERESTED, owner="Li", industry="retail"),
        Customer(name="Old Mill", status=CHURNED, owner="Wang"),
        Customer(name="Lakeside", owner="Wang", industry="retail"),
    )
    added = book.write("add", lambda session: commands.add(session, people)).added[Kind.CUSTOMERS]
    by_name = dict(zip((person.name for person in people), added, strict=True))
    yunfan, harbor = by_name["Yunfan"], by_name["Harbor"]

    def story(session):
        changes = CONTACTS.add(session, [Contact(customer_id=yunfan, name="Zhang", title="CTO", is_primary=True)])
        talks = [
            Interaction(customer_id=yunfan, occurred=moment(-1), method="visit", purpose="needs", summary="A demo"),
            Interaction(customer_id=yunfan, occurred=moment(-40), method="phone", milestone="contract", summary="Yes"),
            Interaction(customer_id=harbor, occurred=moment(-3), method="email", summary="Sent"),
        ]
        changes |= INTERACTIONS.add(session, talks)
        steps = [
            Followup(customer_id=yunfan, title="Send offer", due=moment(4)),
            Followup(customer_id=harbor, title="Call back", due=moment(-2)),
        ]
        changes |= FOLLOWUPS.add(session, steps)
        order = Order(customer_id=yunfan, ordered=Day("2026-10-22"), product="Support", amount=Money(120_000_00))
        return changes | ORDERS.add(session, [order])

    book.write("add", story)
    return by_name


@pytest.fixture
def page(context, window, english, ids, qtbot):
    made = CustomersPage(context)
    made.setParent(window)
    made.resize(1172, 776)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 4 and made.detail.customer is not None)
    return made
