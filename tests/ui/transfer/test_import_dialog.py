"""Importing through the window: what was read is shown, what is decided is done, and nothing happens before."""

import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.drafts import Doubt, Draft, Refusal
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.reading import sandbox
from desktop_crm.core.transfer.reading.tables import Row
from desktop_crm.core.transfer.report import Report
from desktop_crm.ui.transfer.drop_zone import DropZone
from desktop_crm.ui.transfer.import_dialog import ImportDialog, open_import
from desktop_crm.ui.transfer.import_plan import KEPT_ASIDE
from desktop_crm.ui.transfer.table_models import TARGET

_HEADINGS = "客户名称,公司电话,喜欢的颜色\n"


def _file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.fixture
def opened(qtbot, context, window):
    """Opens the dialog for files and waits until they are read."""

    def open_for(*paths: Path) -> ImportDialog:
        dialog = open_import(context, paths, window)
        qtbot.waitUntil(lambda: not dialog._reading, timeout=20_000)
        return dialog

    return open_for


def _settled(qtbot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog._running is None, timeout=20_000)


def _customers(book) -> list[Customer]:
    ids = book.read(lambda connection: [row.id for row in connection.execute(CUSTOMERS.table.select())])
    return book.read(lambda connection: CUSTOMERS.get_many(connection, ids))


def test_a_file_is_previewed_tried_and_imported(qtbot, opened, book, context, tmp_path):
    told = []
    context.bus.changed.connect(lambda changes, origin: told.append(changes))
    dialog = opened(_file(tmp_path, "名单.csv", _HEADINGS + "青山科技有限公司,021-55550001,蓝\n,,红\n"))
    assert dialog.preview.preview.rowCount() == 2
    assert dialog.preview.encodings.currentData() == "utf-8"
    dialog.next_button.click()
    _settled(qtbot, dialog)
    assert dialog.report.counts[Kind.CUSTOMERS].added == 1
    assert dialog.report.counts[Kind.CUSTOMERS].refused == 1
    assert _customers(book) == []  # a trial keeps nothing
    assert told == []
    dialog.next_button.click()
    _settled(qtbot, dialog)
    (customer,) = _customers(book)
    assert customer.name == "青山科技有限公司"
    assert customer.unplaced == {"喜欢的颜色": "蓝"}
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].added[Kind.CUSTOMERS] == (customer.id,)
    assert not dialog.plan.backed_up  # there was nothing to back up


def test_refused_rows_are_written_with_their_reason(qtbot, opened, tmp_path):
    dialog = opened(_file(tmp_path, "名单.csv", _HEADINGS + "青山科技有限公司,,\n,,红\n"))
    dialog.next_button.click()
    _settled(qtbot, dialog)
    target = tmp_path / "refused.csv"
    dialog.save_refused(str(target))
    qtbot.waitUntil(target.exists)
    assert "红" in target.read_text(encoding="utf-8-sig")


def test_another_kind_and_another_field_change_what_is_taken(qtbot, opened, book, tmp_path):
    dialog = opened(_file(tmp_path, "list.csv", "谁,手机\n张伟,13912345678\n"))
    step = dialog.preview
    step.kinds.setCurrentIndex(step.kinds.findData(Kind.CONTACTS.value))
    step.kinds.activated.emit(step.kinds.currentIndex())
    assert dialog.plan.files[0].tables[0].targets == [KEPT_ASIDE, "mobile"]
    assert step.mapping.setData(step.mapping.index(0, TARGET), "name")
    dialog.next_button.click()
    _settled(qtbot, dialog)
    dialog.next_button.click()
    _settled(qtbot, dialog)
    counts = dialog.report.counts[Kind.CONTACTS]
    assert (counts.added, counts.refused) == (1, 0)


def test_a_field_that_does_not_exist_is_not_taken_as_a_target(opened, tmp_path):
    mapping = opened(_file(tmp_path, "list.csv", _HEADINGS + "青山,,\n")).preview.mapping
    assert not mapping.setData(mapping.index(0, TARGET), "no such field")
    assert mapping.data(mapping.index(0, TARGET), Qt.ItemDataRole.EditRole) == "name"


