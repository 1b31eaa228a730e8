"""A small dialog that asks for a name."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label

_MOST_CHARACTERS = 60


class NameDialog(SheetDialog):
    """Hands the name to `take`, and stays open until `done` is called; `failed` shows why it was not taken."""

    def __init__(
        self, context: Context, parent: QWidget | None, title: str, name: str, take: Callable[["NameDialog", str], None]
    ) -> None:
        super().__init__(context, parent, title, 420, 176)
        self._take = take
        self.line = LineEdit(name)
        self.line.setAccessibleName(_("Name of the view"))
        self.line.setMaxLength(_MOST_CHARACTERS)
        self.line.selectAll()
        self.line.entered.connect(self._on_save)
        caption = label(_("Name of the view"), "caption")
        caption.setBuddy(self.line)
        self.body.addWidget(caption)
        self.body.addWidget(self.line)
        self.body.addStretch(1)
        self.add_button(_("Cancel"), self.reject)
        self._save = self.add_button(_("Save"), self._on_save, "primary")
        self.line.textChanged.connect(self._on_text_changed)
        self._on_text_changed()
        self.line.setFocus()

    def failed(self, error: CrmError) -> None:
        """Say why the name was not taken, and let it be changed."""
        self.say_error(error)
        self.line.setFocus()

    def _on_text_changed(self) -> None:
        self._save.setEnabled(bool(self.line.text().strip()))
        self.say("")

    def _on_save(self) -> None:
        if name := self.line.text().strip():
            self._take(self, name)
