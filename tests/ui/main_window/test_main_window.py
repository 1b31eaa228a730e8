"""What can be done from everywhere: keys, dropped files, printing."""

from collections import Counter

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_crm.core.book import Book
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.sample.generator import fill
from desktop_crm.ui.documents.customer_preview import CustomerPreview
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.look.theme import Mode
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.main_window.shortcut_list import ShortcutList, shortcuts_of
from desktop_crm.ui.pages import LOWER_PAGES, PAGES
from desktop_crm.ui.settings.key_dialogs import PassphraseDialog
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


def test_the_key_of_a_page_puts_the_cursor_into_it(qtbot, main):
    main.activateWindow()
    for keys in ("Ctrl+2", "Ctrl+1", "Ctrl+,", "Ctrl+3", "Ctrl+4"):
        _trigger(main, keys)
        focused = QApplication.focusWidget()
        assert focused is not None, keys
        assert main.current_page().isAncestorOf(focused), keys


def test_an_empty_page_offers_its_button_to_the_keyboard(qtbot, main):
    main.activateWindow()
    _trigger(main, "Ctrl+2")
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPushButton))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main.findChild(RecordDialog) is not None)
    main.findChild(RecordDialog).reject()


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
    qtbot.waitUntil(lambda: main.findChild(CustomerPreview) is not None, timeout=10_000)
    preview = main.findChild(CustomerPreview)
    qtbot.waitUntil(lambda: preview.printout is not None, timeout=20_000)
    preview.reject()


def test_f6_goes_from_the_sidebar_to_each_part_of_the_page_and_round_again(qtbot, main, book):
    book.write("add", lambda session: commands.add(session, [Customer(name="青山")]))
    main.open_page("customers")
    page = main.current_page()
    qtbot.waitUntil(lambda: page.detail.customer is not None, timeout=10_000)
    main.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    for keys, pane in (
        ("F6", page.detail),
        ("F6", main._sidebar),
        ("F6", page),
        ("Shift+F6", main._sidebar),
        ("Shift+F6", page.detail),
    ):
        _trigger(main, keys)
        assert pane.isAncestorOf(QApplication.focusWidget()), (keys, pane)


def test_f6_is_in_the_list_of_keys(main):
    keys = {key for shortcut in shortcuts_of(main) for key in shortcut.keys}
    assert {"F6", "Shift+F6"} <= keys


def test_no_key_works_without_standing_in_the_list(main):
    for entry in (*PAGES, *LOWER_PAGES):
        main.open_page(entry.key)
    listed = {key for shortcut in shortcuts_of(main) for key in shortcut.keys}
    native = QKeySequence.SequenceFormat.NativeText
    keys = [each.toString(native) for action in main.findChildren(QAction) for each in action.shortcuts()]
    keys += [shortcut.key().toString(native) for shortcut in main.findChildren(QShortcut)]
    assert set(keys) - listed == set()


def test_the_zoom_keys_change_the_size(main, theme):
    _trigger(main, "Ctrl+=")
    assert theme.scale == 1.1
    _trigger(main, "Ctrl+0")
    assert theme.scale == 1.0


def _zoomed(qtbot, main, theme, scale: float):
    """The page that is shown, made anew in another size."""
    old = main.current_page()
    theme.use(scale=scale)
    qtbot.waitUntil(lambda: main.current_page() is not old, timeout=10_000)
    return main.current_page()


def test_an_open_list_follows_the_zoom_and_stays_where_it_was(qtbot, main, book, theme):
    people = [Customer(name=f"青山{number:03}", owner="李" if number % 2 else "王") for number in range(200)]
    book.write("add", lambda session: commands.add(session, people))
    main.open_page("customers")
    page = main.current_page()
    page.filters.set("owner", "李")
    qtbot.waitUntil(lambda: page.model.rowCount() == 100, timeout=10_000)
    wanted = page.model.id_at(70)
    page.table.go_to(wanted)
    page.detail.show_customer(CustomerId(wanted))
    page.detail.tab = 2
    heights, top = (page.table.rowHeight(0), page._list.minimumWidth()), page.table.rowAt(0)
    assert top > 0
    page.table.setFocus()

    page = _zoomed(qtbot, main, theme, 1.5)
    qtbot.waitUntil(lambda: page.table.current_id == wanted, timeout=10_000)
    assert (page.table.rowHeight(0), page._list.minimumWidth()) == tuple(round(1.5 * size) for size in heights)
    assert page.filters.values == {"owner": "李"}
    assert page.table.rowAt(0) == top
    assert page.detail.tab == 2
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.waitUntil(lambda: main.findChildren(type(page)) == [page])


def test_every_page_that_was_opened_follows_the_zoom(qtbot, main, theme):
    for entry in (*PAGES, *LOWER_PAGES):
        main.open_page(entry.key)
    before = dict(main._pages)
    shown = main.current_key
    theme.use(scale=1.5)
    qtbot.waitUntil(lambda: not set(before.values()) & set(main._pages.values()), timeout=10_000)
    assert main._pages.keys() == before.keys()
    assert main.current_key == shown
    assert main._stack.count() == len(before)


def test_groups_of_the_agenda_stay_folded_when_the_zoom_changes(qtbot, main, theme):
    page = main.current_page()
    groups = list(page.titles)
    page.model.fold(groups[:2])
    assert _zoomed(qtbot, main, theme, 1.25).model.folded == frozenset(groups[:2])


def test_colors_alone_keep_the_pages(qtbot, main, theme):
    page = main.current_page()
    theme.use(Mode.DARK)
    QApplication.processEvents()
    assert main.current_page() is page


def test_a_page_whose_dialog_is_open_waits_for_it(qtbot, main, theme):
    main.open_page("settings")
    page = main.current_page()
    page._on_passphrase()
    dialog = main.findChild(PassphraseDialog)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog)
    theme.use(scale=1.5)
    QApplication.processEvents()
    assert main.current_page() is page
    dialog.reject()
    qtbot.waitUntil(lambda: main.current_page() is not page, timeout=10_000)


def test_pages_that_were_not_opened_show_their_count_too(qtbot, main, book):
    book.write("add", lambda session: commands.add(session, [Customer(name="青山"), Customer(name="绿水")]))
    customers = main._sidebar._buttons["customers"]
    qtbot.waitUntil(lambda: customers.accessibleDescription() == "2", timeout=10_000)
    assert "customers" not in main._pages


def test_a_count_before_the_page_is_opened_is_that_of_the_page(qtbot, main, book):
    fill(book.database, customers=12, interactions=60, seed=1, language="zh")
    keys = ("customers", "followups", "needs")
    buttons = [main._sidebar._buttons[key] for key in keys]
    qtbot.waitUntil(lambda: all(button.accessibleDescription() for button in buttons), timeout=20_000)
    QApplication.processEvents()
    before = [button.accessibleDescription() for button in buttons]
    told = []
    for key in keys:
        main.open_page(key)
        with qtbot.waitSignal(main.current_page().count_changed, timeout=20_000) as signal:
            main.current_page().refresh()
        told.append(str(signal.args[0]))
    assert told == before
