import pytest
from PySide6.QtGui import QGuiApplication

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked as marked_lists
from desktop_crm.ui.framework.bulk_dialog import BulkDialog


def choose(menu, text):
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()


def test_the_menu_offers_what_can_be_done(page, ids):
    texts = [action.text() for action in page.row_menu(ids["Yunfan"]).actions() if action.text()]
    assert texts[:6] == ["Record interaction", "Edit", "Copy phone", "Copy e-mail", "Copy USCC", "Copy address"]
    assert texts[-1] == "Move to the Trash"


@pytest.mark.parametrize(("entry", "text"), [("Copy phone", "021 5555 0100"), ("Copy address", "1 Bund")])
def test_one_field_is_copied_from_the_menu(page, ids, qtbot, entry, text):
    QGuiApplication.clipboard().clear()
    choose(page.row_menu(ids["Yunfan"]), entry)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().replace("-", " ") == text)


def test_a_field_that_is_empty_leaves_the_clipboard_alone(page, ids, qtbot, context, monkeypatch):
    said = []
    monkeypatch.setattr(type(context.messages), "toast", lambda _self, text, *_more: said.append(text))
    QGuiApplication.clipboard().setText("before")
    choose(page.row_menu(ids["Yunfan"]), "Copy USCC")
    qtbot.waitUntil(lambda: said == ["Nothing is recorded there"])
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.parametrize("marked", [True, False])
def test_only_what_is_confidential_is_kept_out_of_the_history_of_the_clipboard(page, ids, qtbot, book, marked):
    """Copied by the menu of the customer, as a cell, and as a row."""
    qtbot.waitUntil(lambda: page.model.index(0, 0).data() == "Yunfan")
    if marked:
        book.write("mark", lambda session: CUSTOMERS.mark(session, [ids["Yunfan"]], "phone"))
    column = next(number for number, column in enumerate(page.model.columns) if column.key == "phone")
    page.table.setColumnHidden(column, False)
    page.table.setCurrentIndex(page.model.index(0, column))
    clipboard = QGuiApplication.clipboard()
    for copy, text in (
        (lambda: choose(page.row_menu(ids["Yunfan"]), "Copy phone"), "5555"),
        (page.table.copy_cell, "5555"),
        (page.table.copy_rows, "Yunfan"),
    ):
        clipboard.clear()
        copy()
        qtbot.waitUntil(lambda text=text: text in clipboard.text())
        assert bool(set(clipboard.mimeData().formats()) - {"text/plain"}) == marked


def test_a_customer_is_pinned_from_the_menu(page, ids, qtbot, book):
    choose(page.row_menu(ids["Harbor"]), "Pin to the sidebar")
    qtbot.waitUntil(lambda: book.read(marked_lists.pinned) == [(Kind.CUSTOMERS, ids["Harbor"])])
    qtbot.waitUntil(lambda: "Unpin" in [action.text() for action in page.row_menu(ids["Harbor"]).actions()])


def test_what_is_done_with_several_is_offered_for_all_that_are_selected(page, ids, qtbot, window):
    def texts():
        return {action.text() for action in page.row_menu(ids["Harbor"]).actions()}

    page.table.go_to(ids["Harbor"])
    assert not {"Merge…", "Change…"} & texts()
    page.table.selectAll()
    assert {"Merge…", "Change…"} & texts() == {"Change…"}
    choose(page.row_menu(ids["Harbor"]), "Change…")
    (dialog,) = window.findChildren(BulkDialog)
    dialog.close()
    choose(page.row_menu(ids["Harbor"]), "Move to the Trash")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
