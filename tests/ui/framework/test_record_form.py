"""Every editor gives back what it was given, for sample records of every kind, and says what is wrong with the rest."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desktop_crm.core import book as books
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample import generator
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import Money, MoneyRange, parse_money, parse_money_range
from desktop_crm.core.values.phone import Phone, parse_phone
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.ui.framework import record_form
from desktop_crm.ui.framework.record_form import RecordForm
from desktop_crm.ui.widgets.inputs import LineEdit, TextEdit

PASSPHRASE = "青山 prize lantern 42 水渠"

# Values that are hard to write again: each must come back as it was as long as nobody types.
HARD = {
    FieldType.TEXT: ["", "a  b", " 边 ", "“引号”"],
    FieldType.LONG_TEXT: ["", "一\n二\n\n三", "tab\tinside"],
    FieldType.YES_NO: [True, False],
    FieldType.NUMBER: [None, 0, 15, -3],
    FieldType.DAY: [None, Day("2018"), Day("2018-05"), Day("2018-05-09"), Day("属羊那年"), Day("03/04/2023")],
    FieldType.MOMENT: [
        None,
        Moment(datetime(2026, 11, 22, 6, 30, 17, 5, tzinfo=UTC), "Asia/Shanghai"),
        Moment(datetime(1999, 1, 1, tzinfo=UTC), "America/New_York"),
        whole_day(datetime(2026, 11, 25, tzinfo=UTC).date(), ZoneInfo("Asia/Shanghai")),
    ],
    FieldType.PHONE: [None, parse_phone("021-6234 5678 转 801"), Phone("前台问小王"), parse_phone("+44 20 7946 0958")],
    FieldType.MONEY: [None, parse_money("12.5万"), Money(-100, "USD", "-1 USD"), Money(0)],
    FieldType.MONEY_RANGE: [None, parse_money_range("500万-1000万"), MoneyRange(None, None, "CNY", "不详")],
    FieldType.EMAIL: ["", "li@yunfan.example", "没有@"],
    FieldType.WEBSITE: ["", "www.yunfan.example"],
    FieldType.USCC: ["", "91310115MA1K4ABC17", "x"],
    FieldType.RECURRENCE: ["", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2"],
    FieldType.TAGS: [(), ("报价", "a,b", " 空 格 ")],
    FieldType.UNPLACED: [{}, {"传真": "无", "": "x"}],
    FieldType.ANSWERS: [{}, {"总体满意吗?": "4", "还有什么建议?": "多来\n看看"}],
}


def values_for(field):
    if field.type is FieldType.CHOICE:
        own = ["我自己的词", " 带空格"] if field.choices.open else []
        blank = getattr(ROOMS[Kind.CUSTOMERS].entity(), field.name, "")
        return [choice.code for choice in field.choices.choices] + own + ([] if blank else [""])
    if field.type is FieldType.CHOICES:
        return [(), tuple(choice.code for choice in field.choices.choices), ("自己的",)]
    if field.type is FieldType.REFERENCE:
        return [None, 2**62 + 5]
    return HARD[field.type]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    made, _recovery_key = books.make(tmp_path_factory.mktemp("form") / "vault", PASSPHRASE, "李主管", cost=FLOOR)
    with made:
        generator.fill(made.database, customers=12, interactions=30, seed=4)
        yield made


@pytest.fixture
def form_of(context, qtbot, window):
    def make(kind):
        form = RecordForm(context, kind)
        form.setParent(window)
        form.resize(700, 900)
        form.show()
        return form

    return make


@pytest.mark.parametrize("kind", list(Kind))
def test_every_editor_gives_back_the_value_it_was_given(form_of, kind, fixed_now):
    form = form_of(kind)
    for name, box in form.boxes.items():
        for value in values_for(box.editor.field):
            box.editor.set_value(value)
            assert box.editor.value() == value, name


@pytest.mark.parametrize("kind", list(Kind))
def test_what_stands_in_an_editor_survives_as_a_draft(form_of, kind, fixed_now):
    first, second = form_of(kind), form_of(kind)
    for name, box in first.boxes.items():
        for value in values_for(box.editor.field):
            box.editor.set_value(value)
            second.editor(name).set_value(value)
            second.editor(name).restore(box.editor.state())
            assert second.editor(name).value() == value, name


@pytest.mark.parametrize("kind", list(Kind))
def test_sample_records_pass_through_the_form_unchanged(form_of, context, kind):
    room = ROOMS[kind]
    ids = context.book.read(lambda connection: [row.id for row in connection.execute(room.table.select())])
    form = form_of(kind)
    for entity in context.book.read(lambda connection: room.get_many(connection, ids)):
        form.set_values(entity)
        assert not form.is_dirty
        values = form.values()
        assert {name: getattr(entity, name) for name in values} == values
        assert [problem for problem in form.problems().values() if problem.blocking] == []


def test_typed_values_are_read_as_the_field_says(form_of, compose):
    form = form_of(Kind.CUSTOMERS)
    typed = {
        "name": "云帆信息科技",
        "founded": "2018年5月",
        "phone": "021-62345678转801",
        "annual_revenue": "500万-1000万",
        "industry": "软件和信息技术服务业",
        "main_business": "仓储软件",
    }
    for name, text in typed.items():
        proxy = form.editor(name).focusProxy()
        target = getattr(proxy, "lineEdit", lambda proxy=proxy: proxy)()
        compose(target, commit=text)
    values = form.values()
    assert values["name"] == "云帆信息科技"
    assert values["founded"] == Day("2018-05")
    assert values["phone"].extension == "801"
    assert (values["annual_revenue"].low_cents, values["annual_revenue"].high_cents) == (500_000_000, 1_000_000_000)
    assert values["industry"] == "software"
    assert form.is_dirty


def test_a_doubt_is_amber_and_lets_save_and_an_unreadable_value_is_red_and_does_not(form_of, compose):
    form = form_of(Kind.CUSTOMERS)
    compose(form.editor("name").line, commit="云帆")
    compose(form.editor("email").line, commit="li@yunfan")
    compose(form.editor("annual_revenue").line, commit="很多")
    problems = form.problems()
    assert {name: problem.blocking for name, problem in problems.items()} == {"email": False, "annual_revenue": True}
    assert form.boxes["email"]._note.property("tone") == "amber"
    assert form.boxes["annual_revenue"]._note.property("tone") == "red"
    assert form.editor("annual_revenue").line.accessibleDescription() == problems["annual_revenue"].text


def test_a_needed_field_that_is_empty_blocks(form_of):
    assert {name for name, problem in form_of(Kind.ORDERS).problems().items() if problem.blocking} == {
        "customer_id",
        "ordered",
        "product",
    }


def test_the_account_type_decides_which_fields_are_shown(form_of):
    form = form_of(Kind.CUSTOMERS)
    form.preset({"account_type": COMPANY})
    assert form.boxes["uscc"].isVisibleTo(form)
    assert not form.boxes["wechat"].isVisibleTo(form)
    editor = form.editor("account_type")
    editor.box.setCurrentIndex(editor.box.findData(INDIVIDUAL))
    editor.box.activated.emit(editor.box.currentIndex())
    assert not form.boxes["uscc"].isVisibleTo(form)
    assert form.boxes["wechat"].isVisibleTo(form)
    assert "uscc" not in form.values()
    assert "wechat" in form.values()


def test_what_the_program_fills_in_is_shown_only_where_it_is(form_of):
    form = form_of(Kind.CUSTOMERS)
    assert not form.boxes["unplaced"].isVisibleTo(form)
    assert not form.boxes["former_numbers"].isVisibleTo(form)
    form.set_values(Customer(name="x", unplaced={"传真": "无"}, former_numbers=("A-1",)))
    assert form.boxes["unplaced"].isVisibleTo(form)
    assert form.boxes["former_numbers"].isVisibleTo(form)
    assert "last_interaction" not in form.boxes


def test_there_are_two_columns_where_there_is_room(form_of, qtbot):
    form = form_of(Kind.ORDERS)
    first, second = form.boxes["ordered"], form.boxes["customer_id"]
    qtbot.waitUntil(lambda: first.y() == second.y() and first.x() != second.x())
    form.resize(400, 900)
    qtbot.waitUntil(lambda: first.x() == second.x() and first.y() > second.y())


def test_a_check_box_stands_at_the_height_of_the_field_beside_it(form_of, qtbot):
    form = form_of(Kind.FOLLOWUPS)
    notes, check = form.boxes["notes"].editor, form.boxes["confidential"].editor

    def middle(widget):
        return widget.mapTo(form, widget.rect().center()).y()

    qtbot.waitUntil(lambda: notes.height() == check.height() and middle(notes) == middle(check))
    form.resize(400, 1400)  # where nothing stands beside it
    qtbot.waitUntil(lambda: form.boxes["confidential"].height() < form.boxes["notes"].height() // 2 + 4)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_input_has_the_name_that_stands_above_it(form_of, kind):
    form = form_of(kind)
    for box in form.boxes.values():
        inputs = box.editor.findChildren(LineEdit) + box.editor.findChildren(TextEdit)
        for widget in inputs:
            assert widget.accessibleName() != "", box.editor.field.name


def test_a_reference_is_found_by_typing(form_of, context, qtbot, compose, window):
    changes = context.book.write(
        "x", lambda session: commands.add(session, [Customer(name="云帆玉帛信息科技"), Customer(name="远航机械")])
    )
    form = form_of(Kind.ORDERS)
    window.activateWindow()
    picker = form.editor("customer_id").picker
    picker.line.setFocus()
    compose(picker.line, commit="yfyb")
    qtbot.waitUntil(lambda: picker._model.rowCount() == 1)
    assert form.editor("customer_id").problem().blocking
    qtbot.waitUntil(lambda: picker._completer.popup().isVisible())
    qtbot.keyClick(picker.line.popup, Qt.Key.Key_Down)
    qtbot.keyClick(picker.line.popup, Qt.Key.Key_Return)
    assert picker.value() == changes.added[Kind.CUSTOMERS][0]
    assert picker.line.text() == "云帆玉帛信息科技"
    assert form.editor("customer_id").problem() is None


def test_a_reference_shows_the_name_of_the_record_it_was_given(form_of, context, qtbot):
    changes = context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆信息科技")]))
    form = form_of(Kind.ORDERS)
    form.preset({"customer_id": changes.new_id(Kind.CUSTOMERS)})
    qtbot.waitUntil(lambda: form.editor("customer_id").picker.line.text() == "云帆信息科技")
    assert not form.is_dirty


@pytest.fixture
def slowly(monkeypatch):
    """One field in each slice, as on a very slow machine."""
    monkeypatch.setattr(record_form, "_SLICE_SECONDS", 0)


def built_without_being_asked(form, qtbot):
    assert not form.is_complete
    qtbot.waitUntil(lambda: form.is_complete)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_form_completes_itself_between_the_events_from_top_to_bottom(form_of, qtbot, slowly, kind):
    form = form_of(kind)
    asked = len(form._boxes)
    built_without_being_asked(form, qtbot)
    fields = {field.name for field in ROOMS[kind].fields.stored} - record_form._NEVER_EDITED
    fields -= record_form._NEVER_EDITED_OF.get(kind, set())
    assert set(form._boxes) == fields
    assert asked == 0
    shown = [box for box in form.boxes.values() if box.isVisible()]
    qtbot.waitUntil(lambda: all(box.height() > 0 for box in shown))
    tops = [box.mapTo(form, QPoint()).y() for box in shown]
    assert tops == sorted(tops)


def test_what_is_typed_while_a_form_completes_itself_is_kept(form_of, qtbot, slowly, compose, window):
    form = form_of(Kind.CUSTOMERS)
    window.activateWindow()
    form.focus_first()
    line = form.editor("name").line
    for character in "云帆科技":
        assert not form.is_complete
        QApplication.processEvents()
        compose(line, commit=character)
    built_without_being_asked(form, qtbot)
    assert line.hasFocus()
    assert form.values()["name"] == "云帆科技"
    assert form.is_dirty
    line.clear()
    assert not form.is_dirty


def test_what_is_said_to_a_form_reaches_the_fields_that_come_later(form_of, qtbot, slowly):
    form = form_of(Kind.CUSTOMERS)
    form.set_values(Customer(name="云帆", notes="甲", region="上海", unplaced={"传真": "无"}))
    form.preset({"region": "杭州"})
    form.fix(["region"])
    form.hint("email", "或者电话")
    assert not form.is_dirty
    built_without_being_asked(form, qtbot)
    assert not form.is_dirty
    values = form.values()
    assert (values["notes"], values["region"], values["unplaced"]) == ("甲", "杭州", {"传真": "无"})
    assert not form.editor("region").isEnabled()
    assert form.editor("email").line.placeholderText() == "或者电话"
    assert form.boxes["unplaced"].isVisible()


def test_a_draft_reaches_the_fields_that_come_later_and_counts_as_typed(form_of, qtbot, slowly):
    typed = form_of(Kind.CUSTOMERS)
    typed.editor("annual_revenue").line.setText("很多")
    form = form_of(Kind.CUSTOMERS)
    form.restore(typed.state() | {"gone": "x"})
    built_without_being_asked(form, qtbot)
    assert form.editor("annual_revenue").line.text() == "很多"
    assert form.is_dirty


def test_a_draft_counts_as_typed_also_before_its_fields_are_there(form_of, slowly):
    typed = form_of(Kind.CUSTOMERS)
    typed.editor("notes").text.setPlainText("谈到预算")
    form = form_of(Kind.CUSTOMERS)
    form.restore(typed.state())
    assert not form.is_complete
    assert form.is_dirty


def test_the_account_type_rules_fields_that_come_later(form_of, qtbot, slowly):
    form = form_of(Kind.CUSTOMERS)
    editor = form.editor("account_type")
    editor.box.setCurrentIndex(editor.box.findData(INDIVIDUAL))
    editor.box.activated.emit(editor.box.currentIndex())
    built_without_being_asked(form, qtbot)
    assert form.boxes["wechat"].isVisible()
    assert not form.boxes["uscc"].isVisible()
