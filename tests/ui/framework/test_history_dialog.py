"""The history of a record and of one field, from the form."""

import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.save_record import add_record, change_record
from desktop_crm.ui.framework.history_dialog import HistoryDialog
from desktop_crm.ui.framework.record_dialog import RecordDialog


@pytest.fixture
def need(book):
    def work(session):
        changes = add_record(session, Kind.CUSTOMERS, account_type="company", name="云帆科技")
        customer_id = changes.new_id(Kind.CUSTOMERS)
        return add_record(session, Kind.NEEDS, customer_id=customer_id, title="质检相机", description="旧线")

    need_id = book.write("sample", work).new_id(Kind.NEEDS)
    for text in ("旧线提速", "新线"):
        book.write(
            "change_needs", lambda session, text=text: change_record(session, Kind.NEEDS, need_id, description=text)
        )
    return need_id


def rows(dialog):
    model = dialog.model
    return [
        tuple(model.index(row, column).data() for column in range(1, model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_the_history_of_one_field_is_shown_from_its_menu(qtbot, context, window, book, need, english):
    form = RecordDialog(context, Kind.NEEDS, book.read(lambda c: ROOMS[Kind.NEEDS].get(c, need)), None, window)
    form.open()
    (entry,) = [each for each in form.field_menu("description").actions() if each.text().startswith("History of “")]
    entry.trigger()
    dialog = form.findChild(HistoryDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    newest, before, first = rows(dialog)
    assert newest[0] == "李主管"
    assert newest[1] == "edit need"
    assert newest[3:] == ("旧线提速", "新线")
    assert before[3:] == ("旧线", "旧线提速")
    assert first[3:] == ("(empty)", "旧线")
    dialog.fields.setCurrentIndex(0)
    assert ("云帆科技" in {row[4] for row in rows(dialog)}) is True
    dialog.accept()
    form.reject()


def test_a_new_record_has_no_history(context, window, english):
    form = RecordDialog(context, Kind.NEEDS, None, None, window)
    assert "History" not in [button.text() for button in form._foot.children() if hasattr(button, "text")]
    form.deleteLater()
