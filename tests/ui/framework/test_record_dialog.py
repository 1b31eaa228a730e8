import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.draft_recovery import DraftRecovery, offer_drafts
from desktop_crm.ui.framework.record_dialog import RecordDialog

DRAFT_SECONDS = 2


@pytest.fixture
def open_dialog(context, window, qtbot):
    def make(kind, entity=None, preset=None):
        dialog = RecordDialog(context, kind, entity, preset, window)
        dialog.open()
        return dialog

    return make


def customers(context):
    return context.book.read(
        lambda connection: CUSTOMERS.get_many(
            connection, [row.id for row in connection.execute(CUSTOMERS.table.select())]
        )
    )


def verbs(context):
    return context.book.read(
        lambda connection: list(connection.scalars(actions.select().with_only_columns(actions.c.verb)))
    )


def boxes(dialog):
    return [box for box in dialog.findChildren(QMessageBox) if box.isVisible()]


def answer(dialog, text):
    (box,) = boxes(dialog)
    (button,) = [button for button in box.buttons() if button.text() == text]
    button.click()


def activate(dialog):
    dialog.activateWindow()
    QApplication.processEvents()


def gone(dialog):
    def check():
        try:
            return not dialog.isVisible()
        except RuntimeError:  # deleted on closing
            return True

    return check


def test_a_new_customer_is_one_action_and_gets_the_next_number(open_dialog, context, qtbot, compose):
    before = len(verbs(context))
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆信息科技")
    compose(dialog.form.editor("phone").line, commit="021-62345678")
    activate(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(gone(dialog))
    (customer,) = customers(context)
    assert customer.name == "云帆信息科技"
    assert customer.owner == "李主管"
    assert customer.number.endswith("-001")
    assert verbs(context)[before:] == ["add_customers"]


def test_changing_writes_only_what_was_changed(open_dialog, context, qtbot, compose):
    context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆", notes="甲\r\n乙")]))
    (customer,) = customers(context)
    dialog = open_dialog(Kind.CUSTOMERS, customer)
    compose(dialog.form.editor("region").line, commit="上海")
    context.book.write("y", lambda session: CUSTOMERS.change(session, customer.id, notes="别处改的"))
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    (after,) = customers(context)
    assert (after.region, after.notes) == ("上海", "别处改的")


def test_saving_without_a_change_writes_nothing(open_dialog, context, qtbot):
    context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆")]))
    before = verbs(context)
    dialog = open_dialog(Kind.CUSTOMERS, customers(context)[0])
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    assert verbs(context) == before


def test_an_error_of_the_command_is_told_and_the_form_stays(open_dialog, context, qtbot, compose):
    context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆", number="A-1")]))
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="远航")
    compose(dialog.form.editor("number").line, commit="A-1")
    compose(dialog.form.editor("phone").line, commit="021-62345678")
    dialog.save()
    qtbot.waitUntil(lambda: len(boxes(dialog)) == 1)
    assert "A-1" in boxes(dialog)[0].text()
    boxes(dialog)[0].close()
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    assert [customer.name for customer in customers(context)] == ["云帆"]
    dialog._on_throw_away()


def test_a_blocking_problem_keeps_the_form_open_and_gets_the_cursor(open_dialog, context, compose):
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆")
    compose(dialog.form.editor("annual_revenue").line, commit="很多")
    dialog.save()
    assert dialog.isVisible()
    assert dialog.note.text() != ""
    assert customers(context) == []
    dialog._on_throw_away()


def test_ctrl_enter_while_composing_saves_nothing(open_dialog, context, qtbot, compose, window):
    dialog = open_dialog(Kind.CUSTOMERS)
    activate(dialog)
    line = dialog.form.editor("name").line
    compose(line, commit="云帆")
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    compose(line, preedit="ke ji")
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert customers(context) == []
    assert boxes(dialog) == []
    dialog._on_throw_away()


def test_enter_alone_neither_saves_nor_closes(open_dialog, context, qtbot, compose):
    dialog = open_dialog(Kind.CUSTOMERS)
    line = dialog.form.editor("name").line
    compose(line, commit="云帆")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(dialog, Qt.Key.Key_Enter)
    assert dialog.isVisible()
    assert customers(context) == []
    dialog._on_throw_away()


