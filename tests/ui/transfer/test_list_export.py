"""The list that is shown, as a file: its records, their order, its columns."""

import csv

import pytest
from docx import Document

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.transfer.export_dialog import ExportDialog
from desktop_crm.ui.transfer.list_export import ListExport, export_list


@pytest.fixture
def page(qtbot, context, book) -> CustomersPage:
    customers = [Customer(name=name, status=status) for name, status in (("乙", "won"), ("甲", "won"), ("丙", "lost"))]
    book.write("add", lambda session: commands.add(session, customers))
    made = CustomersPage(context)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.model.rowCount() == 3, timeout=10_000)
    return made


def written(qtbot, dialog, path):
    dialog.export_to(str(path))
    qtbot.waitUntil(lambda: dialog._written is not None, timeout=10_000)
    return path


def test_habit_22_the_list_goes_into_a_word_document_as_it_is_shown(qtbot, context, window, page, tmp_path):
    before = list(page.model.ids)
    page.views._on_order_requested("name", True)
    qtbot.waitUntil(lambda: list(page.model.ids) != before, timeout=10_000)
    page.table.columns.use("", ("name", "number"))
    shown = page.listed()
    assert (shown.kind, shown.columns) == (Kind.CUSTOMERS, ("name", "number"))
    dialog = ListExport(context, shown, window)
    dialog.format.set_value(".docx")
    (table,) = Document(written(qtbot, dialog, tmp_path / "a.docx")).tables
    assert [row.cells[0].text for row in table.rows][1:] == ["乙", "甲", "丙"]
    assert len(table.columns) == 2


def test_habit_22_a_filtered_list_leaves_the_others_out(qtbot, context, window, page, tmp_path):
    page.filters.set("status", "won")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=10_000)
    dialog = ListExport(context, page.listed(), window)
    dialog.format.set_value(".csv")
    rows = list(csv.reader(written(qtbot, dialog, tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert sorted(row[0] for row in rows[1:]) == ["乙", "甲"]


def test_a_list_stays_here_while_others_see_the_screen(context, window, page, book):
    shown = page.listed()
    book.database.presenting = True
    export_list(context, shown, window)
    assert window.findChild(ListExport) is None
    book.database.presenting = False


def test_columns_can_be_chosen_for_a_word_document(qtbot, context, window, page, tmp_path):
    dialog = ExportDialog(context, ".docx", window)
    dialog.open()
    assert dialog._columns_box.isVisible()
    for place in range(dialog.columns.count()):
        item = dialog.columns.item(place)
        wanted = dialog.columns.keys[place] in ("number", "notes")
        item.setCheckState(type(item.checkState()).Checked if wanted else type(item.checkState()).Unchecked)
    (table,) = Document(written(qtbot, dialog, tmp_path / "a.docx")).tables
    assert len(table.columns) == 2
    assert len(table.rows) == 4


def test_everything_in_a_workbook_has_no_columns_to_choose(context, window):
    dialog = ExportDialog(context, ".xlsx", window)
    dialog.open()
    assert not dialog._columns_box.isVisible()
    assert dialog.wanted()["columns"] == ()
