"""How the window shows that a field is confidential, and lets it be marked so (P-04)."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMenu

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.keep_confidential import always_confidential
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone

_SIGN_SIZE = 12


class ConfidentialSign(QLabel):
    """A lock beside the name of a field that is confidential."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(_("Confidential"))
        self.setToolTip(_("Confidential"))

    def sizeHint(self) -> QSize:
        side = self._theme.px(_SIGN_SIZE)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name
        place = QRect(self.rect().topLeft(), self.sizeHint())
        place.moveCenter(self.rect().center())
        icon("lock", self._theme, Tone.AMBER).paint(QPainter(self), place)


def words_to_mark(kind: Kind, name: str, *, marked: bool) -> str:
    """What marking a field of a kind, or taking the mark back, is called; "" where neither can be done."""
    if name in always_confidential(kind) or not ROOMS[kind].can_be_confidential(ROOMS[kind].fields[name]):
        return ""
    return _("No longer confidential") if marked else _("Mark as confidential")


def add_mark_action(menu: QMenu, kind: Kind, name: str, turn: Callable[[], None], *, marked: bool) -> QAction | None:
    """Let `turn` mark a field, or take its mark back; of a field that always is confidential the menu only says so."""
    if name in always_confidential(kind):
        always = menu.addAction(_("Always confidential"))
        always.setEnabled(False)
        return always
    words = words_to_mark(kind, name, marked=marked)
    if not words:
        return None
    action = menu.addAction(words)
    action.triggered.connect(lambda _checked=False: turn())
    return action
