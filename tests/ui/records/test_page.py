import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.conditions import NOBODY, STILL_OPEN
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.questions import AnswerType, default_questions, lines_of
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import parse_money_range
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.records.pages import DealsPage, MaterialsPage, NeedsPage, ServicePage
from desktop_crm.ui.surveys.analysis_dialog import AnalysisDialog

DUE = Day("2026-12-01")


@pytest.fixture
def customers(context):
    people = [Customer(name="远航机械"), Customer(name="安泰房产")]
    return context.book.write("x", lambda session: commands.add(session, people)).added[Kind.CUSTOMERS]


@pytest.fixture
def needs(context, customers):
    first, second = customers
    made = [
        Need(
            customer_id=first, title="导出", priority="low", owner="李", due=Day("2026-12-01"), raised=Day("2026-11-01")
        ),
        Need(customer_id=second, title="培训", priority="high", raised=Day("2026-11-03")),
        Need(
            customer_id=first,
            title="对账",
            priority="medium",
            owner="王",
            due=Day("2026-11-01"),
            raised=Day("2026-10-01"),
            status="dropped",
            budget=parse_money_range("20-30万"),
        ),
    ]
    return context.book.write("x", lambda session: NEEDS.add(session, made)).added[Kind.NEEDS]


@pytest.fixture
def shown(qtbot, context, window):
    def make(page_type):
        page = page_type(context)
        page.setParent(window)
        page.resize(1100, 700)
        page.show()
        return page

    return make


def names(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def order_of(context, needs, by, **more):
    ids = context.book.read(lambda c: listed_ids(c, Kind.NEEDS, by, **more))
    return [list(needs).index(need) for need in ids]


def test_a_list_can_be_ordered_by_any_of_its_columns_and_backwards_is_the_reverse(context, needs):
    assert order_of(context, needs, "raised") == [2, 0, 1]
    assert order_of(context, needs, "customer_id") == [1, 0, 2]  # by pinyin, then by id
    assert order_of(context, needs, "priority") == [1, 2, 0]  # as the list has them
    assert order_of(context, needs, "budget") == [0, 1, 2]
    for field in NEEDS.fields.in_columns:
        upwards = order_of(context, needs, field.name)
        assert sorted(upwards) == [0, 1, 2]
        assert order_of(context, needs, field.name, descending=True) == upwards[::-1], field.name


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CUSTOMERS])
def test_every_kind_can_be_listed_by_every_column(context, kind):
    for field in ROOMS[kind].fields.in_columns:
        assert not context.book.read(lambda c, name=field.name: listed_ids(c, kind, name))


def test_needs_without_anybody_or_a_date_are_found(context, needs):
    assert order_of(context, needs, "raised", filters={"owner": NOBODY}) == [1]
    assert order_of(context, needs, "raised", filters={"status": STILL_OPEN}) == [0, 1]
    assert order_of(context, needs, "raised", filters={"owner": "王"}) == [2]


def test_the_page_of_needs_names_the_customers_and_opens_them(shown, context, needs, qtbot, fixed_now):
    page = shown(NeedsPage)
    qtbot.waitUntil(lambda: names(page) == ["培训", "导出", "对账"])
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.index(0, 1).data() == "安泰房产"
    page.show_view(Kind.NEEDS, "needs_orphaned")
    qtbot.waitUntil(lambda: names(page) == ["培训"])
    page.table.go_to_row(0)
    qtbot.waitUntil(page._open_button.isEnabled)
    with qtbot.waitSignal(context.navigator.record_requested) as asked:
        page._open_button.click()
    assert asked.args[0] is Kind.CUSTOMERS
    page.open_record(Kind.NEEDS, needs[0])
    qtbot.waitUntil(lambda: page.table.current_id == needs[0])


