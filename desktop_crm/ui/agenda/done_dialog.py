"""Asks what came of a follow-up, and what comes next, in one go."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.finish_followup import Finish
from desktop_crm.ui.framework.form_dialog import SAVE_KEYS
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.inputs import ENTER, LineEdit, TextEdit, is_composing, mark_invalid
from desktop_crm.ui.widgets.labels import label, set_tone
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit, words_for

_LINES = 3


@dataclass(frozen=True, slots=True)
class Done:
    """What was said: the result, perhaps empty; the next step, without a title and a time where there is none; whether
    the customer was told that it is done (F-05)."""

    result: str
    title: str = ""
    due: Moment | None = None
    told: bool = False


class DoneDialog(QDialog):
    """Signals: `confirmed(Done)`.

    Where the customer would be left without a next step it asks for one, once: the same button then takes no for an
    answer.
    """

    confirmed = Signal(object)

    def __init__(self, found: Finish, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._found, self._asked = theme, found, False
        self.setProperty("role", "form")
        self.setWindowTitle(_("Done"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(480))
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        layout.setSpacing(theme.px(12))
        head = QVBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(label(found.followup.title, "section", wrap=True))
        if found.customer:
            head.addWidget(label(found.customer, "soft", wrap=True))
        layout.addLayout(head)
        self.result_edit = TextEdit(theme, lines=_LINES)
        self._add(_("What came of it"), self.result_edit)
        self.told_box = QCheckBox(_("Customer was told"))
        self.told_box.setChecked(found.followup.told_customer)
        self.told_box.setVisible(bool(found.customer))
        layout.addWidget(self.told_box)
        self.step_edit = LineEdit()
        self.step_edit.setPlaceholderText(_("As in: send the quotation"))
        self._add(_("Next step"), self.step_edit)
        self.when_edit = MomentEdit(_("When"), Expects.FUTURE)
        self._add(_("When"), self.when_edit)
        self.note = label("", "caption", wrap=True)
        layout.addWidget(self.note)
        self._say_usual()
        layout.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        row.addWidget(button(_("Cancel"), self.reject))
        self.done_button = button("", self._on_confirmed, "primary")
        self._name_button(_("Done"))
        row.addWidget(self.done_button)
        layout.addLayout(row)
        self.step_edit.textEdited.connect(self._on_edited)
        self.when_edit.edited.connect(self._on_edited)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_confirmed)
        self.result_edit.setFocus()

    def _add(self, name: str, edit: QWidget) -> None:
        caption = label(name, "caption")
        caption.setBuddy(edit)
        edit.setAccessibleName(name)
        part = QVBoxLayout()
        part.setSpacing(self._theme.px(4))
        part.addWidget(caption)
        part.addWidget(edit)
        self._layout.addLayout(part)

    def _name_button(self, text: str) -> None:
        self.done_button.setText(f"{text}  {SAVE_KEYS}")
        self.done_button.setAccessibleName(text)

    def _say(self, text: str, tone: Tone) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_tone(self.note, tone)
        self._fit()

    def _say_usual(self) -> None:
        again = self._found.again
        self._say(_("It comes again by itself: {when}").format(when=words_for(again)) if again else "", Tone.SOFT)

    def _fit(self) -> None:
        """Give the lines that have come the height they need; a dialog does not grow with wrapped text by itself."""
        if self.isVisible():
            self._layout.activate()
            wanted = self._layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), wanted))

    def _on_edited(self, *_text: object) -> None:
        if self._asked:
            self._asked = False
            self._name_button(_("Done"))
        self._say_usual()
        mark_invalid(self.when_edit.line, invalid=bool(self.when_edit.understood().problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.accept()  # Enter alone neither saves nor closes
        else:
            super().keyPressEvent(event)

    def _on_confirmed(self) -> None:
        if is_composing():
            return
        title, when = self.step_edit.text().strip(), self.when_edit.understood()
        if when.problem or (title and when.moment is None):
            mark_invalid(self.when_edit.line, invalid=True)
            if not when.problem:  # which stands below the field
                self._say(_("Say when the next step is due, as in: next Wednesday 14:00"), Tone.RED)
            self.when_edit.setFocus()
        elif when.moment is None and self._found.last_step and not self._asked:
            self._asked = True
            self._say(
                _(
                    "What comes next? Without a next step {customer} stays in the list “No next step”. Press once more "
                    "if there is none."
                ).format(customer=self._found.customer),
                Tone.AMBER,
            )
            self._name_button(_("Done, no next step"))
            self.step_edit.setFocus()
        else:
            result, told = self.result_edit.toPlainText().strip(), self.told_box.isChecked()
            self.confirmed.emit(Done(result, title, when.moment, told))
            self.accept()