def test_an_untouched_form_closes_without_a_question(open_dialog, qtbot):
    dialog = open_dialog(Kind.CUSTOMERS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(gone(dialog))


def test_closing_asks_when_something_was_typed(open_dialog, context, qtbot, compose):
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆")
    dialog.close()
    assert dialog.isVisible()
    answer(dialog, "继续填写")
    assert dialog.isVisible()
    dialog.reject()
    answer(dialog, "放弃")
    qtbot.waitUntil(gone(dialog))
    assert DraftStore(context.book.vault).all() == []


def test_a_draft_appears_within_two_seconds_and_goes_with_the_save(open_dialog, context, qtbot, compose):
    store = DraftStore(context.book.vault)
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆信息科技")
    qtbot.waitUntil(lambda: len(store.all()) == 1, timeout=DRAFT_SECONDS * 1000)
    (draft,) = store.all()
    assert draft.values["fields"]["name"] == "云帆信息科技"
    qtbot.waitUntil(lambda: dialog.draft_note.text() == "草稿已加密保存")
    compose(dialog.form.editor("phone").line, commit="021-62345678")
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    assert store.all() == []


def test_typing_on_does_not_put_the_draft_off(open_dialog, context, qtbot, compose):
    store = DraftStore(context.book.vault)
    dialog = open_dialog(Kind.CUSTOMERS)
    line = dialog.form.editor("name").line

    def typed_on():
        compose(line, commit="字")
        return len(store.all()) == 1

    qtbot.waitUntil(typed_on, timeout=DRAFT_SECONDS * 1000)
    dialog._on_throw_away()
    assert store.all() == []


def test_a_save_of_a_draft_under_way_does_not_outlive_the_form(open_dialog, context, qtbot, compose):
    store = DraftStore(context.book.vault)
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆")
    dialog.keeper._on_timeout()  # begins to write on a reader
    dialog._on_throw_away()
    context.operations.close()
    assert store.all() == []


def test_a_draft_that_is_kept_is_offered_and_opens_as_it_was(open_dialog, context, qtbot, compose, window):
    context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆", region="上海")]))
    dialog = open_dialog(Kind.CUSTOMERS, customers(context)[0])
    dialog.form.editor("region").line.selectAll()
    compose(dialog.form.editor("region").line, commit="杭州")
    dialog.reject()
    answer(dialog, "存为草稿")
    qtbot.waitUntil(gone(dialog))

    offer_drafts(context, window, {})
    qtbot.waitUntil(lambda: window.findChildren(DraftRecovery) != [])
    (recovery,) = window.findChildren(DraftRecovery)
    (draft,) = DraftStore(context.book.vault).all()
    assert draft.title == "编辑客户 · 云帆"
    (open_button,) = [each for each in recovery.findChildren(QPushButton) if each.text() == "打开"]
    qtbot.keyClick(open_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(RecordDialog)))
    (opened,) = [found for found in window.findChildren(RecordDialog) if found.isVisible()]
    assert opened.form.values()["region"] == "杭州"
    assert opened.is_dirty()
    opened.save()
    qtbot.waitUntil(gone(opened))
    assert [customer.region for customer in customers(context)] == ["杭州"]
    assert DraftStore(context.book.vault).all() == []


def test_a_draft_can_be_discarded_and_a_damaged_one_is_told(open_dialog, context, qtbot, compose, window):
    dialog = open_dialog(Kind.CUSTOMERS)
    compose(dialog.form.editor("name").line, commit="云帆")
    dialog._on_keep()
    (context.book.vault.drafts / "x.draft").write_bytes(b"?")
    offer_drafts(context, window, {})
    qtbot.waitUntil(lambda: window.findChildren(DraftRecovery) != [])
    (recovery,) = window.findChildren(DraftRecovery)
    assert any("1 份草稿已损坏" in label.text() for label in recovery.findChildren(QLabel))
    (draft,) = DraftStore(context.book.vault).all()
    recovery._discard(draft)
    assert DraftStore(context.book.vault).all() == []


def test_nothing_is_offered_when_there_are_no_drafts(context, qtbot, window):
    offer_drafts(context, window, {})
    seen = []
    context.operations.read(window, lambda connection: None, seen.append)
    qtbot.waitUntil(lambda: seen == [None])
    assert window.findChildren(DraftRecovery) == []


def test_a_follow_up_marked_as_done_was_done_now(open_dialog, context, qtbot, fixed_now):
    changes = context.book.write("x", lambda session: FOLLOWUPS.add(session, [Followup(title="回访")]))
    followup_id = changes.new_id(Kind.FOLLOWUPS)
    entity = context.book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))
    dialog = open_dialog(Kind.FOLLOWUPS, entity)
    dialog.form.editor("status").set_value(DONE)
    dialog.save()
    qtbot.waitUntil(gone(dialog))
    after = context.book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))
    assert (after.status, after.done.at) == (DONE, fixed_now)


def test_the_number_of_a_customer_is_not_changed(open_dialog, context):
    context.book.write("x", lambda session: commands.add(session, [Customer(name="云帆")]))
    dialog = open_dialog(Kind.CUSTOMERS, customers(context)[0])
    assert not dialog.form.editor("number").isEnabled()
    dialog._on_throw_away()


@pytest.mark.parametrize("kind", list(Kind))
def test_tab_reaches_every_field_in_reading_order_and_shift_tab_goes_back(open_dialog, qtbot, kind):
    dialog = open_dialog(kind)
    activate(dialog)
    shown = {name: box for name, box in dialog.form.boxes.items() if box.isVisible()}

    def place(name):
        corner = shown[name].mapTo(dialog.form, QPoint())
        return corner.y(), corner.x()

    reading = sorted(shown, key=place)

    def walk(key):
        passed = []
        while len(passed) <= len(reading):
            focused = QApplication.focusWidget()
            name = next((name for name, box in shown.items() if box.isAncestorOf(focused)), None)
            if [name] != passed[-1:]:  # an editor may have several parts
                passed.append(name)
            qtbot.keyClick(focused, key)
        return passed[:-1]

    dialog.form.focus(reading[0])
    assert walk(Qt.Key.Key_Tab) == reading
    dialog.form.focus(reading[-1])
    assert walk(Qt.Key.Key_Backtab) == reading[::-1]
