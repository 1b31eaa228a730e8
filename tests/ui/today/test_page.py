"""Where the next appointment stands on the page of today."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.today.page import TodayPage


@pytest.mark.parametrize(("width", "scale", "beside"), [(1172, 1.0, True), (1092, 1.0, True), (1282, 1.5, False)])
def test_the_appointment_is_beside_the_agenda_where_there_is_room_and_below_it_elsewhere(
    qtbot, context, theme, width, scale, beside
):
    theme.use(scale=scale)
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.resize(width, 776)
    page.show()
    qtbot.waitExposed(page)
    agenda, appointment = page.list, page._beside
    right_of_agenda = agenda.width() + theme.px(20)
    qtbot.waitUntil(lambda: (appointment.x() > right_of_agenda) == beside and agenda.width() >= theme.px(600))


@pytest.fixture
def visited(book, fixed_now):
    """A customer who is visited this afternoon; its id."""
    one = Customer(name="远航机械", status="interested", office_address="中山路 118 号", risk_alert="预算未批")
    customer = book.write("add", lambda session: CUSTOMERS.add(session, [one])).new_id(Kind.CUSTOMERS)
    due = Moment(fixed_now + timedelta(hours=5), "Asia/Shanghai")
    visit = Followup(customer_id=customer, title="上门拜访", due=due, methods=("visit",))
    promises = [
        Commitment(customer_id=customer, title="多仓库同步的技术说明", direction=OURS),
        Commitment(customer_id=customer, title="门店清单", direction=THEIRS),
    ]
    book.write("add", lambda session: FOLLOWUPS.add(session, [visit]) | COMMITMENTS.add(session, promises))
    return customer


def test_the_next_visit_comes_with_its_brief_and_its_sheet(qtbot, context, window, visited):
    page = TodayPage(context)
    page.setParent(window)
    page.resize(1172, 776)
    page.show()
    card = page._next_visit

    def said() -> str:
        return " ".join(each.text() for each in card.findChildren(QLabel) if not each.isHidden())

    qtbot.waitUntil(lambda: "多仓库同步的技术说明" in said())
    assert all(words in said() for words in ("远航机械", "中山路 118 号", "门店清单", "预算未批"))
    printed = []
    page.print_requested.connect(printed.append)
    card._on_print()
    assert printed == [visited]


def test_a_long_brief_below_the_agenda_leaves_it_the_larger_part(qtbot, context, window, theme, visited):
    theme.use(scale=1.5)
    page = TodayPage(context)
    page.setParent(window)
    page.resize(1282, 480)
    page.show()
    qtbot.waitUntil(lambda: page._next_visit.isVisible() and page._beside.x() < page.list.width())
    page._layout.activate()
    assert page.list.height() > page._beside.height()
    assert page._next_visit.sizeHint().height() > page._beside.height()  # it scrolls


def test_without_an_appointment_there_is_no_card(qtbot, context, window, book, fixed_now):
    book.write("add", lambda session: CUSTOMERS.add(session, [Customer(name="远航机械")]))
    page = TodayPage(context)
    page.setParent(window)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    assert page._next_visit.isHidden()


def test_in_a_book_without_customers_the_page_leads_to_the_first_one(qtbot, context, window, english):
    page = TodayPage(context)
    page.setParent(window)
    page.show()
    qtbot.waitUntil(lambda: page.list.currentIndex() == 2)
    with qtbot.waitSignal(context.navigator.page_requested) as asked:
        page.list.currentWidget().findChild(QPushButton).click()
    assert asked.args == ["customers"]
