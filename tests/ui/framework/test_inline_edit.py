"""Cells are edited in their place, with the keys of a spreadsheet and the rules of the form."""

from array import array

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import INDIVIDUAL, INTERESTED
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.customers.columns import customer_cells, customer_columns
from desktop_crm.ui.framework.inline_edit import editable_field
from desktop_crm.ui.framework.record_dialog import RecordDialog, open_draft
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel

pytestmark = pytest.mark.usefixtures("english", "fixed_now")
PEOPLE = (
    Customer(name="Yunfan", owner="Li", status=INTERESTED),
    Customer(name="Harbor", owner="Wang"),
    Customer(name="Zhang San", owner="Wang", account_type=INDIVIDUAL),
)


@pytest.fixture
def ids(book):
    return book.write("add", lambda session: commands.add(session, PEOPLE)).added[Kind.CUSTOMERS]


@pytest.fixture
def table(context, window, ids, qtbot):
    owner = QObject(window)
    model = RecordTableModel(context.operations, customer_columns(), customer_cells, owner)
    made = RecordTable(context, model, "test", Kind.CUSTOMERS)
    made.setParent(window)
    made.resize(900, 400)
    made.columns.use("", ["name", "status", "owner", "industry", "last_interaction", "size", "email", "first_contact"])
    made.show()
    context.bus.changed.connect(lambda changes, _origin: model.read_again())
    model.show_ids(array("q", ids))
    window.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def edit(table, qtbot):
    def begin(row, key, keys="F2"):
        column = next(number for number, each in enumerate(table.model().columns) if each.key == key)
        table.setCurrentIndex(table.model().index(row, column))
        table.edit_cell() if keys == "F2" else table._on_today()
        qtbot.waitUntil(lambda: table.inline.editor is not None and table.inline.editor.holds_focus())
        return table.inline.editor

    return begin


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def stored(book, record_id):
    return book.read(lambda connection: CUSTOMERS.get(connection, record_id))


def test_enter_saves_one_action_and_goes_a_row_down(table, edit, book, ids, qtbot):
    editor = edit(0, "owner")
    assert editor.field_editor.line.selectedText() == "Li"
    editor.field_editor.line.setText("Zhao")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.inline.editor is None)
    assert stored(book, ids[0]).owner == "Zhao"
    assert table.current_id == ids[1]
    assert table.hasFocus()
    (step, _made) = book.read(lambda connection: history(connection, CUSTOMERS, ids[0]))
    assert (step.verb, [change.field.name for change in step.changes]) == ("change_customers", ["owner"])


def test_tab_saves_and_edits_the_next_cell_that_can_be(table, edit, book, ids, qtbot):
    edit(0, "owner").field_editor.line.setText("Zhao")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: table.inline.editor is not None and table.inline.editor._field.name == "industry")
    assert stored(book, ids[0]).owner == "Zhao"
    press(qtbot, Qt.Key.Key_Tab)  # over the last contact, which is computed
    qtbot.waitUntil(lambda: table.inline.editor is not None and table.inline.editor._field.name == "size")
    press(qtbot, Qt.Key.Key_Backtab)
    qtbot.waitUntil(lambda: table.inline.editor is not None and table.inline.editor._field.name == "industry")


def test_tab_passes_over_a_field_that_the_record_does_not_have(table, edit, qtbot):
    edit(2, "industry")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: table.inline.editor is not None and table.inline.editor._field.name == "email")


def test_escape_leaves_everything_as_it_was_and_no_draft(table, edit, book, ids, qtbot):
    editor = edit(0, "owner")
    editor.field_editor.line.setText("Zhao")
    editor._keeper.touch()
    press(qtbot, Qt.Key.Key_Escape)
    assert table.inline.editor is None
    assert stored(book, ids[0]).owner == "Li"
    assert DraftStore(book.vault).all() == []


def test_what_cannot_be_saved_stays_with_its_message(table, edit, book, ids, qtbot):
    editor = edit(0, "name")
    editor.field_editor.line.setText("  ")
    press(qtbot, Qt.Key.Key_Return)
    assert table.inline.editor is editor
    assert (editor.note.isVisible(), editor.note.text()) == (True, "Needed")
    assert editor.field_editor.line.accessibleDescription() == "Needed"
    press(qtbot, Qt.Key.Key_Escape)
    assert stored(book, ids[0]).name == "Yunfan"


