"""The dialog that asks before something is erased for good: it says what goes, and wants a word typed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core.book import Book
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.workflows.erase import preview_all
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label, set_tone

Things = Mapping[Kind, Sequence[int]]


class EraseDialog(SheetDialog):
    """Erases things for good when the word was typed; it says before what goes with them."""

    def __init__(self, context: Context, parent: QWidget | None, things: Things) -> None:
        super().__init__(context, parent, _("Erase for good"), 500, 320)
        self._things = things
        self.counts = label("", "strong", wrap=True)
        self.body.addWidget(label(_("This will be erased for good, with all that belongs to it:"), wrap=True))
        self.body.addWidget(self.counts)
        warning = label(_("It cannot be undone. Backups made before still hold it until they are replaced."), wrap=True)
        set_tone(warning, Tone.RED)
        self.body.addWidget(warning)
        caption = label(_("Type “{word}” to go on").format(word=_word()), "caption")
        self.line = LineEdit()
        self.line.setAccessibleName(caption.text())
        caption.setBuddy(self.line)
        self.body.addWidget(caption)
        self.body.addWidget(self.line)
        self.body.addStretch(1)
        self.add_button(_("Cancel"), self.reject)
        self.erase_button = self.add_button(_("Erase for good"), self.erase, "danger")
        self._is_known = self._is_running = False
        self.line.textChanged.connect(self._look)
        self.line.entered.connect(self.erase)
        self._look()
        self.line.setFocus()
        context.operations.read(self, partial(_preview, things), self._on_counts, failed=self._on_failed)

    def erase(self) -> None:
        """Erase it, if the word was typed."""
        if self.erase_button.isEnabled():
            self._is_running = True
            self._look()
            self.show_progress(0, 0)
            work = partial(_erased, self.context.book, self._things)
            self.context.operations.run(self, work, self._on_erased, failed=self._on_failed)

    def reject(self) -> None:
        if not self._is_running:
            super().reject()

    def _look(self, *_text: str) -> None:
        typed = self.line.text().strip().casefold() == _word().casefold()
        self.erase_button.setEnabled(typed and self._is_known and not self._is_running)

    def _on_counts(self, counts: Mapping[Kind, int]) -> None:
        self._is_known = True
        self.counts.setText(" · ".join(f"{_titled(kind)} {count:,}" for kind, count in counts.items()))
        self._look()

    def _on_erased(self, _answer: None) -> None:
        self.context.messages.toast(_("Erased for good: {words}").format(words=self.counts.text()))
        self.accept()

    def _on_failed(self, error: CrmError) -> None:
        self._is_running = False
        self.progress.hide()
        self._look()
        self.say_error(error)


def _word() -> str:
    return _("erase")


def _titled(kind: Kind) -> str:
    return _(TITLES[kind])


def _preview(things: Things, connection: Any) -> dict[Kind, int]:
    return preview_all(connection, things)


def _erased(book: Book, things: Things, _progress: Progress) -> None:
    for kind in sorted(things, key=lambda kind: kind is not Kind.CUSTOMERS):  # what goes with a customer goes first
        book.erase(kind, things[kind])
