"""Offers at start, and after unlocking, what was typed and not saved before."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.calendar.words import short
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, language, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_dialog import open_draft
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import ElidedLabel, label, rule

Open = Callable[[Context, Draft, QWidget], None]
_OPENERS: dict[str, Open] = dict.fromkeys((kind.value for kind in Kind), open_draft)


class DraftRecovery(QDialog):
    """A list of drafts: what each was for, when it was kept; to be opened or thrown away one by one."""

    def __init__(
        self, context: Context, parent: QWidget, drafts: list[Draft], damaged: int, openers: Mapping[str, Open]
    ) -> None:
        super().__init__(parent)
        self._context, self._window, self._openers = context, parent, openers
        self._store = DraftStore(context.book.vault)
        self._rows: dict[str, QFrame] = {}
        self.setProperty("role", "form")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Unsaved drafts"))
        px = context.theme.px
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(8))
        layout.addWidget(label(_("Unsaved drafts"), "dialogTitle"))
        layout.addWidget(
            label(_("This was typed and not saved when the book was locked or the program ended."), "soft", wrap=True)
        )
        for draft in drafts:
            layout.addWidget(rule())
            layout.addWidget(self._row(draft))
        if damaged:
            text = ngettext(
                "{count} draft is damaged and cannot be read.",
                "{count} drafts are damaged and cannot be read.",
                damaged,
            )
            layout.addWidget(label(text.format(count=damaged), "problem", wrap=True))
        layout.addStretch(1)
        layout.addWidget(button(_("Later"), self.reject), alignment=Qt.AlignmentFlag.AlignRight)
        self.resize(px(520), self.sizeHint().height())

    def _row(self, draft: Draft) -> QFrame:
        row = QFrame()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(draft.title))
        words.addWidget(label(short(draft.saved_at, clock.now(), clock.zone(), language()), "caption"))
        line.addLayout(words, 1)
        for text, act in ((_("Open draft"), self._open), (_("Discard"), self._discard)):
            made = button(text, lambda act=act: act(draft))  # type: ignore[misc]  # mypy cannot infer a default's type
            made.setAccessibleName(f"{text}: {draft.title}")
            line.addWidget(made)
        self._rows[draft.id] = row
        return row

    def _open(self, draft: Draft) -> None:
        self._take_away(draft)
        self._openers[draft.form](self._context, draft, self._window)

    def _discard(self, draft: Draft) -> None:
        try:
            self._store.remove(draft.id)
        except CrmError as error:
            self._context.messages.error(error)
            return
        self._take_away(draft)

    def _take_away(self, draft: Draft) -> None:
        self._rows.pop(draft.id).hide()
        if not self._rows:
            self.accept()


def offer_drafts(context: Context, window: QWidget, openers: Mapping[str, Open]) -> None:
    """Look for drafts, and when there are some offer them over the window.

    `openers` open the drafts of forms that are no mere record forms, by the name of the form.
    """
    store = DraftStore(context.book.vault)
    known = {**_OPENERS, **openers}

    def look(_connection: object) -> list[Draft]:
        return [draft for draft in store.all() if draft.form in known]

    def offer(drafts: list[Draft]) -> None:
        if drafts or store.damaged:
            DraftRecovery(context, window, drafts, len(store.damaged), known).open()

    context.operations.read(window, look, offer)
