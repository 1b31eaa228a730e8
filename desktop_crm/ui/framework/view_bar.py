"""The line above a list that says when it shows something else than its saved view, and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.labels import ElidedLabel


class ViewBar(QFrame):
    """Signals: `save_requested()`, `save_as_requested()`, `revert_requested()`, each by a button."""

    save_requested = Signal()
    save_as_requested = Signal()
    revert_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), 0, px(12), px(4))
        layout.setSpacing(px(4))
        self._text = ElidedLabel("", "caption")
        layout.addWidget(self._text, 1)
        self.save, self.save_as, self.revert = (
            QPushButton(text) for text in (_("Save view"), _("Save as…"), _("Undo changes"))
        )
        buttons = (self.save, self.save_as, self.revert)
        for made, signal in zip(
            buttons, (self.save_requested, self.save_as_requested, self.revert_requested), strict=True
        ):
            made.setProperty("role", "pick")
            made.clicked.connect(signal)
            layout.addWidget(made)
        self.hide()

    def tell(self, title: str, *, modified: bool, may_save: bool) -> None:
        """Appear when the view of that title is modified; what shows everything cannot be saved over."""
        self._text.setText(_("“{view}” changed").format(view=title) if may_save else "")
        self.save.setVisible(may_save)
        self.revert.setVisible(may_save)
        self.setVisible(modified)
