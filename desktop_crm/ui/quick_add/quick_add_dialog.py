"""One line of words becomes a follow-up; below it stands what was understood, as chips that can be dismissed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.core.calendar.quick_add import Part
from desktop_crm.core.changes import Changes
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.workflows.note_followup import Candidate, Noted, note_followup, understand
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.flow_layout import FlowLayout
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label, set_tone

FORM = "quick_add"
_PAUSE_MILLISECONDS = 60
_MOST_CANDIDATES = 6
_PART_KEY, _CANDIDATE_KEY = "part", "candidate"


class _WordsLine(LineEdit):
    """The line. `dismisses` is asked before Backspace takes the character before a position; if so, it takes none."""

    def __init__(self, dismisses: Callable[[int], bool]) -> None:
        super().__init__()
        self._dismisses = dismisses

    def keyPressEvent(self, event: QKeyEvent) -> None:
        backspace = event.key() == Qt.Key.Key_Backspace and not self.composing and not self.hasSelectedText()
        if backspace and self._dismisses(self.cursorPosition()):
            event.accept()
        else:
            super().keyPressEvent(event)


class _Chip(QPushButton):
    """What was understood. Signals: `dismissed()` by a click or, with the focus, by Backspace or Delete."""

    dismissed = Signal()

    def __init__(self, part: Part, words: str) -> None:
        said = _("{label}: {value}").format(label=_(part.value), value=words)
        super().__init__(f"{said}  ×")
        self.setProperty("role", "tag")
        self.setProperty(_PART_KEY, part.name)
        self.setAutoDefault(False)
        self.setAccessibleName(said)
        self.setToolTip(_("Not meant so: let these words stay in the title"))
        self.clicked.connect(self.dismissed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)


class QuickAddDialog(FormDialog):
    """Enter notes the line. Backspace right behind the words of a time, or on a chip, dismisses it first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, _("Quick add"), FORM)
        self._noted: Noted | None = None
        self._dismissed: frozenset[Part] = frozenset()
        self._chosen: CustomerId | None = None
        self._save_when_understood, self._written = False, ""
        px = context.theme.px
        self.line = _WordsLine(self._dismisses)
        self.line.setAccessibleName(_("What to do, when and for whom"))
        self.line.setPlaceholderText(_("Call Zhang next Wed 2pm about the quote #Acme !high"))
        self._chips = QWidget()
        self._chip_room = FlowLayout(self._chips, spacing=px(6))
        self._offers = QWidget()
        self._offer_room = FlowLayout(self._offers, spacing=px(6))
        self._to_do = label("", wrap=True)
        self._doubt = label("", "soft", wrap=True)
        self.all_again = button(_("Recognize everything again"), self._on_all_again, "quiet")
        self.all_again.setAutoDefault(False)
        for part in (self.line, self._chips, self._to_do, self._doubt, self._offers):
            self.body.addWidget(part)
        self.body.addWidget(self.all_again, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.save_button.setText("  ".join((_("Note it"), "↵")))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._on_pause)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.entered.connect(self.save)
        self._show(None)
        self.resize(px(640), px(300))
        self.line.setFocus()

    # What a form says

    def draft_state(self) -> dict[str, Any]:
        return {"words": self.line.text()}

    def restore_draft(self, draft: Draft) -> None:
        self.line.setText(str(draft.values.get("words", "")))
        super().restore_draft(draft)

    def is_dirty(self) -> bool:
        return bool(self.line.text().strip())

    def save(self) -> None:
        if self._noted is None:
            self._save_when_understood = self.is_dirty()  # somebody types faster than the book is read
        else:
            self._written = self._noted.followup.title
            self.write("add_followup", partial(note_followup, noted=self._noted))

    # Understanding

    def _on_text_changed(self, text: str) -> None:
        self._noted = None
        if not text.strip():
            self._dismissed, self._chosen = frozenset(), None
            self._show(None)
        self.touch()
        self._pause.start()

    def _on_pause(self) -> None:
        words = self.line.text().strip()
        if not words:
            return
        author = self.context.book.database.author
        work = partial(understand, words=words, author=author, without=self._dismissed, chosen=self._chosen)
        self.context.operations.read(self, work, self._on_understood, latest="understand", failed=self._on_failed)

    def _on_understood(self, noted: Noted) -> None:
        if noted.words != self.line.text().strip():
            return
        self._noted = noted
        self._show(noted)
        if self._save_when_understood:
            self._save_when_understood = False
            self.save()

    def _on_failed(self, error: CrmError) -> None:
        self._save_when_understood = False
        self._show(None)
        self._say(error.message, Tone.AMBER)

    def _show(self, noted: Noted | None) -> None:
        for holder, room in ((self._chips, self._chip_room), (self._offers, self._offer_room)):
            for old in holder.findChildren(QPushButton):
                if old.hasFocus():
                    self.line.setFocus()
                room.removeWidget(old)
                old.hide()
                old.deleteLater()
        for part, words in noted.recognised() if noted else ():
            chip = _Chip(part, words)
            chip.dismissed.connect(partial(self.dismiss, part))
            self._chip_room.addWidget(chip)
        candidates = noted.candidates[:_MOST_CANDIDATES] if noted else ()
        for candidate in candidates:
            offer = button(str(candidate), partial(self.choose, candidate), "chip")
            offer.setAutoDefault(False)
            offer.setProperty(_CANDIDATE_KEY, candidate.number)
            self._offer_room.addWidget(offer)
        self._chips.setVisible(self._chip_room.count() > 0)
        self._offers.setVisible(bool(candidates))
        self._to_do.setText(_("To do: {title}").format(title=noted.followup.title) if noted else "")
        self._to_do.setVisible(noted is not None)
        if noted and noted.past:
            self._say(_("Mind: this date is in the past."), Tone.AMBER)
        elif candidates:
            self._say(_("Several customers fit: choose one, or it belongs to none."), Tone.AMBER)
        elif noted and noted.followup.due is None:
            self._say(_("No time was recognized: it is noted without a date."), Tone.AMBER)
        elif noted and not noted.customer and noted.line.tags:
            named = _("No customer fits “{tag}”: it belongs to none.").format(tag=noted.line.tags[0])
            self._say(named, Tone.AMBER)
        elif noted and not noted.customer:
            self._say(_("It belongs to no customer yet; name one with #, as in #Acme."), Tone.SOFT)
        else:
            self._say("" if noted else _("A time, a person, #customer and !high are recognized wherever they stand."))
        self.all_again.setVisible(bool(self._dismissed))
        self._grow()

    def _grow(self) -> None:
        """Take the height of what was understood, where it is more than there is; never less, which would be unrest."""
        if self.isVisible():
            before = self.height()
            self.fit_height()
            self.resize(self.width(), max(before, self.height()))

    def _say(self, text: str, tone: Tone = Tone.SOFT) -> None:
        self._doubt.setText(text)
        self._doubt.setVisible(bool(text))
        set_tone(self._doubt, tone)

    # What the user says of it

    def dismiss(self, part: Part) -> None:
        """Let the words of this part stay in the title."""
        self._dismissed |= {part}
        self._again()

    def choose(self, candidate: Candidate) -> None:
        """Of the customers that fit, this one is meant."""
        self._chosen = candidate.id
        self._again()

    def _on_all_again(self) -> None:
        self._dismissed = frozenset()
        self._again()

    def _again(self) -> None:
        self._noted = None
        self.line.setFocus()
        self._on_pause()

    def _dismisses(self, position: int) -> bool:
        """Whether the words before this position are those of the time, which then stay in the title."""
        if self._noted is None:
            return False
        margin = len(self.line.text()) - len(self.line.text().lstrip())
        behind = any(end + margin == position for _start, end in self._noted.line.reading.spans)
        if behind:
            self.dismiss(Part.WHEN)
        return behind

    def _on_written(self, changes: Changes) -> None:
        super()._on_written(changes)
        self.context.undoing.tell(_("Noted: {title}").format(title=self._written))


def open_quick_add(context: Context, parent: QWidget) -> QuickAddDialog:
    """Show the line over the window."""
    dialog = QuickAddDialog(context, parent)
    dialog.open()
    return dialog


def open_draft(context: Context, draft: Draft, parent: QWidget) -> None:
    """Show a line again that was typed and not noted."""
    open_quick_add(context, parent).restore_draft(draft)
