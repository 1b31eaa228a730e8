"""Quick add: what was understood stands as chips before anything is noted, and each can be dismissed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from desktop_crm.core.book import Book
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.quick_add.quick_add_dialog import QuickAddDialog, _Chip

LINE = "下周三 14:00 回访张总 报价 #云帆 !高"


@pytest.fixture
def book(book: Book) -> Book:
    def fill(session):
        changes = commands.add(session, [Customer(name="云帆科技有限公司"), Customer(name="云图设计有限公司")])
        first = CustomerId(changes.added[Kind.CUSTOMERS][0])
        return changes | CONTACTS.add(session, [Contact(name="张伟", title="总经理", customer_id=first)])

    book.write("add", fill)
    return book


@pytest.fixture
def dialog(qtbot, book, context, window) -> QuickAddDialog:
    made = QuickAddDialog(context, window)
    made.open()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def understood(qtbot, dialog: QuickAddDialog, words: str) -> None:
    dialog.line.setText(words)
    qtbot.waitUntil(lambda: dialog._noted is not None, timeout=10_000)
    qtbot.waitUntil(lambda: len(chips(dialog)) == len(list(dialog._noted.recognised())), timeout=10_000)


def chips(dialog: QuickAddDialog) -> dict[str, _Chip]:
    return {chip.property("part"): chip for chip in dialog._chips.findChildren(_Chip) if chip.isVisible()}


def noted(book: Book) -> list[Followup]:
    return book.read(lambda connection: FOLLOWUPS.get_many(connection, connection.scalars(select(followups.c.id))))


def test_every_part_that_was_understood_is_a_chip_and_enter_notes_them(qtbot, dialog, book):
    understood(qtbot, dialog, LINE)
    assert list(chips(dialog)) == ["WHEN", "CUSTOMER", "PERSON", "PRIORITY"]
    assert "云帆科技有限公司" in chips(dialog)["CUSTOMER"].text()
    assert "14:00" in chips(dialog)["WHEN"].text()
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(noted(book)) == 1, timeout=10_000)
    (followup,) = noted(book)
    assert (followup.title, followup.priority, followup.due is not None) == ("回访张总 报价", "high", True)
    assert followup.customer_id is not None
    assert followup.contact_id is not None


@pytest.mark.parametrize(
    ("part", "left_in_title", "field", "empty"),
    [
        ("WHEN", "下周三 14:00", "due", None),
        ("PRIORITY", "!高", "priority", ""),
        ("PERSON", "张总", "contact_id", None),
    ],
)
def test_a_dismissed_chip_leaves_its_words_in_the_title(qtbot, dialog, book, part, left_in_title, field, empty):
    understood(qtbot, dialog, LINE)
    chips(dialog)[part].setFocus()
    qtbot.keyClick(chips(dialog)[part], Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: dialog._noted is not None and part not in chips(dialog), timeout=10_000)
    assert dialog.line.hasFocus()
    assert dialog.line.text() == LINE
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(noted(book)) == 1, timeout=10_000)
    (followup,) = noted(book)
    assert left_in_title in followup.title
    assert getattr(followup, field) == empty


def test_backspace_behind_the_time_dismisses_it_and_takes_no_letter(qtbot, dialog):
    understood(qtbot, dialog, "回访 下周三")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: dialog._noted is not None and not chips(dialog), timeout=10_000)
    assert dialog.line.text() == "回访 下周三"
    qtbot.keyClick(dialog.line, Qt.Key.Key_Backspace)
    assert dialog.line.text() == "回访 下周"
    dialog.all_again.click()
    dialog.line.setText("回访 下周三")
    qtbot.waitUntil(lambda: "WHEN" in chips(dialog), timeout=10_000)


def test_of_several_customers_that_fit_one_can_be_chosen(qtbot, dialog):
    understood(qtbot, dialog, "明天 回访 #云")
    offers = [each for each in dialog._offers.findChildren(QPushButton) if each.property("candidate")]
    by_name = {each.text().split()[-1]: each for each in offers}
    assert set(by_name) == {"云帆科技有限公司", "云图设计有限公司"}
    by_name["云图设计有限公司"].click()
    qtbot.waitUntil(lambda: "CUSTOMER" in chips(dialog), timeout=10_000)
    assert "云图设计有限公司" in chips(dialog)["CUSTOMER"].text()


def test_a_customer_that_is_not_in_the_book_is_said_to_be_unknown(qtbot, dialog):
    understood(qtbot, dialog, "明天 10:00 回访 #无此客户")
    assert "无此客户" in dialog._doubt.text()
    assert "#无此客户" in dialog._noted.followup.title


def test_before_anything_is_typed_only_the_hint_stands_below_the_line(dialog):
    assert dialog._doubt.isVisible()
    assert not dialog._chips.isVisible()
    assert not dialog._to_do.isVisible()


def test_who_types_faster_than_the_book_is_read_loses_nothing(qtbot, dialog, book):
    dialog.line.setText("明天 10:00 打电话")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(noted(book)) == 1, timeout=10_000)
    assert noted(book)[0].methods == ("phone",)


def test_enter_while_composing_notes_nothing(qtbot, dialog, book, compose):
    understood(qtbot, dialog, "明天 10:00 回访")
    compose(dialog.line, preedit="zhang")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Backspace)
    assert noted(book) == []
    assert "WHEN" in chips(dialog)
    compose(dialog.line)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(noted(book)) == 1, timeout=10_000)


def test_a_past_date_is_pointed_out_before_it_is_noted(qtbot, dialog):
    understood(qtbot, dialog, "2020-01-02 回访")
    assert dialog._doubt.text()
    assert dialog._noted.past
