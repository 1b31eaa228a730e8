"""The editor of a survey's questions: a line for each, with what kind of answer it asks for and what it is about."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.surveys.questions import (
    TOPICS,
    AnswerType,
    Question,
    default_questions,
    lines_of,
    questions_in,
)
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor, State
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit

_TYPES = {
    AnswerType.SCORE: N_("Score 1–5"),
    AnswerType.YES_NO: N_("Yes or no"),
    AnswerType.CHOICE: N_("One of several"),
    AnswerType.TEXT: N_("Own words"),
}
_BETWEEN = " / "


class _Line(QWidget):
    """One question. Signals: `edited()`, `moved(-1 or 1)`, `removed()`."""

    edited = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, context: Context, question: Question) -> None:
        super().__init__()
        px, theme = context.theme.px, context.theme
        self.text = LineEdit()
        self.text.setAccessibleName(_("The question"))
        self.text.setPlaceholderText(_("The question"))
        self.type = ComboBox(theme)
        self.type.setAccessibleName(_("Kind of answer"))
        for code, title in _TYPES.items():
            self.type.addItem(_(title), code.value)
        self.about = ComboBox(theme, editable=True)
        self.about.addItem("", "")
        for topic in TOPICS.offered:
            self.about.addItem(_(topic.label), topic.code)
        self.about.setAccessibleName(_("Topic"))
        self.options = LineEdit()
        self.options.setAccessibleName(_("Answers to choose from"))
        self.options.setPlaceholderText(_("Answers with / between them"))
        self.type.setFixedWidth(px(112))
        for about in (self.about, self.options):
            about.setFixedWidth(px(150))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.text, 1)
        for part in (self.type, self.about, self.options):
            layout.addWidget(part)
        for name, title, act in (
            ("arrow-up", _("Move up"), self._on_up),
            ("arrow-down", _("Move down"), self._on_down),
            ("x", _("Remove"), self.removed.emit),
        ):
            made = QPushButton()
            made.setProperty("role", "pick")
            made.setAutoDefault(False)
            made.setIcon(icon(name, theme, Tone.SOFT))
            made.setAccessibleName(title)
            made.setToolTip(title)
            made.clicked.connect(lambda _checked=False, act=act: act())
            layout.addWidget(made)
        self.show_question(question)
        self.text.textEdited.connect(self.edited)
        self.options.textEdited.connect(self.edited)
        self.about.currentTextChanged.connect(self.edited)
        self.type.activated.connect(self._on_type)
        self.setFocusProxy(self.text)

    def show_question(self, question: Question) -> None:
        """Show a question."""
        self.text.setText(question.text)
        self.type.setCurrentIndex(self.type.findData(question.type.value))
        self.about.setCurrentText(TOPICS.label_of(question.topic))
        self.options.setText(_BETWEEN.join(question.options))
        self._show_parts()

    @property
    def question(self) -> Question:
        """The question as it stands here."""
        kind = AnswerType(self.type.currentData())
        if kind is AnswerType.CHOICE:
            options = [option.strip() for option in self.options.text().replace("／", "/").split("/")]
            return Question(self.text.text().strip(), kind, options=tuple(filter(None, options)))
        about = self.about.currentText().strip()
        return Question(self.text.text().strip(), kind, TOPICS.code_of(about) or about)

    def _on_type(self) -> None:
        self._show_parts()
        self.edited.emit()

    def _show_parts(self) -> None:
        choice = self.type.currentData() == AnswerType.CHOICE.value
        self.about.setVisible(not choice)
        self.options.setVisible(choice)

    def _on_up(self) -> None:
        self.moved.emit(-1)

    def _on_down(self) -> None:
        self.moved.emit(1)


class QuestionsEditor(FieldEditor):
    """Edits the lines in which a survey keeps its questions."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field)
        self._context = context
        self._given: tuple[list[Question], str] = ([], "")
        self.lines: list[_Line] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._layout.setSpacing(8)
        self._layout.addLayout(self._lines)
        self._add = button(_("Add a question"), self._on_add)
        self._usual = button(_("Begin with the usual questions"), self._on_usual)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for made in (self._add, self._usual):
            made.setAutoDefault(False)
            foot.addWidget(made)
        foot.addStretch(1)
        self._layout.addLayout(foot)
        self.setFocusProxy(self._add)

    def questions(self) -> list[Question]:
        """The questions that say something."""
        return [line.question for line in self.lines if line.question.text]

    def value(self) -> str:
        found = self.questions()
        return self._given[1] if found == self._given[0] else lines_of(found)

    def set_value(self, value: Value | None) -> None:
        text = str(value or "")
        self._show(questions_in(text))
        self._given = (self.questions(), text)

    def state(self) -> State:
        return self.value()

    def restore(self, state: State) -> None:
        self._show(questions_in(str(state)))

    def mark(self, *, invalid: bool) -> None:
        """Nothing typed here is refused."""

    def _show(self, questions: Sequence[Question]) -> None:
        for line in self.lines:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for question in questions:
            self._append(question)
        self._usual.setVisible(not self.lines)

    def _append(self, question: Question) -> _Line:
        line = _Line(self._context, question)
        line.edited.connect(self.edited)
        line.moved.connect(self._on_moved)
        line.removed.connect(self._on_removed)
        self._lines.addWidget(line)
        self.lines.append(line)
        self._usual.hide()
        return line

    def _line(self) -> _Line:
        sender = self.sender()
        assert isinstance(sender, _Line)  # noqa: S101 - only our lines are connected
        return sender

    def _on_add(self) -> None:
        kind = self.lines[-1].question.type if self.lines else AnswerType.SCORE
        self._append(Question("", kind)).setFocus()

    def _on_usual(self) -> None:
        self._show(default_questions())
        self.edited.emit()

    def _on_moved(self, step: int) -> None:
        line = self._line()
        place = self.lines.index(line) + step
        if 0 <= place < len(self.lines):
            self.lines.remove(line)
            self.lines.insert(place, line)
            self._lines.removeWidget(line)
            self._lines.insertWidget(place, line)
            self.edited.emit()

    def _on_removed(self) -> None:
        line = self._line()
        self.lines.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.edited.emit()
