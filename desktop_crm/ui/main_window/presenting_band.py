"""The band that says that others see the screen, and ends presentation mode (P-05)."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import label

PRESENTING_KEYS = ("F9", "Ctrl+Shift+P")


class PresentingBand(QFrame):
    """Signals: `end_requested()`."""

    end_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("presentingBand")
        self._theme = theme
        self._eye = QLabel()
        text = _("Presentation mode: names, numbers and amounts are masked, nothing can be edited.")
        self.setAccessibleName(text)
        key = QKeySequence(PRESENTING_KEYS[0]).toString(QKeySequence.SequenceFormat.NativeText)
        words = _("End presentation mode")
        self.end = button(f"{words}  {key}", self.end_requested.emit)
        self.end.setAccessibleName(words)
        self._layout = layout = QHBoxLayout(self)
        layout.addWidget(self._eye)
        layout.addWidget(label(text, wrap=True), 1)
        layout.addWidget(self.end)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._eye.setPixmap(icon("eye-off", self._theme, Tone.AMBER).pixmap(px(16), px(16)))
        self._layout.setContentsMargins(px(16), px(6), px(14), px(6))
        self._layout.setSpacing(px(10))
