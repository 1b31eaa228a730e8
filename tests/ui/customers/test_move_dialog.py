import pytest

from desktop_crm.core.customers.choices import CHURN_REASONS, CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.customers.move_dialog import MoveDialog
from desktop_crm.ui.customers.record_windows import edit_record
from desktop_crm.ui.customers.status_button import StatusButton
from desktop_crm.ui.framework.record_dialog import RecordDialog, open_draft


@pytest.fixture
def lakeside(book, ids):
    return book.read(lambda connection: CUSTOMERS.get(connection, ids["Lakeside"]))


def status_of(book, customer):
    return book.read(lambda connection: CUSTOMERS.get(connection, customer.id)).status


@pytest.fixture
def dialog(context, window, lakeside, english, qtbot):
    def make(to):
        made = MoveDialog(context, lakeside, to, window)
        made.open()
        qtbot.waitUntil(lambda: made._list is not None)
        return made

    return make


def test_the_chip_offers_every_other_status(context, lakeside, english, qtbot):
    chip = StatusButton(context)
    qtbot.addWidget(chip)
    chip.show_customer(lakeside)
    assert lakeside.status == PROSPECT
    assert len(chip.moves_menu().actions()) == 3
    assert "Prospect" not in " ".join(action.text() for action in chip.moves_menu().actions())


def test_a_move_waits_for_what_is_missing_and_the_link_opens_the_form_that_enters_it(
    dialog, book, lakeside, window, qtbot
):
    move = dialog(WON)
    assert not move.move_button.isEnabled()
    (missing,) = move._missing
    move._on_place(missing.places[0])
    form = move.findChild(RecordDialog)
    assert form.form.editor("customer_id").value() == lakeside.id
    book.write("add", lambda session: add_record(session, Kind.ORDERS, customer_id=lakeside.id, product="Support"))
    qtbot.waitUntil(move.move_button.isEnabled)
    move.save()
    qtbot.waitUntil(lambda: status_of(book, lakeside) == WON)


def test_leaving_asks_for_the_reason(dialog, book, lakeside, qtbot):
    move = dialog(CHURNED)
    assert not move.move_button.isEnabled()
    assert move.note.text().startswith("Still missing")
    reason = CHURN_REASONS.offered[0].code
    move.editors["churn_reason"].set_value(reason)
    move.editors["churn_reason"].edited.emit()
    qtbot.waitUntil(move.move_button.isEnabled)
    move.save()
    qtbot.waitUntil(lambda: status_of(book, lakeside) == CHURNED)
    assert book.read(lambda connection: CUSTOMERS.get(connection, lakeside.id)).churn_reason == reason


def test_interest_needs_an_explicit_need_and_a_confirmed_budget(dialog):
    assert len(dialog(INTERESTED)._missing) == 2


def test_a_form_whose_status_cannot_move_yet_asks_for_what_is_missing_and_is_saved_with_the_move(
    context, window, book, lakeside, english, qtbot
):
    edit_record(context, Kind.CUSTOMERS, lakeside.id, window)
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    form = window.findChild(RecordDialog)
    form.form.editor("status").set_value(WON)
    form.form.editor("owner").set_value("Chen")
    form.form.editor("phone").set_value(parse_phone("021-62345678"))
    form.save()
    qtbot.waitUntil(lambda: form.findChild(MoveDialog) is not None)
    move = form.findChild(MoveDialog)
    qtbot.waitUntil(lambda: len(move._missing) == 1)
    assert status_of(book, lakeside) == PROSPECT
    book.write("add", lambda session: add_record(session, Kind.ORDERS, customer_id=lakeside.id, product="Support"))
    qtbot.waitUntil(move.move_button.isEnabled)
    move.save()
    qtbot.waitUntil(lambda: status_of(book, lakeside) == WON)
    qtbot.waitUntil(lambda: book.read(lambda c: CUSTOMERS.get(c, lakeside.id)).owner == "Chen")
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in window.findChildren(RecordDialog)))


def test_a_restored_draft_whose_status_cannot_move_yet_asks_for_what_is_missing(
    context, window, book, lakeside, english, qtbot
):
    edit_record(context, Kind.CUSTOMERS, lakeside.id, window)
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    form = window.findChild(RecordDialog)
    form.form.editor("status").set_value(WON)
    form.form.editor("owner").set_value("Chen")
    form.form.editor("phone").set_value(parse_phone("021-62345678"))
    form.touch()
    form._on_keep()
    (draft,) = DraftStore(book.vault).all()
    open_draft(context, draft, window)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(RecordDialog)))
    restored = next(each for each in window.findChildren(RecordDialog) if each.isVisible())
    restored.save()
    qtbot.waitUntil(lambda: restored.findChild(MoveDialog) is not None)
    move = restored.findChild(MoveDialog)
    qtbot.waitUntil(lambda: len(move._missing) == 1)
    assert move._missing[0].places, "there is a way to enter what is missing"
    assert status_of(book, lakeside) == PROSPECT
    move.reject()
