"""About the program: its version, its libraries, and the license of the one that is selected."""

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_crm.core import licences
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.i18n import _
from desktop_crm.ui.settings.about_dialog import AboutDialog
from desktop_crm.ui.settings.page import SettingsPage


def test_every_library_stands_there_and_the_selected_one_shows_its_license(qtbot, context, window):
    dialog = AboutDialog(context, window)
    qtbot.addWidget(dialog)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    dialog.open()
    names = [dialog.model.index(row, 0).data() for row in range(dialog.model.rowCount())]
    assert names == [library.name for library in licences.libraries()]
    dialog.table.selectRow(names.index("SQLAlchemy"))
    assert "Permission is hereby granted" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()


def test_the_settings_lead_to_it(qtbot, context, window):
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.rows
    (opener,) = (button for button in page.findChildren(QPushButton) if button.text() == _("About…"))
    opener.click()
    (dialog,) = page.findChildren(AboutDialog)
    assert any(program_version() in child.text() for child in dialog.findChildren(QLabel))
    dialog.accept()