def test_a_page_of_several_kinds_shows_one_at_a_time_and_comes_back_to_it(shown, context, customers, qtbot):
    page = shown(DealsPage)
    assert page.viewed_kind is Kind.DEALS
    page._chips.button(3).click()
    assert page.viewed_kind is Kind.ORDERS
    assert DealsPage.shows(Kind.CONTRACTS)
    again = shown(DealsPage)
    assert again.viewed_kind is Kind.ORDERS
    again.restore_view({"part": Kind.QUOTATIONS, "state": again.show_part(Kind.QUOTATIONS).view_state()})
    assert again.viewed_kind is Kind.QUOTATIONS
    assert shown(MaterialsPage).viewed_kind is Kind.MATERIALS


def test_open_urgent_requests_are_counted(context, customers):
    requests = [
        ServiceRequest(customer_id=customers[0], title="慢", severity="urgent"),
        ServiceRequest(customer_id=customers[0], title="好", severity="urgent", status="resolved"),
        ServiceRequest(customer_id=customers[0], title="问", severity="normal"),
    ]
    context.book.write("x", lambda session: SERVICE.add(session, requests))
    assert context.book.read(ServicePage.figure) == (1, True)
    assert context.book.read(NeedsPage.figure) == (0, False)


def test_the_figure_of_urgent_requests_follows_while_the_page_is_open(shown, context, customers, qtbot):
    page = shown(ServicePage)
    with qtbot.waitSignal(page.count_changed) as told:
        urgent = ServiceRequest(customer_id=customers[0], title="慢", severity="urgent")
        context.operations.write(page, "x", lambda session: SERVICE.add(session, [urgent]), print)
    assert told.args == [1, True]


def test_a_survey_is_filled_by_buttons_makes_a_score_and_is_analysed(
    shown, context, customers, window, qtbot, compose, fixed_now
):
    survey = Survey(title="四季度调研", questions=lines_of(default_questions()))
    context.book.write("x", lambda session: SURVEYS.add(session, [survey]))
    page = shown(ServicePage).show_part(Kind.SURVEYS)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.go_to_row(0)
    page.fill()
    (dialog,) = window.findChildren(RecordDialog)
    answers = dialog.form.editor("answers")
    qtbot.waitUntil(lambda: len(answers.rows) == len(default_questions()))
    assert not dialog.is_dirty()
    dialog.form.editor("customer_id").picker.set_value(customers[0])
    for row in answers.rows:
        match row.question.type:
            case AnswerType.SCORE:
                row.chips.choose(1)
            case AnswerType.YES_NO | AnswerType.CHOICE:
                row.chips.choose(0)
            case AnswerType.TEXT:
                compose(row.text, commit="交付慢")
    dialog.save()
    qtbot.waitUntil(lambda: context.book.read(ROOMS[Kind.SATISFACTION].count) == 1)
    (score,) = context.book.read(
        lambda c: ROOMS[Kind.SATISFACTION].get_many(c, listed_ids(c, Kind.SATISFACTION, "scored_on"))
    )
    assert (score.score, score.reason, score.customer_id) == (2, "交付慢", customers[0])
    page.analyse()
    (results,) = window.findChildren(AnalysisDialog)
    qtbot.waitUntil(lambda: results._scroll.widget() is not None)
    words = [label.text() for label in results.findChildren(type(results.note))]
    assert "交付慢 — 远航机械" in words
    results.close()


def test_the_questions_of_a_survey_are_lines_that_can_be_moved_and_removed(context, window, qtbot, compose):
    dialog = RecordDialog(context, Kind.SURVEYS, None, {}, window)
    dialog.open()
    editor = dialog.form.editor("questions")
    editor._on_usual()
    assert editor.questions() == default_questions()
    editor.lines[0].moved.emit(1)
    editor.lines[-1].removed.emit()
    expected = default_questions()[:-1]
    expected[0], expected[1] = expected[1], expected[0]
    assert editor.questions() == expected
    editor._on_add()
    compose(editor.lines[-1].text, commit="还有什么?")
    editor.lines[-1].type.setCurrentIndex(editor.lines[-1].type.findData("choice"))
    editor.lines[-1]._on_type()
    compose(editor.lines[-1].options, commit="没有 / 有")
    assert editor.value().splitlines()[-1].endswith("没有 / 有] 还有什么?")
    dialog._on_throw_away()