def test_another_encoding_reads_the_file_again(qtbot, opened, tmp_path):
    dialog = opened(_file(tmp_path, "big5.csv", "客戶名稱\n青山\n", "big5"))
    step = dialog.preview
    step.encodings.setCurrentText("big5")
    step.encodings.lineEdit().entered.emit()
    qtbot.waitUntil(lambda: not dialog._reading, timeout=20_000)
    assert step.preview.data(step.preview.index(0, 0)) == "青山"


def test_a_composing_input_method_does_not_choose_an_encoding(qtbot, opened, compose, tmp_path):
    dialog = opened(_file(tmp_path, "list.csv", _HEADINGS + "青山,,\n"))
    line = dialog.preview.encodings.lineEdit()
    line.setText("gb18030")
    compose(line, preedit="bianma")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog._reading == 0
    assert dialog.isVisible()


def test_the_row_of_the_headings_can_be_chosen(qtbot, opened, tmp_path):
    dialog = opened(_file(tmp_path, "list.csv", "2026 年客户名单,\n客户名称,公司电话\n青山,021-55550001\n"))
    dialog.preview.header_row.setValue(2)
    qtbot.waitUntil(lambda: not dialog._reading, timeout=20_000)
    assert dialog.plan.files[0].tables[0].targets == ["name", "phone"]


def test_a_file_that_cannot_be_read_says_why_and_the_others_can_be_taken(opened, tmp_path):
    good = _file(tmp_path, "good.csv", _HEADINGS + "青山,,\n")
    dialog = opened(tmp_path / "absent.csv", good)
    assert dialog.preview._problem.text()
    assert dialog.next_button.isEnabled()


def test_a_table_that_is_unticked_is_left_out(qtbot, opened, book, tmp_path):
    one = _file(tmp_path, "one.csv", _HEADINGS + "青山,,\n")
    other = _file(tmp_path, "other.csv", _HEADINGS + "绿水,,\n")
    dialog = opened(one, other)
    dialog.preview.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.next_button.click()
    _settled(qtbot, dialog)
    dialog.next_button.click()
    _settled(qtbot, dialog)
    assert [customer.name for customer in _customers(book)] == ["绿水"]


def test_what_is_there_already_is_skipped_updated_or_added_as_decided(qtbot, opened, book, tmp_path):
    book.write("add", lambda session: commands.add(session, [Customer(name="青山", number="A-1")]))
    dialog = opened(_file(tmp_path, "list.csv", "客户编号,客户名称,备注\nA-1,青山,新的\n"))
    dialog.next_button.click()
    _settled(qtbot, dialog)
    assert dialog.report.counts[Kind.CUSTOMERS].skipped == 1
    dialog.check.duplicates.button(OnDuplicate.UPDATE).click()
    _settled(qtbot, dialog)
    assert dialog.report.counts[Kind.CUSTOMERS].updated == 1
    dialog.next_button.click()
    _settled(qtbot, dialog)
    (customer,) = _customers(book)
    assert customer.notes == "新的"
    assert dialog.plan.backed_up


def test_a_stopped_import_leaves_the_book_as_it_was(qtbot, opened, book, tmp_path):
    rows = "".join(f"公司{number},,\n" for number in range(3_000))
    dialog = opened(_file(tmp_path, "long.csv", _HEADINGS + rows))
    dialog.next_button.click()
    _settled(qtbot, dialog)
    dialog.next_button.click()
    with qtbot.waitSignal(dialog.finished, timeout=20_000):
        dialog.cancel_button.click()
    assert _customers(book) == []


def test_locking_stops_an_import(qtbot, opened, book, context, tmp_path):
    rows = "".join(f"公司{number},,\n" for number in range(3_000))
    dialog = opened(_file(tmp_path, "long.csv", _HEADINGS + rows))
    dialog._start(dry_run=False)
    context.bus.about_to_close.emit()
    _settled(qtbot, dialog)
    assert _customers(book) == []
    assert dialog.isVisible()


