"""Marking single fields of any kind in its form: seen, saved with the rest, hidden from others (P-04)."""

import contextlib
from array import array
from functools import partial
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from sqlalchemy import select

from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.workflows.keep_confidential import keep_confidential
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.customers.record_windows import edit_record
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.framework.confidential import ConfidentialSign
from desktop_crm.ui.framework.field_columns import columns_of, fetch_fields
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.framework.history_dialog import HistoryDialog
from desktop_crm.ui.framework.record_dialog import RecordDialog, open_draft
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.records import page as page_module
from desktop_crm.ui.records.page import RecordsPage
from desktop_crm.ui.transfer.export_dialog import ExportDialog

SECRET = "玄雀收购计划"
WORDS = (FieldType.TEXT, FieldType.LONG_TEXT)
TEXTS = {FieldType.DAY: "2026-11-01", FieldType.MOMENT: "2026-11-01 10:00", FieldType.PHONE: "13912345678"}
NEEDED = {"title", "due", "owner", "mobile"}  # what rules ask for beside what is required


def markable(kind):
    """A field of words that can be confidential, None where a kind has none."""
    room = ROOMS[kind]
    fields = (each for each in room.fields.in_columns if room.can_be_confidential(each) and not each.choices)
    absent = {"snoozed_until", "calendar_uid", "media_type", "questions", "former_numbers"}
    return next((each.name for each in fields if each.type in WORDS and each.name not in absent), None)


KINDS = [kind for kind in Kind if markable(kind)]


@pytest.fixture
def customer_id(book):
    return made(book, Kind.CUSTOMERS, name="云帆科技有限公司", phone=filled(ROOMS[Kind.CUSTOMERS].fields["phone"]))


def made(book, kind, customer_id=None, **values):
    """A record of this kind that its form finds in order."""
    needed = {each.name: each for each in ROOMS[kind].fields.in_columns if each.required or each.name in NEEDED}
    needed.pop("customer_id", None)
    full = {name: field.choices.offered[0].code if field.choices else filled(field) for name, field in needed.items()}
    of = {"customer_id": customer_id} if "customer_id" in ROOMS[kind].fields else {}
    if kind is Kind.SURVEY_ANSWERS:
        full["survey_id"] = made(book, Kind.SURVEYS)
    return book.write("add", lambda session: add_record(session, kind, **(full | of | values))).new_id(kind)


def filled(field):
    return "公开" if field.type in WORDS else parse(field, TEXTS.get(field.type, "3")).value


def is_words(kind, name):
    field = ROOMS[kind].fields[name]
    return field.type in WORDS and not field.choices and name != "number"


def get(book, kind, record_id):
    return book.read(lambda connection: ROOMS[kind].get(connection, record_id))


def marked(book, kind, record_id):
    return book.read(lambda connection: ROOMS[kind].secrets(connection, [record_id])).get(record_id, frozenset())


def column(book, kind, record_id, name):
    c = ROOMS[kind].table.c
    return book.read(lambda connection: connection.scalar(select(c[name]).where(c.id == record_id)))


def verbs(book):
    return book.read(lambda connection: list(connection.scalars(select(actions.c.verb))))


@pytest.fixture
def open_form(context, window, qtbot, english):
    def opened(kind, record_id=None, preset=None):
        entity = None if record_id is None else get(context.book, kind, record_id)
        dialog = RecordDialog(context, kind, entity, preset, window)
        dialog.open()
        wanted = marked(context.book, kind, record_id) if record_id is not None else frozenset()
        qtbot.waitUntil(lambda: dialog.form.is_complete and wanted <= dialog.form.confidential)
        return dialog

    return opened


def choose(dialog, name, text):
    (action,) = [each for each in dialog.field_menu(name).actions() if each.text() == text]
    action.trigger()


