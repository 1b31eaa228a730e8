from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_crm.core import paths as paths_module
from desktop_crm.core.attachments.commands import keep
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.journal.transfers import transfers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.attach_files import attach
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.attachments import viewer as viewer_module
from desktop_crm.ui.attachments.outside import clear_outside, copies_of
from desktop_crm.ui.attachments.viewer import AttachmentViewer, view_attachment
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.timeline_tab import TimelineTab
from desktop_crm.ui.framework.record_dialog import RecordDialog

COPY = Qt.DropAction.CopyAction


@pytest.fixture
def customer(book, fixed_now):
    return book.write("add", lambda session: add_record(session, Kind.CUSTOMERS, name="Yunfan")).new_id(Kind.CUSTOMERS)


def every(book):
    return book.read(lambda c: ATTACHMENTS.get_many(c, c.scalars(ATTACHMENTS.table.select()).all()))


def mime_of(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget, position, *paths):
    """Whether files could be dropped there; they were."""
    mime = mime_of(*paths)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(position, COPY, mime, buttons, keys))
    move = QDragMoveEvent(position, COPY, mime, buttons, keys)
    QApplication.sendEvent(widget, move)
    dropped = QDropEvent(QPointF(position), COPY, mime, buttons, keys)
    QApplication.sendEvent(widget, dropped)
    return dropped.isAccepted()


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "会议纪要.txt"
    path.write_bytes("纪要:报价已确认".encode("gb18030"))
    return path


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "photo.png"
    made = QImage(400, 200, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.darkCyan)
    made.save(str(path))
    return path


def test_a_file_dropped_on_the_detail_becomes_an_attachment(context, book, customer, text, qtbot, window, english):
    detail = CustomerDetail(context)
    detail.setParent(window)
    detail.resize(700, 600)
    detail.show()
    detail.show_customer(customer)
    assert drop(detail, QPoint(100, 10), text)
    qtbot.waitUntil(lambda: len(every(book)) == 1)
    (found,) = every(book)
    assert (found.customer_id, found.type, found.name) == (customer, "minutes", "会议纪要.txt")
    qtbot.waitUntil(lambda: context.undoing.next_undo == "add attachment")


def test_where_nobody_is_shown_nothing_can_be_dropped(context, book, text, qtbot, window):
    detail = CustomerDetail(context)
    detail.setParent(window)
    detail.show()
    assert not drop(detail, QPoint(10, 10), text)


def test_a_file_dropped_on_an_entry_belongs_to_it(context, book, customer, text, qtbot, window, english):
    values = {"customer_id": customer, "summary": "A demo", "method": "visit"}
    talk = book.write("add", lambda session: add_record(session, Kind.INTERACTIONS, **values)).new_id(Kind.INTERACTIONS)
    tab = TimelineTab(context)
    tab.setParent(window)
    tab.resize(600, 400)
    tab.show()
    tab.show_customer(customer)
    qtbot.waitUntil(lambda: tab.model.rowCount() == 1)
    place = tab.view.visualRect(tab.model.index(0)).center()
    assert drop(tab.view.viewport(), place, text)
    qtbot.waitUntil(lambda: len(every(book)) == 1)
    (found,) = every(book)
    assert (found.record_kind, found.record_id, found.customer_id) == ("interactions", talk, customer)


def test_files_dropped_on_the_form_of_a_new_record_wait_until_it_is_saved(context, book, customer, text, qtbot, window):
    dialog = RecordDialog(context, Kind.CONTACTS, None, {"customer_id": customer, "name": "Zhang"}, window)
    dialog.open()
    assert drop(dialog, QPoint(5, 5), text)
    assert every(book) == []
    dialog.save()
    qtbot.waitUntil(lambda: len(every(book)) == 1)
    assert every(book)[0].record_kind == "contacts"


def viewer_of(context, book, customer, path, window, qtbot):
    file = keep(ContentStore(book.vault), path)
    work = partial(attach, kind=Kind.CUSTOMERS, record_id=customer, files=[file])
    attachment_id = book.write("add_attachments", work).new_id(Kind.ATTACHMENTS)
    view_attachment(context, attachment_id, window)
    qtbot.waitUntil(lambda: window.findChild(AttachmentViewer) is not None)
    return window.findChild(AttachmentViewer)


def test_a_text_is_shown_whatever_its_encoding(context, book, customer, text, window, qtbot, english):
    viewer = viewer_of(context, book, customer, text, window, qtbot)
    qtbot.waitUntil(lambda: viewer.parts.currentWidget() is viewer.text)
    assert viewer.text.toPlainText() == "纪要:报价已确认"


def test_an_image_is_shown_and_can_be_zoomed(context, book, customer, image, window, qtbot, english):
    viewer = viewer_of(context, book, customer, image, window, qtbot)
    qtbot.waitUntil(lambda: viewer.parts.currentWidget() is viewer.image)
    before = viewer.image.zoom
    viewer._on_zoom(1.25)
    assert viewer.image.zoom == pytest.approx(before * 1.25)


def test_a_pdf_is_shown_page_by_page(context, book, customer, tmp_path, window, qtbot, english):
    path = tmp_path / "sheet.pdf"
    _pdf(path)
    viewer = viewer_of(context, book, customer, path, window, qtbot)
    qtbot.waitUntil(lambda: viewer.parts.currentWidget() is viewer.pages)
    assert viewer.pages.page_count == 2


def _pdf(path):
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 400)
    document.new_page(300, 400)
    document.save(str(path))
    document.close()


def test_what_cannot_be_shown_can_be_saved_and_the_journal_says_so(
    context, book, customer, tmp_path, window, qtbot, english
):
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04\0\0\0binary")
    viewer = viewer_of(context, book, customer, path, window, qtbot)
    qtbot.waitUntil(lambda: "cannot be shown" in viewer.words.text())
    viewer.save_to(str(tmp_path / "copy.docx"))
    qtbot.waitUntil(lambda: len(book.read(partial(transfers, most=5))) == 1)
    assert (tmp_path / "copy.docx").read_bytes() == path.read_bytes()
    assert book.read(partial(transfers, most=5))[0].files == ("copy.docx",)


def test_opening_outside_asks_and_the_copy_goes_again(
    context, book, customer, text, window, qtbot, english, monkeypatch, tmp_path
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    monkeypatch.setattr(paths_module.platformdirs, "user_cache_path", lambda *_a, **_k: tmp_path / "cache")
    viewer = viewer_of(context, book, customer, text, window, qtbot)
    viewer._on_open_outside()
    box = viewer.findChild(QMessageBox)
    assert opened == []
    next(button for button in box.buttons() if button.text() == "Open").click()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert Path(opened[0]).read_bytes() == text.read_bytes()
    clear_outside(book.vault.folder)
    assert not Path(opened[0]).exists()
    assert copies_of(book.vault.folder).clear()


def test_while_the_screen_is_shown_to_others_no_attachment_is(context, book, customer, text, window, qtbot, english):
    file = keep(ContentStore(book.vault), text)
    work = partial(attach, kind=Kind.CUSTOMERS, record_id=customer, files=[file])
    attachment_id = book.write("add_attachments", work).new_id(Kind.ATTACHMENTS)
    book.database.presenting = True
    view_attachment(context, attachment_id, window)
    assert window.findChild(QMessageBox) is not None
    assert window.findChild(viewer_module.AttachmentViewer) is None
