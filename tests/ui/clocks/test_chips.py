"""The clocks of a customer as chips: they say what and how long, in words and not by color alone, and act."""

from datetime import timedelta

import pytest

from desktop_crm.core.clocks.clock import WHOLE_BOOK
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.clocks.cells import ClockColumn
from desktop_crm.ui.clocks.chips import ClockChips
from desktop_crm.ui.clocks.solving import Case, solution_of
from desktop_crm.ui.customers.columns import customer_cells, customer_columns
from desktop_crm.ui.framework.record_dialog import RecordDialog, open_draft
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.pages import PAGES
from desktop_crm.ui.records.pages import ServicePage


@pytest.fixture
def customer(book, fixed_now):
    one = Customer(name="华盛物流", status="won")
    return book.write("add", lambda session: CUSTOMERS.add(session, [one])).new_id(Kind.CUSTOMERS)


@pytest.fixture
def add_request(book, customer, fixed_now):
    def add(hours_ago: float) -> int:
        received = Moment(fixed_now - timedelta(hours=hours_ago), "Asia/Shanghai")
        one = ServiceRequest(customer_id=customer, title="同步中断", severity="urgent", received=received)
        return book.write("add", lambda session: SERVICE.add(session, [one])).new_id(Kind.SERVICE)

    return add


@pytest.fixture
def chips(qtbot, context, window, customer):
    made = ClockChips(context)
    made.setParent(window)
    qtbot.addWidget(made)
    return made


def one_of(chips, clock):
    return next((chip for chip in chips.chips if chip.item.clock == clock), None)


def test_a_chip_says_what_and_how_long_is_left(qtbot, chips, customer, add_request, english):
    add_request(0.5)
    chips.show_customer(customer)
    qtbot.waitUntil(lambda: one_of(chips, "first_response") is not None)
    chip = one_of(chips, "first_response")
    assert chip.text() == "First response · 1 h 30 min left"
    assert chip.accessibleName() == chip.text()
    assert "同步中断" in chip.toolTip()
    assert not chips.isHidden()


def test_what_is_over_is_red_and_says_so(qtbot, chips, customer, add_request, english):
    add_request(5)
    chips.show_customer(customer)
    qtbot.waitUntil(lambda: one_of(chips, "first_response") is not None)
    chip = one_of(chips, "first_response")
    assert (chip.property("chip"), chip.text()) == ("red", "First response · 3 h over")


def test_the_chip_goes_when_what_it_asks_for_is_done(qtbot, book, chips, customer, add_request, english):
    request = add_request(0.5)
    chips.show_record(Kind.SERVICE, request)
    qtbot.waitUntil(lambda: len(chips.chips) == 1)
    actions = {action.text(): action for action in chips.chips[0].menu_of_actions().actions()}
    assert {"Open the request", "Responded", "Not needed"} <= actions.keys()
    actions["Responded"].trigger()
    qtbot.waitUntil(lambda: not chips.chips)
    assert chips.isHidden()
    assert book.read(lambda connection: SERVICE.get(connection, request)).responded is not None


def test_the_list_of_requests_has_the_time_that_is_left(qtbot, context, add_request, english):
    request = add_request(0.5)
    page = ServicePage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    model = page.part.model
    place = [column.key for column in model.columns].index("clock")
    qtbot.waitUntil(lambda: model.row_of(request) is not None)
    qtbot.waitUntil(lambda: model.index(0, place).data() == "1 h 30 min left")


def test_the_list_of_customers_reads_the_clocks_only_while_their_column_is_shown(
    qtbot, context, window, customer, fixed_now, english
):
    model = RecordTableModel(context.operations, customer_columns(), customer_cells, window)
    table = RecordTable(context, model, "customers", Kind.CUSTOMERS)
    qtbot.addWidget(table)
    column = ClockColumn(Kind.CUSTOMERS, table, model)
    place = len(model.columns) - 1
    assert context.book.read(lambda connection: model.fetch(connection, [customer]))[customer][place].text == ""
    table.setColumnHidden(place, False)
    assert column._shown
    cells = context.book.read(lambda connection: model.fetch(connection, [customer]))[customer]
    assert len(cells) == len(model.columns)


@pytest.mark.parametrize("clock", ["month_end_verification", "monthly_review", "issue_analysis"])
def test_what_concerns_the_whole_book_is_solved_on_a_page_that_there_is(qtbot, context, window, clock):
    asked = []
    context.navigator.page_requested.connect(asked.append)
    solution_of(clock).act(context, Case(Kind.CUSTOMERS, WHOLE_BOOK, None, clock, "2026-11"), window)
    assert len(asked) == 1
    assert set(asked) <= {page.key for page in PAGES}


def test_the_form_of_a_record_has_its_clocks_wherever_it_was_opened(
    qtbot, book, context, window, add_request, customer
):
    request_id = add_request(0.5)
    case = Case(Kind.SERVICE, request_id, customer, "first_response")

    def shown() -> RecordDialog:
        qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(RecordDialog)))
        return next(each for each in window.findChildren(RecordDialog) if each.isVisible())

    solution_of("first_response").act(context, case, window)
    form = shown()
    qtbot.waitUntil(lambda: one_of(form.findChild(ClockChips), "first_response") is not None)
    form.form.editor("title").set_value("又中断了")
    form.touch()
    form._on_keep()
    (draft,) = DraftStore(book.vault).all()
    open_draft(context, draft, window)
    restored = shown()
    qtbot.waitUntil(lambda: one_of(restored.findChild(ClockChips), "first_response") is not None)
    restored._on_throw_away()


def test_the_form_of_a_record_that_is_not_there_yet_has_no_clocks(context, window, customer):
    form = RecordDialog(context, Kind.SERVICE, None, {"customer_id": customer}, window)
    assert form.findChild(ClockChips) is None
