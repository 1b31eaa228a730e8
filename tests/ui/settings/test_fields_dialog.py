"""Fields and lists made otherwise in the settings, and the window that has them at once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from desktop_crm.core import tailoring
from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import TYPES, Tailoring
from desktop_crm.core.workflows import tailor_fields
from desktop_crm.core.workflows.keep_confidential import always_confidential
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.settings.fields_dialog import LISTS, FieldsDialog
from desktop_crm.ui.settings.own_field_dialog import OwnFieldDialog


@pytest.fixture
def main(qtbot, book, theme, preferences, english) -> Iterator[MainWindow]:
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()
    tailoring.use(Tailoring())


@pytest.fixture
def dialog(main, qtbot) -> FieldsDialog:
    main.open_page("settings")
    made = FieldsDialog(main.context, main)
    made.open()
    return made


def own_names(book):
    return [field.label for field in book.database.tailoring.fields.get(Kind.CUSTOMERS, ())]


def add_field(qtbot, dialog, name, field_type=FieldType.TEXT, words=""):
    before = len(dialog.fields.own.keys)
    dialog.fields._on_add()
    form = dialog.findChild(OwnFieldDialog)
    form.name.setText(name)
    form.types.setCurrentIndex(TYPES.index(field_type))
    form.words.setPlainText(words)
    form.save()
    qtbot.waitUntil(lambda: len(dialog.fields.own.keys) == before + 1)
    qtbot.waitUntil(lambda: dialog.findChild(OwnFieldDialog) is None)


def test_a_new_field_is_in_the_next_form_and_arranged_by_keys(qtbot, main, dialog, book):
    add_field(qtbot, dialog, "展会编号")
    add_field(qtbot, dialog, "合作意向", FieldType.CHOICE, "高\n低")
    dialog.fields.own.setCurrentRow(1)
    qtbot.keyClick(dialog.fields.own, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: own_names(book) == ["合作意向", "展会编号"])
    dialog.accept()
    form = RecordDialog(main.context, Kind.CUSTOMERS, None, None, main)
    (name, _other) = [field.name for field in FIELDS.own]
    assert form.form.editor(name) is not None
    form.reject()


def test_a_field_that_is_refused_is_told_and_stays_in_the_dialog(qtbot, dialog):
    dialog.fields._on_add()
    form = dialog.findChild(OwnFieldDialog)
    form.name.setText("Name")
    form.save()
    qtbot.waitUntil(lambda: bool(form.note.text()))
    assert "cannot be called" in form.note.text()
    form.reject()


def test_a_built_in_field_goes_and_comes_back_while_an_indispensable_one_stays(qtbot, dialog, book):
    items = dialog.fields.built_in
    place = items.keys.index("website")
    items.item(place).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "website" not in [field.name for field in FIELDS.shown])
    items.item(place).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: not book.database.tailoring.hidden[Kind.CUSTOMERS])
    assert not items.item(items.keys.index("name")).flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_words_of_a_list_are_added_renamed_hidden_and_brought_back(qtbot, main, dialog):
    dialog.chips.choose(1)
    part = dialog.lists
    part.choose(CHANNELS.name)
    part.line.setText("展会")
    part._on_add()
    qtbot.waitUntil(lambda: part.words.keys[-1] == "展会")
    part.words.item(0).setText("Call")
    qtbot.waitUntil(lambda: CHANNELS.label_of("phone") == "Call")
    place = part.words.keys.index("email")
    part.words.item(place).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "email" not in [choice.code for choice in CHANNELS.offered])
    part._on_original()
    qtbot.waitUntil(lambda: CHANNELS.label_of("phone") == "Phone")
    assert CHANNELS.known[-1].code == "展会"
    assert dialog.chips.value() == LISTS


def test_a_list_that_cannot_be_so_is_shown_as_it_is(qtbot, dialog):
    dialog.chips.choose(1)
    part = dialog.lists
    part.choose(CHANNELS.name)
    part.words.item(0).setText("Visit")
    qtbot.waitUntil(lambda: bool(dialog.note.text()))
    assert part.words.item(0).text() == "Phone"


def test_pages_are_made_anew_when_the_dialog_is_closed_and_undo_brings_the_fields_back(qtbot, main, dialog, book):
    old = main.current_page()
    add_field(qtbot, dialog, "展会编号")
    assert main.current_page() is old
    dialog.accept()
    qtbot.waitUntil(lambda: main.current_page() is not old)
    assert main.context.undoing.next_undo == "change fields"
    main.context.undoing.undo()
    qtbot.waitUntil(lambda: FIELDS.own == ())


def test_a_form_under_way_keeps_what_was_typed_when_fields_change(qtbot, main, book):
    form = RecordDialog(main.context, Kind.CUSTOMERS, None, None, main)
    form.open()
    form.form.editor("name").line.setText("云帆科技")
    main.context.operations.write(
        main,
        "tailor_fields",
        lambda session: tailor_fields.add_field(session, Kind.CUSTOMERS, "展会编号", FieldType.TEXT),
    )
    qtbot.waitUntil(lambda: len(FIELDS.own) == 1)
    assert form.form.editor("name").value() == "云帆科技"
    form._finish()
    form.close()


def test_p_04_a_field_that_shall_always_be_confidential_is_ticked_and_what_records_hold_is_sealed(qtbot, dialog, book):
    room = ROOMS[Kind.NEEDS]
    need = book.write(
        "add_needs", lambda session: add_record(session, Kind.NEEDS, title="仓储", description="收购计划")
    ).new_id(Kind.NEEDS)
    marked = lambda: book.read(lambda connection: room.secrets(connection, [need]))  # noqa: E731 - asked again
    dialog.chips.choose(2)
    part = dialog.confidential
    part.choose(Kind.NEEDS.value)
    assert "title" not in part.names.keys
    assert "status" not in part.names.keys
    item = part.names.item(part.names.keys.index("description"))
    item.setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: always_confidential(Kind.NEEDS) == {"description"})
    assert marked() == {need: {"description"}}
    place = part.names.keys.index("description")
    qtbot.waitUntil(lambda: part.names.item(place).checkState() == Qt.CheckState.Checked)
    part.names.item(place).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: always_confidential(Kind.NEEDS) == frozenset())
    assert marked() == {need: {"description"}}