def test_a_list_of_choices_is_a_drop_down_list_without_an_empty_line_where_one_is_needed(table, edit, book, ids, qtbot):
    box = edit(0, "status").field_editor.box
    assert [box.itemText(place) for place in range(box.count())] == ["Prospect", "Interested", "Won", "Churned"]
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.inline.editor is None)
    assert stored(book, ids[0]).status == "won"


def test_the_keys_of_an_input_method_neither_save_nor_leave(table, edit, qtbot, compose):
    editor = edit(0, "owner")
    compose(editor.field_editor.line, preedit="li")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        press(qtbot, key)
    assert table.inline.editor is editor
    assert not editor._saving


def test_today_is_put_by_a_key_into_a_date(table, edit, book, ids, qtbot):
    editor = edit(0, "first_contact", "Ctrl+;")
    assert editor.field_editor.line.text() == clock.today().isoformat()
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Semicolon, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.inline.editor is None)
    assert stored(book, ids[0]).first_contact.text == "2026-11-19"


def test_a_click_elsewhere_saves(table, edit, book, ids, qtbot):
    edit(0, "owner").field_editor.line.setText("Zhao")
    table.setFocus()
    qtbot.waitUntil(lambda: table.inline.editor is None)
    assert stored(book, ids[0]).owner == "Zhao"


def test_what_was_typed_survives_a_lock_as_a_draft_of_the_record(table, edit, context, window, book, ids, qtbot):
    editor = edit(0, "owner")
    qtbot.keyClicks(editor.field_editor.line, "Zhao")
    context.bus.about_to_close.emit()
    (draft,) = DraftStore(book.vault).all()
    assert draft.title == "Yunfan · Account owner"
    open_draft(context, draft, window)
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    dialog = window.findChild(RecordDialog)
    form = dialog.form
    assert form.editor("owner").line.text() == "Zhao"
    assert form.editor("name").line.text() == "Yunfan"
    dialog.keeper.drop()
    dialog._done = True
    dialog.close()


def test_a_field_that_is_computed_says_that_it_cannot_be_changed(table, context, monkeypatch):
    said = []
    monkeypatch.setattr(type(context.messages), "toast", lambda _self, text, *_more: said.append(text))
    for key in ("last_interaction", "number"):
        column = next(number for number, each in enumerate(table.model().columns) if each.key == key)
        table.inline.begin(table.model().index(0, column))
    assert len(said) == 2
    assert table.inline.editor is None


def test_the_editor_follows_its_row(table, edit, ids):
    editor = edit(0, "owner")
    before = editor.y()
    table.model().show_ids(array("q", [ids[1], ids[0], ids[2]]))
    assert editor.y() == before + table.rowHeight(0)


@pytest.mark.parametrize("kind", list(Kind))
def test_numbers_and_references_are_not_edited_in_a_list(kind):
    assert editable_field(kind, "customer_id") is None
    assert editable_field(kind, "number") is None
    assert editable_field(kind, "nonsense") is None


def test_an_editor_in_a_frozen_first_column_lies_over_it_however_far_the_list_is_scrolled(table, edit, qtbot):
    table.resize(400, 400)
    table.freeze(on=True)
    table.executeDelayedItemsLayout()
    table.horizontalScrollBar().setValue(150)
    editor = edit(1, "name")
    assert (editor.x(), table.horizontalScrollBar().value()) == (0, 150)
    table.horizontalScrollBar().setValue(60)
    assert editor.geometry().topLeft() == table.visualRect(table.model().index(1, 0)).topLeft()


def test_an_editor_never_slides_over_a_frozen_first_column(table, edit):
    table.resize(400, 400)
    table.freeze(on=True)
    table.executeDelayedItemsLayout()
    editor = edit(1, "owner")
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.horizontalScrollBar().value() > 150
    assert editor.x() + editor.width() <= table.viewport().width()
    assert editor.x() >= min(table.columnWidth(0), table.viewport().width() - editor.width())
