from array import array

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import Cell, Column, RecordTableModel
from desktop_crm.ui.framework.table_copying import COPIED_AT_MOST

COLUMNS = (
    Column("name", "Name", 200, "name"),
    Column("city", "City", 90),
    Column("phone", "Phone", 90, "phone", shown=False),
)


def fetch(_connection, ids):
    return {number: (Cell(f"name {number}"), Cell("a\tb"), Cell("123")) for number in ids}


@pytest.fixture
def model(context, qapp):
    owner = QObject()
    made = RecordTableModel(context.operations, COLUMNS, fetch, owner)
    made.owner = owner
    return made


@pytest.fixture
def table(model, context, window, qtbot):
    made = RecordTable(context, model, "things")
    made.setParent(window)
    made.resize(600, 400)
    made.show()
    model.show_ids(array("q", range(1000, 1200)))
    return made


def select(table, *rows):
    flag = QItemSelectionModel.SelectionFlag
    for row in rows:
        table.selectionModel().select(table.model().index(row, 0), flag.Select | flag.Rows)


def test_the_selection_is_kept_by_id_when_everything_is_ordered_anew(table, model):
    table.go_to(1003)
    select(table, 3, 8)
    model.show_ids(array("q", sorted(model.ids, reverse=True)))
    assert table.current_id == 1003
    assert set(table.selected_ids()) == {1003, 1008}


def test_the_current_record_that_is_gone_is_nobody(table, model, qtbot):
    table.go_to(1003)
    with qtbot.waitSignal(table.current_changed) as heard:
        model.show_ids(array("q", [5, 1, 2]))
    assert heard.args == [None]


def test_putting_rows_in_above_does_not_tell_of_another_current_record(table, model):
    table.go_to(1003)
    heard = []
    table.current_changed.connect(heard.append)
    model.show_ids(array("q", [1, 2, *model.ids]))
    assert (table.current_id, heard) == (1003, [])


def test_arrow_keys_move_the_current_record(table, qtbot):
    table.go_to(1000)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.current_id == 1001


def test_enter_opens_and_delete_asks_for_the_trash(table, qtbot):
    table.go_to(1004)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1004]
    select(table, 6)
    with qtbot.waitSignal(table.trash_requested) as trashed:
        table.trash_selected()
    assert list(trashed.args[0]) == [1004, 1006]


def test_all_rows_are_selected_without_asking_any_of_them(table, model, monkeypatch):
    asked = []
    original = RecordTableModel.data
    monkeypatch.setattr(
        RecordTableModel, "data", lambda self, index, role=0: asked.append(1) or original(self, index, role)
    )
    model.show_ids(array("q", range(100_000)))
    table.selectAll()
    assert len(table.selected_ids()) == 100_000
    assert len(asked) < 2_000


def test_a_header_asks_for_the_order_and_then_for_its_reverse(table):
    heard = []
    table.order_requested.connect(lambda order, descending: heard.append((order, descending)))
    table._on_header_clicked(0)
    table.show_order("name", descending=False)
    table._on_header_clicked(0)
    table._on_header_clicked(1)  # no order
    assert heard == [("name", False), ("name", True)]


def test_the_column_chooser_hides_shows_and_resets(table, context, model, qtbot):
    menu = table.columns.menu()
    name, city, phone, _frozen = [action for action in menu.actions() if action.isCheckable()]
    assert (name.isEnabled(), city.isChecked(), phone.isChecked()) == (False, True, False)
    city.setChecked(False)
    phone.setChecked(True)
    assert (table.isColumnHidden(1), table.isColumnHidden(2)) == (True, False)
    again = RecordTable(context, model, "things")
    qtbot.addWidget(again)
    assert (again.isColumnHidden(1), again.isColumnHidden(2)) == (True, False)
    again.columns._on_reset()
    assert (again.isColumnHidden(1), again.isColumnHidden(2)) == (False, True)


def test_rows_are_copied_with_headings_as_a_spreadsheet_takes_them(table, qtbot):
    select(table, 2, 3)
    table.copy()
    qtbot.waitUntil(lambda: "1003" in QGuiApplication.clipboard().text())
    assert QGuiApplication.clipboard().text() == "Name\tCity\nname 1002\ta b\nname 1003\ta b"


def test_more_rows_than_a_clipboard_is_for_are_not_copied(table, model):
    QGuiApplication.clipboard().setText("before")
    model.show_ids(array("q", range(COPIED_AT_MOST + 1)))
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == "before"


def test_the_menu_is_asked_for_with_the_record_under_the_pointer(table, qtbot):
    place = table.visualRect(table.model().index(2, 0)).center()
    with qtbot.waitSignal(table.menu_requested) as asked:
        table._on_menu(place)
    assert asked.args[0] == 1002
    heard = []
    table.menu_requested.connect(lambda *args: heard.append(args))
    table._on_menu(QPoint(5, 100_000))
    assert heard == []


def test_no_header_of_rows_and_rows_of_one_height(table, theme):
    assert table.verticalHeader().isHidden()
    before = table.rowHeight(0)
    theme.use(scale=1.5)
    assert (before, table.rowHeight(0)) == (34, 51)
    assert table.indexAt(QPoint(5, 5)) != QModelIndex()
