"""Saved views of the list of customers, changing many at once, copying and pasting."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked, views
from desktop_crm.core.lists.view import ALL, View
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.framework.bulk_dialog import BulkDialog
from desktop_crm.ui.framework.name_dialog import NameDialog
from desktop_crm.ui.transfer.import_dialog import ImportDialog

EVERYBODY = ["Yunfan", "Harbor", "Lakeside", "Old Mill"]


def names(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


@pytest.fixture
def listed(page, qtbot):
    def wait(*wanted):
        qtbot.waitUntil(lambda: names(page) == list(wanted))

    wait(*EVERYBODY)
    return wait


def kept(book):
    return book.read(lambda connection: views.views(connection, Kind.CUSTOMERS))


def select(page, *rows):
    flag = QItemSelectionModel.SelectionFlag
    page.table.clearSelection()
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), flag.Select | flag.Rows)


def own(book, **more):
    view = View("", Kind.CUSTOMERS, "Of Li", {"owner": "Li"}, "name", **more)
    book.write("view", lambda session: views.add_view(session, view))
    return kept(book)[-1].key


def test_a_view_brings_its_filters_order_and_columns(page, listed, book, qtbot):
    key = own(book, descending=True, columns=("name", "owner", "region"))
    page.views.read()
    qtbot.waitUntil(lambda: key in {view.key for view in page.views._views})
    page.show_view(Kind.CUSTOMERS, key)
    listed("Yunfan", "Harbor")
    assert page.table.columns.shown() == ("name", "owner", "region")
    assert page.model.headerData(0, Qt.Orientation.Horizontal).endswith("↓")
    assert not page.views.is_modified
    page.show_view(Kind.CUSTOMERS, ALL)
    listed(*EVERYBODY)
    assert page.table.columns.shown() == page.table.columns.usual()


def test_the_built_in_views_show_whom_they_say(page, listed):
    page.show_view(Kind.CUSTOMERS, "silent_30")
    listed("Lakeside")
    page.show_view(Kind.CUSTOMERS, "no_next_step")
    listed("Lakeside")


def test_a_modified_view_says_so_and_can_be_undone_or_saved(page, listed, book, qtbot):
    page.show_view(Kind.CUSTOMERS, "no_next_step")
    listed("Lakeside")
    assert page.views.bar.isHidden()
    page.table.columns.menu().actions()[3].setChecked(True)
    assert not page.views.bar.isHidden()
    page.views.bar.revert.click()
    assert page.views.bar.isHidden()
    page.filters.set("next_step", None)
    listed("Old Mill", "Lakeside", "Harbor", "Yunfan")
    page.filters.set("status", CHURNED)
    listed("Old Mill")
    page.views.bar.save.click()
    qtbot.waitUntil(lambda: dict(kept(book)[2].filters) == {"status": CHURNED})
    qtbot.waitUntil(page.views.bar.isHidden)


def test_what_is_filtered_can_be_saved_under_a_name_that_is_not_taken(page, listed, window, book, qtbot):
    page.filters.set("owner", "Li")
    listed("Yunfan", "Harbor")
    assert page.views.bar.save.isHidden()  # the view of everybody stays that
    page.views.bar.save_as.click()
    dialog = window.findChild(NameDialog)
    dialog.line.setText("No next step")
    dialog._save.click()
    qtbot.waitUntil(lambda: "already" in dialog.note.text())
    dialog.line.setText("Of Li")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.views.view.name == "Of Li")
    assert dict(kept(book)[-1].filters) == {"owner": "Li"}
    assert page.views.bar.isHidden()


def test_the_first_view_is_the_one_a_page_opens_with(listed, context, window, book, qtbot):
    book.write("view", lambda session: views.arrange_views(session, Kind.CUSTOMERS, ["no_next_step"]))
    again = CustomersPage(context)
    again.setParent(window)
    qtbot.waitUntil(lambda: names(again) == ["Lakeside"])
    assert again.views.view.key == "no_next_step"


def test_a_record_that_the_default_view_hides_is_opened_all_the_same(listed, context, window, book, ids, qtbot):
    book.write("view", lambda session: views.arrange_views(session, Kind.CUSTOMERS, ["no_next_step"]))
    again = CustomersPage(context)
    again.setParent(window)
    again.open_record(Kind.CUSTOMERS, ids["Yunfan"])
    qtbot.waitUntil(lambda: again.table.current_id == ids["Yunfan"])
    assert again.views.view.key == ALL


def test_a_view_that_is_removed_gives_way_to_the_default_one(page, listed, book, context):
    page.show_view(Kind.CUSTOMERS, "no_next_step")
    listed("Lakeside")
    book.write("view", lambda session: views.remove_view(session, Kind.CUSTOMERS, "no_next_step"))
    context.bus.lists_changed.emit()
    listed(*EVERYBODY)


def test_widths_are_remembered_for_each_view(page, listed, context):
    column = next(number for number, each in enumerate(page.model.columns) if each.key == "next_step")
    usual = page.table.columnWidth(column)
    page.show_view(Kind.CUSTOMERS, "no_next_step")
    listed("Lakeside")
    page.table.setColumnWidth(column, usual + 40)
    page.show_view(Kind.CUSTOMERS, ALL)
    listed(*EVERYBODY)
    assert page.table.columnWidth(column) == usual
    page.show_view(Kind.CUSTOMERS, "no_next_step")
    listed("Lakeside")
    assert page.table.columnWidth(column) == usual + 40


# Many at once


def test_several_rows_selected_say_what_can_be_done_with_them(page, listed):
    bar = page.selection
    select(page, 0)
    assert bar.isHidden()
    select(page, 0, 2, 3)
    assert (bar.isHidden(), bar.count.text()) == (False, "3 rows selected")
    page.table.go_to_row(0)
    assert bar.isHidden()


def test_one_field_of_all_selected_is_changed_after_the_count_was_shown(page, listed, window, book, ids, qtbot):
    select(page, 0, 1, 3)
    page.change_many()
    dialog = window.findChild(BulkDialog)
    assert dialog.change_button.text() == "Change 3 records"
    dialog.choose("need_tags")
    dialog.change_button.click()
    assert "Say what" in dialog.note.text()
    dialog.editor.tags.line.setText("erp")
    dialog.change_button.click()
    qtbot.waitUntil(lambda: window.findChild(BulkDialog) is None or not dialog.isVisible())
    tagged = book.read(lambda connection: CUSTOMERS.get_many(connection, ids.values()))
    assert {each.name for each in tagged if each.need_tags == ("erp",)} == {"Yunfan", "Harbor", "Old Mill"}


def test_the_next_step_of_all_selected_is_planned(page, listed, window, book, qtbot):
    select(page, 0, 2)
    page.change_many()
    dialog = window.findChild(BulkDialog)
    dialog.choose("next_step")
    dialog.editor.moment.line.setText("2026-12-01")
    before = book.read(FOLLOWUPS.count)
    dialog.change_button.click()
    qtbot.waitUntil(lambda: book.read(FOLLOWUPS.count) == before + 1)


# Copying and pasting


def test_one_cell_is_copied_and_several_rows_with_headings(page, listed, qtbot):
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.table.copy()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "Yunfan")
    page.table.copy_rows()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("Customer name\t"))


def test_pasted_rows_come_into_the_same_preview_as_a_file(page, listed, window, qtbot):
    QGuiApplication.clipboard().setText("Customer name\tMain phone\nGreen Hill\t021-5555 0199\n")
    page.table.paste()
    qtbot.waitUntil(lambda: window.findChild(ImportDialog) is not None)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: dialog.plan.rows == 1)
    assert dialog.plan.files[0].tables[0].targets == ["name", "phone"]
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 1, timeout=20_000)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == 2, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: "Green Hill" in names(page))


def test_pasting_nothing_says_so(page, listed, context, monkeypatch):
    said = []
    monkeypatch.setattr(type(context.messages), "toast", lambda _self, text, *_more: said.append(text))
    QGuiApplication.clipboard().setText(" \n")
    page.table.paste()
    assert len(said) == 1


# Pins


def test_a_customer_is_pinned_and_let_go_by_the_button_of_its_detail(page, listed, book, ids, qtbot):
    button = page.detail._head._pin
    qtbot.waitUntil(lambda: button.accessibleName() == "Pin to the sidebar")
    button.click()
    qtbot.waitUntil(lambda: button.accessibleName() == "Unpin")
    assert book.read(marked.pinned) == [(Kind.CUSTOMERS, ids["Yunfan"])]
    button.click()
    qtbot.waitUntil(lambda: book.read(marked.pinned) == [])