def save(qtbot, dialog):
    dialog.save()

    def gone():
        with contextlib.suppress(RuntimeError):  # deleted on closing
            assert not dialog.isVisible(), dialog.form.problems() or dialog.note.text()

    qtbot.waitUntil(gone)


def signs(dialog):
    return [each for each in dialog.findChildren(ConfidentialSign) if not each.isHidden()]


@pytest.mark.parametrize("kind", KINDS)
def test_p_04_a_field_of_any_kind_is_marked_in_its_form_and_an_untouched_save_keeps_it_sealed(
    open_form, context, qtbot, kind, customer_id
):
    book, name = context.book, markable(kind)
    record_id = customer_id if kind is Kind.CUSTOMERS else made(book, kind, customer_id, **{name: SECRET})
    if kind is Kind.CUSTOMERS:
        book.write("x", lambda session: ROOMS[kind].change(session, record_id, **{name: SECRET}))
    dialog = open_form(kind, record_id)
    assert signs(dialog) == []
    choose(dialog, name, "Mark as confidential")
    assert dialog.is_dirty()
    assert [each.accessibleName() for each in signs(dialog)] == ["Confidential"]
    assert marked(book, kind, record_id) == frozenset()
    save(qtbot, dialog)
    assert verbs(book)[-1] == "mark_confidential"
    assert marked(book, kind, record_id) == {name}
    assert column(book, kind, record_id, name) is None

    again = open_form(kind, record_id)
    assert again.form.values()[name] == SECRET
    assert len(signs(again)) == 1
    assert not again.is_dirty()
    other = next((each for each in again.form.boxes if each != name and is_words(kind, each)), None)
    if other:
        again.form.editor(other).set_value("王芳")
    save(qtbot, again)
    assert column(book, kind, record_id, name) is None
    assert getattr(get(book, kind, record_id), name) == SECRET
    assert other is None or getattr(get(book, kind, record_id), other) == "王芳"
    assert marked(book, kind, record_id) == {name}

    last = open_form(kind, record_id)
    choose(last, name, "No longer confidential")
    assert signs(last) == []
    save(qtbot, last)
    assert verbs(book)[-1] == "unmark_confidential"
    assert column(book, kind, record_id, name) == SECRET


def test_p_04_a_new_record_with_a_mark_is_one_action_and_its_value_is_nowhere_plain(
    open_form, context, qtbot, compose, customer_id
):
    before = len(verbs(context.book))
    due = filled(ROOMS[Kind.NEEDS].fields["due"])
    dialog = open_form(Kind.NEEDS, None, {"customer_id": customer_id, "due": due})
    compose(dialog.form.editor("title").line, commit="仓储")
    compose(dialog.form.editor("description").text, commit=SECRET)
    choose(dialog, "description", "Mark as confidential")
    save(qtbot, dialog)
    assert verbs(context.book)[before:] == ["add_needs"]
    (need,) = context.book.read(
        lambda c: ROOMS[Kind.NEEDS].get_many(c, c.scalars(select(ROOMS[Kind.NEEDS].table.c.id)))
    )
    assert need.description == SECRET
    assert marked(context.book, Kind.NEEDS, need.id) == {"description"}
    texts = context.book.read(lambda c: c.exec_driver_sql("SELECT changes FROM journal").scalars().all())
    assert not any(SECRET in (text or "") for text in texts)


def test_p_04_a_mark_and_a_change_are_one_action_that_undo_takes_back(open_form, context, qtbot, customer_id):
    book = context.book
    need = made(book, Kind.NEEDS, customer_id, description="公开")
    before = len(verbs(book))
    dialog = open_form(Kind.NEEDS, need)
    dialog.form.editor("description").set_value(SECRET)
    choose(dialog, "description", "Mark as confidential")
    save(qtbot, dialog)
    assert verbs(book)[before:] == ["change_needs"]
    book.steps.undo()
    assert get(book, Kind.NEEDS, need).description == "公开"
    assert marked(book, Kind.NEEDS, need) == frozenset()


