"""What can be done from everywhere: keys, dropped files, printing."""

from collections import Counter

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_crm.core.book import Book
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.documents.summary_preview import SummaryPreview
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.main_window.shortcut_list import ShortcutList, shortcuts_of
from desktop_crm.ui.pages import LOWER_PAGES, PAGES
from desktop_crm.ui.transfer.import_dialog import ImportDialog


@pytest.fixture
def main(qtbot, book: Book, theme, preferences):
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()


def _trigger(main: MainWindow, keys: str) -> None:
    wanted = QKeySequence(keys)
    next(action for action in main.actions() if wanted in action.shortcuts()).trigger()


def test_every_page_opens(main):
    for entry in (*PAGES, *LOWER_PAGES):
        main.open_page(entry.key)
        assert main.current_key == entry.key


def test_no_two_actions_have_the_same_keys(main):
    for entry in (*PAGES, *LOWER_PAGES):
        main.open_page(entry.key)
    everywhere = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    keys = Counter(
        sequence.toString()
        for action in main.findChildren(QAction)
        if action.shortcutContext() in everywhere
        for sequence in action.shortcuts()
    )
    keys += Counter(
        sequence.toString()
        for shortcut in main.findChildren(QShortcut)
        if shortcut.context() in everywhere
        for sequence in shortcut.keys()  # noqa: SIM118 - a QShortcut is no dict
    )
    assert [text for text in keys if keys[text] > 1] == []


def test_the_list_of_keys_is_read_from_the_actions(main):
    action = QAction("A thing of tomorrow", main)
    action.setShortcut("Ctrl+Alt+T")
    main.addAction(action)
    found = {shortcut.name: shortcut.keys for shortcut in shortcuts_of(main)}
    assert found["A thing of tomorrow"] == ("Ctrl+Alt+T",)
    assert len(found) >= 10


def test_the_list_of_keys_opens_by_f1_and_can_be_printed(qtbot, main):
    _trigger(main, "F1")
    keys = main.findChild(ShortcutList)
    assert keys.isVisible()
    keys._on_print()
    preview = main.findChild(DocumentPreview)
    qtbot.waitUntil(lambda: preview.printout is not None, timeout=20_000)
    assert preview.pages.page_count == 1
    preview.reject()


def test_files_dropped_on_the_window_are_previewed(qtbot, main, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("客户名称\n青山\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    main.dropEvent(drop)
    dialog = main.findChild(ImportDialog)
    qtbot.waitUntil(lambda: dialog.plan.rows == 1, timeout=20_000)
    dialog.reject()


def test_printing_needs_a_customer_and_says_so(main):
    main.open_page("settings")
    _trigger(main, "Ctrl+P")
    assert main.findChild(QWidget, "toast") is not None


def test_the_summary_of_the_selected_customer_is_previewed(qtbot, main, book):
    changes = book.write("add", lambda session: commands.add(session, [Customer(name="青山")]))
    main.open_page("customers")
    customer_id = CustomerId(changes.new_id(Kind.CUSTOMERS))
    qtbot.waitUntil(lambda: main.current_page().selected_customer() == customer_id, timeout=10_000)
    _trigger(main, "Ctrl+P")
    qtbot.waitUntil(lambda: main.findChild(SummaryPreview) is not None, timeout=10_000)
    preview = main.findChild(SummaryPreview)
    qtbot.waitUntil(lambda: preview.printout is not None, timeout=20_000)
    preview.reject()


def test_the_zoom_keys_change_the_size(main, theme):
    _trigger(main, "Ctrl+=")
    assert theme.scale == 1.1
    _trigger(main, "Ctrl+0")
    assert theme.scale == 1.0
