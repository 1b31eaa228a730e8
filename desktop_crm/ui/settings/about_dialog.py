"""About the program: its version, and every library in it with the text of its licence."""

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from desktop_crm.core import licences
from desktop_crm.core.database.migrate import program_version
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import TextEdit
from desktop_crm.ui.widgets.labels import label

_SHARES = (5, 2, 5)


class AboutDialog(SheetDialog):
    """Says what the program is made of; a library that is selected shows its licence below."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("About Desktop CRM"), 820, 640)
        self._libraries = licences.libraries()
        described = _("A field rep's private, encrypted customer book")
        version = _("Version {version}").format(version=program_version())
        self.body.addWidget(label(f"{described} · {version}"))
        self.body.addWidget(label(_("It is under the MIT License and stands on these libraries:"), "soft"))
        self.model = TextTableModel((_("Library"), _("Version"), _("License")), self)
        self.model.show_rows(
            [
                (Cell(each.name), Cell(each.version, Tone.SOFT), Cell(each.licence, Tone.SOFT))
                for each in self._libraries
            ]
        )
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("Libraries"))
        self.body.addWidget(self.table, 3)
        self.text = TextEdit(context.theme)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("License"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text, 2)
        self.add_button(_("Close"), self.accept, "primary")
        self.table.selectionModel().currentRowChanged.connect(self._on_library)
        self.table.selectRow(0)
        self.table.setFocus()
        QTimer.singleShot(0, self, self._on_laid_out)

    def _on_laid_out(self) -> None:
        self.table.stretch(*_SHARES)

    def _on_library(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            try:
                text = self._libraries[current.row()].text()
            except OSError as error:
                text = str(error)
            self.text.setPlainText(text or _("Its text lies with the library; this installation has no copy."))
