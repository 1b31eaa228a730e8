"""What every dialog for typing has: its frame, the key that saves, its draft, and the question at closing."""

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.draft_keeper import DraftKeeper
from desktop_crm.ui.framework.draft_note import DraftNote
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.widgets.inputs import ENTER, is_composing
from desktop_crm.ui.widgets.labels import ElidedLabel, label, rule

SAVE_KEYS = "⌘ ↵" if sys.platform == "darwin" else "Ctrl ↵"


class FormDialog(QDialog):
    """A sheet with title, scrolling body and footer. Subclasses fill `body` and say what to save.

    Ctrl+Enter saves; Escape and closing ask when something was typed. The draft goes when the form is saved or thrown
    away, and stays when the program ends without either.
    """

    def __init__(self, context: Context, parent: QWidget | None, title: str, form: str) -> None:
        window = context.messages.parent()  # a dialog without a parent would be collected while it is open
        super().__init__(parent or (window if isinstance(window, QWidget) else None))
        self.context = context
        self.messages = Messages(self)
        self.keeper = DraftKeeper(self, context, form, self.windowTitle, self.draft_state)
        self._saving = self._done = False
        self.setProperty("role", "form")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.content, self.body = QWidget(), QVBoxLayout()
        self._scroll = QScrollArea()
        self.note = label("", "soft")
        self._build()
        self.set_title(title)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self._on_save_key)
        context.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def open(self) -> None:
        """Show it over the window; in presentation mode it says why not, and goes."""
        try:
            self.context.book.database.refuse_while_presenting()
        except CrmError as error:
            self.context.messages.error(error)
            self.deleteLater()
        else:
            super().open()

    # What subclasses say

    def draft_state(self) -> dict[str, Any]:
        """What stands in the form, in types that JSON has."""
        raise NotImplementedError

    def restore_draft(self, draft: Draft) -> None:
        """Show what stood in the form, and go on keeping the same draft."""
        self.keeper.continue_draft(draft)
        self.draft_note.show_kept()

    def is_dirty(self) -> bool:
        """Whether anything was typed that is not saved."""
        raise NotImplementedError

    def save(self) -> None:
        """Save what was typed, if it is in order: by `write`."""
        raise NotImplementedError

    # What subclasses use

    def set_title(self, title: str) -> None:
        """Show a title, in the sheet and on the window."""
        self._title.setText(title)
        self.setWindowTitle(title)

    def touch(self) -> None:
        """Something was typed."""
        self.keeper.touch()

    def write(self, verb: str, work: Callable[[Session], Changes]) -> None:
        """Write as one action, then close; an error is told and the form stays as it is."""
        if self._saving:
            return
        self._set_saving(saving=True)
        self.context.operations.write(self, verb, work, self._on_written, failed=self._on_write_failed)

    def add_tool(self, text: str, act: Callable[[], None]) -> QPushButton:
        """A button at the left of the footer, for what is neither saving nor leaving."""
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.setProperty("role", "quiet")
        made.clicked.connect(lambda _checked=False: act())
        foot = self._foot.layout()
        assert isinstance(foot, QHBoxLayout)  # noqa: S101 - built below
        foot.insertWidget(0, made)
        return made

    def fit_height(self, spare: int = 0) -> None:
        """Take the height of the fields, and `spare` pixels for what may come below them."""
        wanted = self.body.totalHeightForWidth(self.width()) if self.body.hasHeightForWidth() else 0
        wanted = max(wanted, self.body.totalSizeHint().height())
        self.resize(self.width(), wanted + self._head.height() + self._foot.height() + 2 + spare)

    def reveal(self, widget: QWidget) -> None:
        """Bring a field into sight and put the cursor into it."""
        widget.setFocus()
        self._scroll.ensureWidgetVisible(widget)

    # Its own

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._head = QFrame()
        head = QHBoxLayout(self._head)
        head.setSpacing(12)
        self._title = ElidedLabel("", "dialogTitle")
        self.draft_note = DraftNote(self.keeper)
        head.addWidget(self._title, 1)
        head.addWidget(self.draft_note)
        self.content.setLayout(self.body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.content)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._foot = QFrame()
        foot = QHBoxLayout(self._foot)
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        self.cancel_button = QPushButton(_("Cancel"))
        self.save_button = QPushButton(_("Save"))
        self.save_button.setProperty("role", "primary")
        self.save_button.setText("  ".join((_("Save"), SAVE_KEYS)))
        self.cancel_button.setAccessibleName(_("Cancel"))
        self.save_button.setAccessibleName(_("Save"))
        for button in (self.cancel_button, self.save_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._on_save_key)
        for part in (self._head, rule(), self._scroll, rule(), self._foot):
            layout.addWidget(part, int(part is self._scroll))

    def _on_save_key(self) -> None:
        if not is_composing() and not self._saving:
            self.save()

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self.save_button.setEnabled(not saving)

    def _on_written(self, _changes: Changes) -> None:
        self._finish()
        self.accept()

    def _on_write_failed(self, error: CrmError) -> None:
        self._set_saving(saving=False)
        self.messages.error(error)

    def _finish(self) -> None:
        self._done = True
        try:
            self.keeper.drop()
        except CrmError as error:
            self.context.messages.error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not is_composing():
                self.reject()
            event.accept()
        elif event.key() in ENTER:
            event.accept()  # Enter alone never saves nor closes
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        if self._saving:
            return
        if self._done or not self.is_dirty():
            self._finish()
            super().reject()
            return
        answers: dict[str, Callable[[], None] | None] = {}  # what Enter takes comes first, and loses nothing
        if self.keeper.is_possible:
            answers[_("Keep as draft")] = self._on_keep
        answers |= {_("Go on typing"): None, _("Throw away"): self._on_throw_away}
        self.messages.ask(_("What you typed is not saved"), _("What shall become of it?"), answers)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._done or not self.isVisible():
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()

    def _on_throw_away(self) -> None:
        self._finish()
        super().reject()

    def _on_keep(self) -> None:
        try:
            self.keeper.flush()
        except CrmError as error:
            self.messages.error(error)
            return
        self._done = True
        super().reject()

    def _on_range_changed(self, _least: int, most: int) -> None:
        """Let fields and footer end on one line, with and without the scroll bar."""
        margins = self.body.contentsMargins()
        beside = self._scroll.verticalScrollBar().sizeHint().width() if most else 0
        margins.setRight(margins.left() - beside)
        self.body.setContentsMargins(margins)

    def _on_theme_changed(self) -> None:
        px = self.context.theme.px
        self._head.setFixedHeight(px(50))
        self._foot.setFixedHeight(px(55))
        side = px(19)
        for part in (self._head, self._foot):
            layout = part.layout()
            assert layout  # noqa: S101 - built above
            layout.setContentsMargins(side, 0, side, 0)
        self.body.setContentsMargins(side, px(16), side, px(16))
        self.body.setSpacing(px(12))
