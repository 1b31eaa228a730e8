"""The page with the ways in and out."""

import json

from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.transfer.export_dialog import FORMAT_WORDS, ExportDialog
from desktop_crm.ui.transfer.page import TransferPage


def _two_customers(book) -> None:
    customers = [Customer(name="青山", status="won"), Customer(name="绿水", status="prospect")]
    book.write("add", lambda session: commands.add(session, customers))


def test_an_export_says_how_many_records_are_in_the_file(qtbot, context, book, window, tmp_path):
    _two_customers(book)
    dialog = ExportDialog(context, ".json", window)
    dialog.open()
    dialog.export_to(str(tmp_path / "all.json"))
    qtbot.waitUntil(lambda: dialog._written is not None)
    assert "2" in dialog.note.text()
    assert "青山" in (tmp_path / "all.json").read_text(encoding="utf-8")


def test_filters_leave_out_the_other_customers(qtbot, context, book, window, tmp_path):
    _two_customers(book)
    dialog = ExportDialog(context, ".csv", window)
    dialog.open()
    dialog.filters.set("status", "won")
    dialog.export_to(str(tmp_path / "won.csv"))
    qtbot.waitUntil(lambda: dialog._written is not None)
    text = (tmp_path / "won.csv").read_text(encoding="utf-8-sig")
    assert "青山" in text
    assert "绿水" not in text


def test_a_calendar_offers_follow_ups_alone_and_no_filter_of_customers(context, window):
    dialog = ExportDialog(context, ".ics", window)
    dialog.open()
    assert dialog.kind is Kind.FOLLOWUPS
    assert not dialog.filters.isVisible()


def test_a_file_that_cannot_be_written_is_said_in_the_dialog(qtbot, context, window, tmp_path):
    dialog = ExportDialog(context, ".json", window)
    dialog.open()
    dialog.export_to(str(tmp_path / "no such folder" / "all.json"))
    qtbot.waitUntil(lambda: dialog._running is None)
    assert "no such folder" in dialog.note.text()
    assert dialog.export_button.isEnabled()


def test_the_page_lists_what_went_out(qtbot, context, book, window, tmp_path):
    _two_customers(book)
    page = TransferPage(context)
    QAbstractItemModelTester(page.log, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    qtbot.addWidget(page)
    dialog = ExportDialog(context, ".json", window)
    dialog.export_to(str(tmp_path / "all.json"))
    qtbot.waitUntil(lambda: dialog._written is not None)
    page.refresh()
    qtbot.waitUntil(lambda: page.log.rowCount() == 1)
    line = [page.log.data(page.log.index(0, column)) for column in range(page.log.columnCount())]
    assert line[2] == "all.json"
    assert line[4] == "李主管"
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))


def test_every_format_has_a_button_with_a_name(qtbot, context):
    page = TransferPage(context)
    qtbot.addWidget(page)
    names = {button.accessibleName() for button in page.findChildren(type(page.drop_zone.choose_button))}
    assert len([name for name in names if name]) >= len(FORMAT_WORDS)
