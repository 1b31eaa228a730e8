"""Settings hold at once, bad ones say what is wrong beside the field, and nothing is stored of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core import i18n
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.settings import COMPANY_NUMBERS, DEFAULT_TIME, SETTINGS, SILENT_DAYS, USER_NAME, VISIT_TEMPLATE
from desktop_crm.ui.framework.zoom import step_zoom
from desktop_crm.ui.look.theme import Mode
from desktop_crm.ui.settings.page import SettingsPage
from desktop_crm.ui.settings.setting_row import SettingRow


@pytest.fixture
def page(qtbot, context, window) -> SettingsPage:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    qtbot.waitUntil(lambda: made.rows[USER_NAME.name].editor.text() == "李主管")
    return made


def _typed(qtbot, row, text: str) -> None:
    row.editor.selectAll()
    qtbot.keyClicks(row.editor, text) if text.isascii() else row.editor.setText(text)
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)


def test_every_setting_of_the_list_has_an_editor_with_its_label(page):
    assert list(page.rows) == [setting.name for setting in SETTINGS]
    for setting in SETTINGS:
        assert page.rows[setting.name].editor.accessibleName() == i18n.translate(setting.label, i18n.language())


def test_nothing_is_said_to_be_wrong_before_it_is_known_what_is_stored(qtbot, theme):
    row = SettingRow(USER_NAME, theme)
    qtbot.addWidget(row)
    assert (row.problem, row.editor.property("invalid")) == ("", None)
    row.show_value("")
    assert row.problem
    row.show_value("李主管")
    assert row.problem == ""


def test_a_good_value_is_stored_at_once_and_told(qtbot, page, book, context):
    with qtbot.waitSignal(context.bus.settings_changed):
        page.rows[SILENT_DAYS.name].editor.setValue(60)
    assert book.settings.number(SILENT_DAYS) == 60


def test_the_users_name_stands_in_records_from_then_on(qtbot, page, book, context):
    with qtbot.waitSignal(context.bus.settings_changed):
        _typed(qtbot, page.rows[USER_NAME.name], "王芳")
    book.write("add", lambda session: commands.add(session, [Customer(name="青山")]))
    assert book.database.author == "王芳"


def test_several_lines_are_typed_in_a_field_of_several_lines(qtbot, page, book, context):
    editor = page.rows[VISIT_TEMPLATE.name].editor
    assert editor.toPlainText() == i18n.translate(VISIT_TEMPLATE.default, i18n.language())
    editor.setFocus()
    editor.selectAll()
    editor.insertPlainText("谁：\n什么：\n")
    with qtbot.waitSignal(context.bus.settings_changed):
        page.rows[USER_NAME.name].editor.setFocus()
    assert book.settings.text(VISIT_TEMPLATE) == "谁：\n什么："


def test_a_pattern_that_makes_no_numbers_is_refused_beside_the_field(qtbot, page, book):
    row = page.rows[COMPANY_NUMBERS.name]
    _typed(qtbot, row, "K-{year}")
    assert "{seq}" in row.problem
    assert book.settings.text(COMPANY_NUMBERS) == COMPANY_NUMBERS.default
    _typed(qtbot, row, "K-{seq:04}")
    assert row.problem == ""
    qtbot.waitUntil(lambda: book.settings.text(COMPANY_NUMBERS) == "K-{seq:04}")


@pytest.mark.parametrize(("typed", "stored"), [("8:30", "08:30"), ("18：05", "18:05"), (" 09:15 ", "09:15")])
def test_a_time_may_be_written_in_several_ways(qtbot, page, book, typed, stored):
    _typed(qtbot, page.rows[DEFAULT_TIME.name], typed)
    qtbot.waitUntil(lambda: book.settings.text(DEFAULT_TIME) == stored)


@pytest.mark.parametrize("typed", ["25:00", "nine", ""])
def test_what_is_no_time_is_refused(qtbot, page, book, typed):
    row = page.rows[DEFAULT_TIME.name]
    row.editor.setText(typed)
    row.decide()
    assert row.problem
    assert book.settings.text(DEFAULT_TIME) == "09:00"


def test_enter_while_composing_stores_nothing(qtbot, page, compose):
    row = page.rows[USER_NAME.name]
    row.editor.setText("王")
    compose(row.editor, preedit="fang")
    with qtbot.assertNotEmitted(row.decided):
        qtbot.keyClick(row.editor, Qt.Key.Key_Return)


def test_theme_and_zoom_hold_at_once_and_are_kept(page, theme, preferences, context):
    page.window_card.themes.button(Mode.DARK).click()
    assert theme.is_dark
    assert preferences.get("theme") == "dark"
    page.window_card.zoom.setCurrentIndex(page.window_card.zoom.findData(125))
    page.window_card.zoom.activated.emit(0)
    assert theme.scale == 1.25
    assert preferences.get("scale") == 1.25
    step_zoom(context, -1)
    assert theme.scale == 1.1
    assert page.window_card.zoom.currentData() == 110
    step_zoom(context, 0)
    assert theme.scale == 1.0


def test_zoom_ends_at_80_and_200_percent(context, theme):
    for _press in range(12):
        step_zoom(context, 1)
    assert theme.scale == 2.0
    for _press in range(12):
        step_zoom(context, -1)
    assert theme.scale == 0.8


def test_another_language_is_kept_and_told_to_whoever_owns_the_window(qtbot, page, preferences):
    other = "en" if i18n.language() == "zh" else "zh"
    with qtbot.waitSignal(preferences.changed) as told:
        page.window_card.languages.button(other).click()
    assert told.args == ["language"]
    assert preferences.get("language") == other


def test_a_backup_is_made_verified_and_listed(qtbot, page, book, context):
    book.write("add", lambda session: commands.add(session, [Customer(name="青山")]))
    model = page.backup_card.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    with qtbot.waitSignal(context.bus.backed_up, timeout=20_000):
        page.backup_card.make_button.click()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.data(model.index(0, 2)) == "1"