def test_the_models_keep_qt_s_rules(qtbot, opened, tmp_path):
    dialog = opened(_file(tmp_path, "名单.csv", _HEADINGS + "青山,021-1,\n,,红\n"))
    models = (dialog.preview.mapping, dialog.preview.preview, dialog.check.view.model)
    testers = [QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal) for model in models]
    dialog.next_button.click()
    _settled(qtbot, dialog)
    dialog.check.view.tabs.setCurrentIndex(1)
    dialog.preview.show_plan()
    assert len(testers) == 3


def test_every_input_of_the_preview_has_a_name(opened, tmp_path):
    step = opened(_file(tmp_path, "list.csv", _HEADINGS + "青山,,\n")).preview
    for widget in (step.list, step.kinds, step.encodings, step.header_row, step.columns, step.first_rows):
        assert widget.accessibleName()


@pytest.mark.parametrize(("name", "taken"), [("list.csv", True), ("people.VCF", True), ("photo.png", False)])
def test_files_that_can_be_imported_may_be_dropped(qtbot, theme, tmp_path, name, taken):
    zone = DropZone(theme)
    qtbot.addWidget(zone)
    got = []
    zone.files_chosen.connect(got.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), copy, mime, left, none)
    entered.ignore()
    zone.dragEnterEvent(entered)
    assert entered.isAccepted() is taken
    if taken:
        zone.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
        assert got == [[tmp_path / name]]


@pytest.fixture
def endless(monkeypatch):
    """Children that never come to an end with what they read."""
    source = "import sys, time; sys.stdin.readline(); time.sleep(600)"
    monkeypatch.setattr(sandbox, "child_command", lambda: [sys.executable, "-c", source])


def test_closing_the_dialog_ends_what_is_being_read(qtbot, context, window, endless, tmp_path):
    dialog = open_import(context, [tmp_path / f"{number}.csv" for number in range(5)], window)
    cancellation = dialog._cancellation
    qtbot.waitUntil(lambda: len(cancellation._children) == 3)
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: cancellation._children == set())
    context.operations.close()  # waits for what is under way


def test_locking_ends_what_is_being_read(qtbot, context, window, endless, tmp_path):
    dialog = open_import(context, [tmp_path / "a.csv"], window)
    qtbot.waitUntil(lambda: len(dialog._cancellation._children) == 1)
    context.bus.about_to_close.emit()
    context.operations.close()  # waits for what is under way


def test_a_reading_that_was_ended_can_be_repeated(qtbot, context, window, endless, monkeypatch, tmp_path):
    path = _file(tmp_path, "list.csv", _HEADINGS + "青山,,\n")
    dialog = open_import(context, [path], window)
    qtbot.waitUntil(lambda: len(dialog._cancellation._children) == 1)
    context.bus.about_to_close.emit()  # the session was to end, and did not
    qtbot.waitUntil(lambda: not dialog._reading)
    assert not dialog.next_button.isEnabled()
    monkeypatch.undo()
    dialog._read(dialog.plan.files[0])
    qtbot.waitUntil(lambda: not dialog._reading, timeout=20_000)
    assert dialog.next_button.isEnabled()


def test_a_closed_dialog_keeps_nothing_of_what_it_read(qtbot, opened, tmp_path):
    def data():
        return [each for each in gc.get_objects() if type(each) in {Row, Draft, Doubt, Refusal, Report}]

    def kept():
        return {type(each) for each in data() if id(each) not in before}

    gc.collect()
    others = data()  # of other tests
    before = {id(each) for each in others}
    gc.disable()  # it must go without a collection
    try:
        dialog = opened(_file(tmp_path, "名单.csv", _HEADINGS + "青山科技有限公司,abc,\n,,红\n"))
        dialog.next_button.click()
        _settled(qtbot, dialog)
        assert kept() == {Row, Doubt, Refusal, Report}
        dialog.reject()
        qtbot.waitUntil(lambda: kept() == set())
    finally:
        gc.enable()