def test_p_04_a_mark_that_is_not_saved_is_asked_about_and_kept_in_a_draft(
    open_form, context, window, qtbot, customer_id
):
    need = made(context.book, Kind.NEEDS, customer_id, description=SECRET)
    dialog = open_form(Kind.NEEDS, need)
    choose(dialog, "description", "Mark as confidential")
    dialog.reject()
    assert dialog.findChild(QMessageBox) is not None
    dialog._on_keep()
    assert marked(context.book, Kind.NEEDS, need) == frozenset()
    (draft,) = DraftStore(context.book.vault).all()
    open_draft(context, draft, window)
    found = lambda: [each for each in window.findChildren(RecordDialog) if each.isVisible()]  # noqa: E731 - asked again
    qtbot.waitUntil(lambda: len(found()) == 1)
    (opened,) = found()
    qtbot.waitUntil(lambda: opened.form.is_complete)
    assert opened.form.confidential == {"description"}
    save(qtbot, opened)
    assert marked(context.book, Kind.NEEDS, need) == {"description"}


def test_p_04_the_key_marks_the_field_with_the_cursor_and_the_button_says_what_it_does(
    open_form, context, qtbot, compose, customer_id
):
    dialog = open_form(Kind.NEEDS, made(context.book, Kind.NEEDS, customer_id, description=SECRET))
    dialog.activateWindow()
    QApplication.processEvents()
    title, text = dialog.form.editor("title").line, dialog.form.editor("description").text
    title.setFocus()
    qtbot.waitUntil(lambda: not dialog.mark_button.isEnabled())
    qtbot.keyClick(title, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.confidential == frozenset()
    text.setFocus()
    qtbot.waitUntil(dialog.mark_button.isEnabled)
    compose(text, preedit="ke ji")
    qtbot.keyClick(text, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.confidential == frozenset()
    compose(text, commit="")
    qtbot.keyClick(text, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.confidential == {"description"}
    assert dialog.mark_button.text() == "No longer confidential"
    assert text.accessibleName().endswith("· Confidential")
    qtbot.keyClick(text, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.confidential == frozenset()
    assert not text.accessibleName().endswith("Confidential")
    assert not dialog.is_dirty()


def test_p_04_a_field_that_always_is_confidential_says_so_and_cannot_be_unmarked_alone(
    open_form, context, qtbot, compose, customer_id
):
    context.book.write("k", lambda session: keep_confidential(session, Kind.NEEDS, ["description"]))
    from desktop_crm.core import tailoring  # noqa: PLC0415 - as the window does it

    tailoring.use(context.book.database.tailoring)
    try:
        dialog = open_form(Kind.NEEDS, None, {"customer_id": customer_id})
        assert dialog.form.confidential == {"description"}
        (always,) = [each for each in dialog.field_menu("description").actions() if "onfidential" in each.text()]
        assert (always.text(), always.isEnabled()) == ("Always confidential", False)
        dialog._finish()
        dialog.close()
    finally:
        tailoring.use(tailoring.Tailoring())


def test_p_04_what_the_program_goes_by_is_not_offered_in_any_form(open_form, context, qtbot, customer_id):
    for kind in KINDS:
        dialog = open_form(kind)
        for name in dialog.form.boxes:
            offered = {each.text() for each in dialog.field_menu(name).actions()}
            assert ("Mark as confidential" in offered) == ROOMS[kind].can_be_confidential(ROOMS[kind].fields[name])
        dialog._finish()
        dialog.close()


# Nothing of it while others look on


def said(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel))


@pytest.fixture
def secretive(book, customer_id, english):
    """A record of every kind with its words marked."""
    ids = {}
    for kind in KINDS:
        name = markable(kind)
        if kind is Kind.CUSTOMERS:
            ids[kind] = customer_id
            book.write("x", lambda session: ROOMS[Kind.CUSTOMERS].change(session, customer_id, account_plan=SECRET))
            book.write("m", lambda session: ROOMS[Kind.CUSTOMERS].mark(session, [customer_id], "account_plan"))
            continue
        ids[kind] = made(book, kind, customer_id, **{name: SECRET})
        room, record_id = ROOMS[kind], ids[kind]
        book.write("m", lambda session, room=room, name=name, one=record_id: room.mark(session, [one], name))
    return ids


def texts_in(qtbot, model, record_id):
    """Everything that a list says of a record, once it was read."""
    qtbot.waitUntil(lambda: model.row_of(record_id) is not None)
    cells = [model.index(model.row_of(record_id), place) for place in range(model.columnCount())]
    qtbot.waitUntil(lambda: None not in [cell.data() for cell in cells])
    return " ".join(str(cell.data()) for cell in cells)


def test_p_04_lists_of_every_kind_show_it_to_the_cleared_and_not_while_presenting(context, window, qtbot, secretive):
    def telling():
        found = []
        for kind, record_id in secretive.items():
            fields = [each for each in ROOMS[kind].fields.stored if each.type is not FieldType.REFERENCE]
            fetch = partial(fetch_fields, kind, fields)
            model = RecordTableModel(context.operations, columns_of(fields), fetch, window)
            model.show_ids(array("q", [record_id]))
            found += [kind] * (SECRET in texts_in(qtbot, model, record_id))
        return found

    assert telling() == KINDS
    context.book.database.presenting = True
    assert telling() == []


def test_p_04_no_page_and_no_tab_of_a_customer_tells_it_while_presenting(context, qtbot, secretive, customer_id):
    context.book.database.presenting = True
    telling = []
    for kind in KINDS:
        shown = []
        if kind in OF_CUSTOMER and kind is not Kind.INTERACTIONS:
            shown.append(RecordsTab(context, kind))
            shown[-1].show_customer(customer_id)
        if kind in page_module._EMPTY:
            shown.append(type("PageOfKind", (RecordsPage,), {"kind": kind})(context))
            shown[-1].refresh()
        for widget in shown:
            qtbot.addWidget(widget)
            telling += [(kind, widget)] * (SECRET in texts_in(qtbot, widget.model, secretive[kind]))
    assert telling == []


def test_p_04_no_form_opens_and_no_history_tells_it_while_presenting(context, window, qtbot, secretive):
    context.book.database.presenting = True
    for kind, record_id in secretive.items():
        edit_record(context, kind, record_id, window)
        qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
        assert window.findChild(QMessageBox).text() == "Not in presentation mode"
        assert not any(each.isVisible() for each in window.findChildren(FormDialog))
        window.findChild(QMessageBox).close()
        qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
        past = HistoryDialog(context, window, kind, record_id)
        past.open()
        seen = []
        context.operations.read(window, lambda _connection: None, seen.append)
        qtbot.waitUntil(lambda seen=seen: bool(seen))
        assert SECRET not in said(past)
        past.reject()


def test_p_04_a_workbook_from_the_window_has_a_marked_need_only_with_the_tick(
    open_form, context, window, qtbot, customer_id, tmp_path
):
    need = made(context.book, Kind.NEEDS, customer_id, description=SECRET)
    dialog = open_form(Kind.NEEDS, need)
    choose(dialog, "description", "Mark as confidential")
    save(qtbot, dialog)

    def exported(name, *, ticked):
        export = ExportDialog(context, ".xlsx", window)
        export.open()
        export.confidential.setChecked(ticked)
        export.export_to(str(tmp_path / name))
        qtbot.waitUntil(lambda: export._written is not None)
        export.reject()
        with ZipFile(tmp_path / name) as archive:
            return "".join(archive.read(each).decode("utf-8", "replace") for each in archive.namelist())

    without = exported("a.xlsx", ticked=False)
    assert "公开" in without
    assert SECRET not in without
    assert SECRET in exported("b.xlsx", ticked=True)
