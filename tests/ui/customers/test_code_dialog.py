"""The code of a person on the screen: another program reads it from a picture of the dialog, however that looks."""

import pytest
import zxingcpp
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database.errors import PresentingError
from desktop_crm.core.journal.transfers import transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.ui.customers.code_dialog import CodeDialog
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.record_windows import edit_record, show_code
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.look.theme import Mode
from desktop_crm.ui.widgets.code_view import QUIET_ZONE, CodeView

BLACK, WHITE = QColor("black").rgb(), QColor("white").rgb()


def scanned(picture):
    """The texts that another program reads from a picture."""
    gray = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    data = memoryview(bytes(gray.constBits())).cast("B", (gray.height(), gray.bytesPerLine()))
    return [found.text for found in zxingcpp.read_barcodes(data, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.fixture
def contact_id(book, ids, english):
    person = Contact(
        customer_id=ids["Yunfan"],
        name="欧阳芷若",
        title="采购部经理",
        mobile=parse_phone("139 1234 5678"),
        email="ouyang@yunfan.example.com",
        address="上海市浦东新区世纪大道 100 号",
        notes="很难谈",
    )
    return book.write("add", lambda session: CONTACTS.add(session, [person])).new_id(Kind.CONTACTS)


@pytest.fixture
def shown(qtbot):
    """The dialog with the code that opens over a widget."""

    def wait(over):
        qtbot.waitUntil(lambda: any(each.isVisible() for each in over.findChildren(CodeDialog)))
        return over.findChildren(CodeDialog)[-1]

    return wait


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_picture_of_the_dialog_is_scanned_into_the_card(context, window, contact_id, shown, theme, mode, scale):
    theme.use(mode, scale)
    show_code(context, Kind.CONTACTS, contact_id, window)
    dialog = shown(window)
    assert scanned(dialog.grab().toImage()) == [dialog.code.text]
    assert "FN:欧阳芷若\r\nORG:Yunfan\r\nTEL;TYPE=CELL:+8613912345678\r\n" in dialog.code.text


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("side", [213, 344])
def test_every_module_has_the_same_pixels_of_the_screen_and_white_around(window, ratio, side):
    modules = tuple(bytes((row * column + row // 3) % 2 for column in range(45)) for row in range(45))
    view = CodeView(modules, side)
    view.setParent(window)
    edge = round(side * ratio)
    picture = QImage(edge, edge, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    view.render(picture)
    count = 45 + 2 * QUIET_ZONE
    size = int(side * ratio) // count
    first = (int(side * ratio) - size * count) // 2

    def is_dark(x, y):
        row, column = (y - first) // size - QUIET_ZONE, (x - first) // size - QUIET_ZONE
        return 0 <= row < 45 and 0 <= column < 45 and bool(modules[row][column])

    for y in range(edge):
        expected = [BLACK if is_dark(x, y) else WHITE for x in range(edge)]
        assert [picture.pixel(x, y) for x in range(edge)] == expected


def test_words_say_whose_code_it_is_and_what_is_in_it_and_escape_closes(
    qtbot, context, window, contact_id, shown, book
):
    show_code(context, Kind.CONTACTS, contact_id, window)
    dialog = shown(window)
    words = [each.text() for each in dialog.findChildren(type(dialog.note)) if each.text()]
    assert words[1:3] == ["欧阳芷若", "Yunfan"]
    assert words[3:11:2] == ["Mobile", "Title", "E-mail", "Address"]
    assert words[4:12:2] == [
        "139 1234 5678",
        "采购部经理",
        "ouyang@yunfan.example.com",
        "上海市浦东新区世纪大道 100 号",
    ]
    assert dialog.view.accessibleName() == "QR code of 欧阳芷若"
    qtbot.waitUntil(lambda: bool(book.read(lambda connection: transfers(connection, 1))))
    (noted,) = book.read(lambda connection: transfers(connection, 1))
    assert (noted.verb, noted.files, noted.counts) == ("export", ("QR code of 欧阳芷若",), {Kind.CONTACTS: 1})
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(CodeDialog))


def test_what_is_not_in_the_code_is_named(qtbot, context, window, contact_id, shown, book):
    book.write("mark", lambda session: CONTACTS.mark(session, [contact_id], "mobile"))
    book.write("change", lambda session: CONTACTS.change(session, contact_id, website="https://a.cn/" + "a" * 900))
    show_code(context, Kind.CONTACTS, contact_id, window)
    words = [each.text() for each in shown(window).findChildren(type(shown(window).note))]
    assert "There is no room in the code for: Website" in words
    assert "Confidential, and not in the code: Mobile" in words


def test_while_others_see_the_screen_no_code_is_shown_nor_of_whom_is_confidential(
    qtbot, context, window, contact_id, book, monkeypatch
):
    errors = []
    monkeypatch.setattr(type(context.messages), "error", lambda _self, error: errors.append(error))
    book.write("change", lambda session: CONTACTS.change(session, contact_id, confidential=True))
    show_code(context, Kind.CONTACTS, contact_id, window)
    qtbot.waitUntil(lambda: [error.title for error in errors] == ["No QR code can be shown"])
    context.book.database.presenting = True
    show_code(context, Kind.CONTACTS, contact_id, window)
    assert isinstance(errors[1], PresentingError)
    assert not window.findChildren(CodeDialog)


@pytest.fixture
def rows(context, window, ids, qtbot):
    """The list of a customer's contacts, or of the steps of its decision chain, with so many rows."""

    def show(kind, count):
        made = RecordsTab(context, kind)
        made.setParent(window)
        made.show_customer(ids["Yunfan"])
        made.show()
        qtbot.waitUntil(lambda: made.model.rowCount() == count)
        return made

    return show


def menu_of(tab, row):
    tab.current._on_menu_requested(tab.model.id_at(row), QPoint())
    menu = tab.current.findChildren(QMenu)[-1]
    actions = {action.text(): action for action in menu.actions()}
    menu.hide()
    return actions


def test_the_menu_and_a_key_show_the_code_of_the_contact_in_the_row(qtbot, window, contact_id, rows, shown):
    tab = rows(Kind.CONTACTS, 2)
    menu_of(tab, 0)["Show QR code"].trigger()
    dialog = shown(window)
    assert dialog.code.name == "Zhang"
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(CodeDialog))
    tab.table.go_to(contact_id)
    (action,) = [each for each in tab.table.actions() if each.text() == "Show QR code"]
    action.trigger()
    assert shown(window).code.name == "欧阳芷若"


def test_a_step_of_the_chain_leads_to_the_code_of_its_contact(qtbot, window, contact_id, rows, shown, book, ids):
    steps = [
        DecisionStep(customer_id=ids["Yunfan"], position=1, name="欧阳", contact_id=contact_id),
        DecisionStep(customer_id=ids["Yunfan"], position=2, name="Board"),
    ]
    book.write("add", lambda session: CHAIN.add(session, steps))
    tab = rows(Kind.CHAIN, 2)
    qtbot.waitUntil(lambda: "Show QR code" in menu_of(tab, 0))
    assert "Show QR code" not in menu_of(tab, 1)
    menu_of(tab, 0)["Show QR code"].trigger()
    assert shown(window).code.name == "欧阳芷若"


def test_the_form_of_a_contact_leads_to_the_code(qtbot, context, window, contact_id, shown):
    edit_record(context, Kind.CONTACTS, contact_id, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(RecordDialog)))
    (form,) = window.findChildren(RecordDialog)
    (tool,) = [each for each in form.findChildren(QPushButton) if each.text() == "Show QR code"]
    tool.click()
    shown(form).reject()
    form.reject()


def test_of_customers_only_individuals_have_a_code(qtbot, context, window, ids, english, shown, book):
    person = Customer(name="张三", account_type="individual", phone=parse_phone("13800138000"))
    customer_id = book.write("add", lambda session: commands.add(session, [person])).new_id(Kind.CUSTOMERS)
    detail = CustomerDetail(context)
    detail.setParent(window)

    def offered(customer):
        detail.show_customer(customer)
        qtbot.waitUntil(lambda: detail.customer is not None and detail.customer.id == customer)
        return {action.text(): action for action in detail.more_menu().actions()}

    assert "Show QR code" not in offered(ids["Yunfan"])
    offered(customer_id)["Show QR code"].trigger()
    assert "TEL;TYPE=WORK,VOICE:+8613800138000\r\n" in shown(window).code.text
