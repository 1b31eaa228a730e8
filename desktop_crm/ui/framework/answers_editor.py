"""The editor of question and answer: buttons where a survey says what is asked, else two lines for each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.core.surveys.questions import SCORES, AnswerType, Question
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor, Problem, State
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import LineEdit, TextEdit
from desktop_crm.ui.widgets.labels import label

_YES, _NO = "yes", "no"


class _Row(QWidget):
    """One question with its answer. Signals: `edited()`."""

    edited = Signal()

    def __init__(self, context: Context, question: Question | None) -> None:
        super().__init__()
        self.question = question
        self._given = ("", "")  # what was shown, and the answer it stands for
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._asked: LineEdit | None = None
        self.chips: ChoiceChips | None = None
        self.text: LineEdit | TextEdit
        if question is None:
            self._asked, self.text = LineEdit(), LineEdit()
            self._asked.setPlaceholderText(_("The question"))
            self._asked.setAccessibleName(_("The question"))
            self.text.setPlaceholderText(_("Answer"))
            self.text.setAccessibleName(_("Answer"))
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(self._asked, 1)
            line.addWidget(self.text, 1)
            self._layout.addLayout(line)
            self._asked.textEdited.connect(self.edited)
            self.text.textEdited.connect(self.edited)
            self.setFocusProxy(self._asked)
            return
        self._layout.addWidget(label(question.text, "caption", wrap=True))
        choices = _choices(question)
        if choices:
            self.chips = ChoiceChips(question.text, choices, optional=True)
            self.chips.edited.connect(self.edited)
            self._layout.addWidget(self.chips)
            self.setFocusProxy(self.chips)
        else:
            self.text = TextEdit(context.theme, 1)
            self.text.setAccessibleName(question.text)
            self.text.textChanged.connect(self.edited)
            self._layout.addWidget(self.text)
            self.setFocusProxy(self.text)

    @property
    def asked(self) -> str:
        """The words of the question."""
        return self.question.text if self.question else self._asked.text().strip() if self._asked else ""

    @property
    def answer(self) -> str:
        """The answer as it is kept; what nobody touched stays as it was."""
        shown = self._shown()
        return self._given[1] if shown == self._given[0] else shown

    def show_answer(self, asked: str, answer: str) -> None:
        """Show an answer, and where the row asks nothing of its own, the question."""
        if self._asked:
            self._asked.setText(asked)
        if self.chips and self.question:
            self.chips.set_value(_code(self.question, answer))
        elif isinstance(self.text, LineEdit):
            self.text.setText(answer)
        else:
            self.text.setPlainText(answer)
        self._given = (self._shown(), answer)

    def _shown(self) -> str:
        if self.chips:
            code = self.chips.value()
            return {_YES: _("Yes"), _NO: _("No")}.get(code, code) if self._is_yes_no() else code
        return (self.text.text() if isinstance(self.text, LineEdit) else self.text.toPlainText()).strip()

    def _is_yes_no(self) -> bool:
        return self.question is not None and self.question.type is AnswerType.YES_NO


class AnswersEditor(FieldEditor):
    """Edits what was answered; `show_questions` says what is asked. Other questions keep a line of their own."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field)
        self._context = context
        self._questions: Sequence[Question] = ()
        self.rows: list[_Row] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self._layout.setSpacing(8)
        self._layout.addLayout(self._rows)
        self._add = button(_("Add a question"), self._on_add, "quiet")
        self._add.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self._add)
        line.addStretch(1)
        self._layout.addLayout(line)
        self.setFocusProxy(self._add)

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Ask these questions; what was answered stays."""
        if tuple(questions) != tuple(self._questions):
            answers = self.value()
            self._questions = tuple(questions)
            self.set_value(answers)

    def value(self) -> dict[str, str]:
        return {row.asked: row.answer for row in self.rows if row.asked and row.answer}

    def set_value(self, value: Value | None) -> None:
        answers = dict(value) if isinstance(value, Mapping) else {}
        for row in self.rows:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for question in self._questions:
            self._append(question, question.text, answers.pop(question.text, ""))
        for asked, answer in answers.items():
            self._append(None, asked, answer)
        if self.rows:
            self.setFocusProxy(self.rows[0])

    def state(self) -> State:
        return self.value()

    def restore(self, state: State) -> None:
        self.set_value(state)

    def problem(self) -> Problem | None:
        return None

    def mark(self, *, invalid: bool) -> None:
        """Nothing typed here is refused."""

    def _append(self, question: Question | None, asked: str, answer: str) -> _Row:
        row = _Row(self._context, question)
        row.show_answer(asked, answer)
        row.edited.connect(self.edited)
        self._rows.addWidget(row)
        self.rows.append(row)
        return row

    def _on_add(self) -> None:
        self._append(None, "", "").setFocus()


def _choices(question: Question) -> list[tuple[str, str]]:
    match question.type:
        case AnswerType.SCORE:
            return [(str(score), str(score)) for score in SCORES]
        case AnswerType.YES_NO:
            return [(_YES, _("Yes")), (_NO, _("No"))]
        case AnswerType.CHOICE:
            return [(option, option) for option in question.options]
        case AnswerType.TEXT:
            return []


def _code(question: Question, answer: str) -> str:
    """The chip that an answer means, nothing where it means none."""
    match question.read(answer):
        case bool() as said:
            return _YES if said else _NO
        case None:
            return ""
        case known:
            return str(known)
