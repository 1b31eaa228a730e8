"""A field for a passphrase, with an eye to look at it."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import LineEdit


class PassphraseEdit(LineEdit):
    """Shows dots until the eye is pressed. Signals: `entered()`, as every line has it."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(icon("eye", theme, Tone.SOFT), _("Show the passphrase"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye_toggled)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def _on_eye_toggled(self, visible: bool) -> None:  # noqa: FBT001 - a slot
        self.setEchoMode(QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password)
