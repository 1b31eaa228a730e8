"""An editor for every type of field: it shows a value, takes what is typed, and says what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.reading import read_words
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import Parsed, parse
from desktop_crm.core.values.field_values import Value, export_cell, from_json, show, to_json
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.framework.answers_editor import AnswersEditor
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor, Problem, State, empty_value
from desktop_crm.ui.framework.record_picker import RecordPicker
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit, TextEdit, mark_invalid
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit
from desktop_crm.ui.widgets.tag_edit import TagEdit

_LIES_AHEAD = {"due", "snoozed_until"}
_SCORES = (1, 5)
_MOST_CHIPS = 10
_LIES_BEHIND = {"occurred", "done"}
_COMES_EVERY_YEAR = {"birthday", "anniversary"}  # without a year it is no coming day, and may be lunar


class _TypedEditor(FieldEditor):
    """A text that `parse` reads."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._given: tuple[str, Value | None] = ("", empty_value(field))

    def _text(self) -> str:
        raise NotImplementedError

    def _set_text(self, text: str) -> None:
        raise NotImplementedError

    def _parsed(self, text: str) -> Parsed:
        return parse(self.field, text)

    def value(self) -> Value | None:
        if self._text() == self._given[0]:
            return self._given[1]
        value = self._parsed(self._text()).value
        return empty_value(self.field) if value is None else value

    def set_value(self, value: Value | None) -> None:
        cell = export_cell(self.field, value)
        text = str(cell) if self.field.type is FieldType.PHONE and cell else show(self.field, value)
        self._set_text(text)
        self._given = (self._text(), empty_value(self.field) if value is None else value)

    def state(self) -> State:
        return self._text()

    def restore(self, state: State) -> None:
        self._set_text(str(state))

    def problem(self) -> Problem | None:
        text = self._text()
        if not text.strip():
            return super().problem()
        if text == self._given[0] and self._given[1] is not None:
            return None
        parsed = self._parsed(text)
        return Problem(parsed.problem, blocking=parsed.value is None) if parsed.problem else None


class LineEditor(_TypedEditor):
    """One line: text, number, day, phone, e-mail, website, USCC, money."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = LineEdit()
        self.line.setAccessibleName(_(field.label))
        self.line.setPlaceholderText(_(field.hint) if field.hint else "")
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self._put(self.line)

    def _text(self) -> str:
        return self.line.text()

    def _set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)


class DayEditor(LineEditor):
    """A day, a month or a year, as a date or in words; words become the date that they mean when the line is left."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.left.connect(self._on_left)

    def _parsed(self, text: str) -> Parsed:
        parsed = super()._parsed(text)
        if parsed.problem is None or self.field.name in _COMES_EVERY_YEAR:
            return parsed
        reading = read_words(text, clock.now(), clock.zone())
        if reading.moment is None or reading.rest or reading.recurrence:
            return parsed
        return Parsed(Day(reading.moment.date().isoformat()))

    def _on_left(self) -> None:
        value = self.value()
        if isinstance(value, Day) and value.is_date and value.text != self._text():
            self._set_text(value.text)


class RecurrenceEditor(LineEditor):
    """A rule by which something comes again, in words: every Monday, on the 15th of every month."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.setPlaceholderText(_("Every Monday, every 3 months …"))

    def _parsed(self, text: str) -> Parsed:
        reading = read_words(text, clock.now(), clock.zone())
        if reading.recurrence and not reading.rest:
            return Parsed(reading.recurrence)
        parsed = super()._parsed(text)
        if parsed.value is None:
            return Parsed(problem=_("This is not understood. Try: every Monday, every 3 months"))
        return parsed


class LongTextEditor(_TypedEditor):
    """Several lines."""

    def __init__(self, field: Field, context: Context, lines: int = 1) -> None:
        super().__init__(field)
        self.text = TextEdit(context.theme, lines)
        self.text.setAccessibleName(_(field.label))
        self.text.textChanged.connect(self.edited)
        self.text.left.connect(self.left)
        self._put(self.text)

    def _text(self) -> str:
        return self.text.toPlainText()

    def _set_text(self, text: str) -> None:
        self.text.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.text.setPlainText(text)
        self.text.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.text.fit()


class ChoiceEditor(FieldEditor):
    """A drop-down list; one that is open takes the user's own words too."""

    def __init__(self, field: Field, context: Context, *, may_be_empty: bool) -> None:
        super().__init__(field)
        assert field.choices  # noqa: S101 - every CHOICE has a list
        self._choices = field.choices
        self.box = ComboBox(context.theme, editable=field.choices.open)
        self.box.setAccessibleName(_(field.label))
        if may_be_empty:
            self.box.addItem("", "")
        for choice in field.choices.offered:
            self.box.addItem(_(choice.label), choice.code)
        line = self.box.lineEdit()
        if isinstance(line, LineEdit):
            line.setAccessibleName(_(field.label))
            line.textEdited.connect(self.edited)
            line.left.connect(self.left)
        self.box.activated.connect(self.edited)
        self._given = ("", "")
        self._put(self.box)

    def value(self) -> Value | None:
        text = self.box.currentText()
        if text == self._given[0]:
            return self._given[1]
        return self._choices.code_of(text) or text.strip()

    def set_value(self, value: Value | None) -> None:
        code = str(value or "")
        if code and not self._choices.open and self.box.findData(code) < 0:  # no longer offered, but kept
            self.box.addItem(self._choices.label_of(code), code)
        self.box.setCurrentIndex(self.box.findData(code))
        if self._choices.open:
            self.box.setEditText(self._choices.label_of(code))
        self._given = (self.box.currentText(), code)

    def state(self) -> State:
        return self.value()

    def restore(self, state: State) -> None:
        self.set_value(state)


class WordsEditor(FieldEditor):
    """Several words, or several members of a list, as chips."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field)
        known = {choice.code: _(choice.label) for choice in field.choices.offered} if field.choices else {}
        closed = bool(field.choices and not field.choices.open)
        self.tags = TagEdit(context.theme, _(field.label), known, closed=closed)
        self.tags.edited.connect(self.edited)
        self.tags.line.left.connect(self.left)
        self._put(self.tags)

    def value(self) -> Value | None:
        return self.tags.values()

    def set_value(self, value: Value | None) -> None:
        self.tags.set_values(value if isinstance(value, tuple) else ())

    def state(self) -> State:
        return {"words": list(self.tags.values()), "typed": self.tags.unknown_word()}

    def restore(self, state: State) -> None:
        self.tags.set_values(state["words"])
        self.tags.line.setText(state["typed"])

    def problem(self) -> Problem | None:
        if word := self.tags.unknown_word():
            return Problem(_("“{word}” is not in the list").format(word=word), blocking=True)
        return super().problem()


class YesNoEditor(FieldEditor):
    """A check box, which carries the label itself."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.check = QCheckBox(_(field.label))
        self.check.setAccessibleName(_(field.label))
        self.check.setToolTip(_(field.hint) if field.hint else "")
        self.check.clicked.connect(self.edited)
        self._put(self.check)

    def value(self) -> Value | None:
        return self.check.isChecked()

    def set_value(self, value: Value | None) -> None:
        self.check.setChecked(bool(value))

    def state(self) -> State:
        return self.check.isChecked()

    def restore(self, state: State) -> None:
        self.check.setChecked(bool(state))

    def problem(self) -> Problem | None:
        return None


class MomentEditor(FieldEditor):
    """A time in words, with the date that it means."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        ahead, behind = field.name in _LIES_AHEAD, field.name in _LIES_BEHIND
        self.moment = MomentEdit(_(field.label), Expects.FUTURE if ahead else Expects.PAST if behind else Expects.ANY)
        self.moment.edited.connect(self.edited)
        self.moment.line.left.connect(self.left)
        self._put(self.moment)

    def value(self) -> Value | None:
        return self.moment.value()

    def set_value(self, value: Value | None) -> None:
        self.moment.set_value(value if isinstance(value, Moment) else None)

    def state(self) -> State:
        # The moment beside the words: tomorrow "tomorrow" will be another day.
        return {"text": self.moment.text(), "moment": to_json(self.field, self.moment.value())}

    def restore(self, state: State) -> None:
        moment = from_json(self.field, state["moment"])
        if isinstance(moment, Moment):
            self.moment.set_value(moment)
        else:
            self.moment.set_text(state["text"])

    def problem(self) -> Problem | None:
        if problem := self.moment.understood().problem:
            return Problem(problem, blocking=True)
        return super().problem()

    def shows_problem_itself(self) -> bool:
        return bool(self.moment.resolved.text())

    def mark(self, *, invalid: bool) -> None:
        mark_invalid(self.moment.line, invalid=invalid)


class ReferenceEditor(FieldEditor):
    """Another record, searched for as you type."""

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__(field)
        self.picker = RecordPicker(context, field.refers_to or Kind.CUSTOMERS, _(field.label))
        self.picker.edited.connect(self.edited)
        self.picker.line.left.connect(self.left)
        self._put(self.picker)

    def value(self) -> Value | None:
        return self.picker.value()

    def set_value(self, value: Value | None) -> None:
        self.picker.set_value(value if isinstance(value, int) else None)

    def state(self) -> State:
        chosen = self.picker.value()
        return {"id": str(chosen) if chosen else None, "text": self.picker.typed()}

    def restore(self, state: State) -> None:
        if state["id"]:
            self.picker.set_value(int(state["id"]))
        else:
            self.picker.set_text(state["text"])

    def problem(self) -> Problem | None:
        if typed := self.picker.typed():
            return Problem(_("“{text}” was not chosen from the list").format(text=typed), blocking=True)
        return super().problem()

    def mark(self, *, invalid: bool) -> None:
        mark_invalid(self.picker.line, invalid=invalid)


class ScoreEditor(FieldEditor):
    """A number between two near limits, as chips that digits choose; a second click takes it away."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        least, largest = field.limits or _SCORES
        numbers = [(str(number), str(number)) for number in range(least, largest + 1)]
        self.chips = ChoiceChips(_(field.label), numbers, optional=not field.required)
        self.chips.set_value("")
        self.chips.edited.connect(self._on_edited)
        self._outside: Value | None = None  # a number beyond the limits, which has no chip
        self._put(self.chips)

    def value(self) -> Value | None:
        return int(self.chips.value()) if self.chips.value() else self._outside

    def set_value(self, value: Value | None) -> None:
        self.chips.set_value("" if value is None else str(value))
        self._outside = None if self.chips.value() else value

    def _on_edited(self) -> None:
        self._outside = None
        self.edited.emit()

    def state(self) -> State:
        return self.chips.value()

    def restore(self, state: State) -> None:
        self.chips.set_value(str(state))

    def mark(self, *, invalid: bool) -> None:
        """The note below says what is needed."""


class ShownOnly(FieldEditor):
    """What an import brought and no field takes: to be read, not edited."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: Value | None = None
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setProperty("role", "soft")
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._layout.addWidget(self.label)

    def value(self) -> Value | None:
        return self._value

    def set_value(self, value: Value | None) -> None:
        self._value = value
        self.label.setText(show(self.field, value))

    def state(self) -> State:
        return None

    def restore(self, state: State) -> None:
        """Nothing of it can have been typed."""

    def problem(self) -> Problem | None:
        return None


def editor_for(field: Field, context: Context, *, may_be_empty: bool = True) -> FieldEditor:
    """The editor for a field; `may_be_empty` says whether a closed list offers nothing, too."""
    match field.type:
        case FieldType.LONG_TEXT:
            return LongTextEditor(field, context)
        case FieldType.CHOICE:
            return ChoiceEditor(field, context, may_be_empty=may_be_empty)
        case FieldType.CHOICES | FieldType.TAGS:
            return WordsEditor(field, context)
        case FieldType.YES_NO:
            return YesNoEditor(field)
        case FieldType.MOMENT:
            return MomentEditor(field)
        case FieldType.DAY:
            return DayEditor(field)
        case FieldType.RECURRENCE:
            return RecurrenceEditor(field)
        case FieldType.REFERENCE:
            return ReferenceEditor(field, context)
        case FieldType.UNPLACED:
            return ShownOnly(field)
        case FieldType.ANSWERS:
            return AnswersEditor(field, context)
        case FieldType.NUMBER if field.limits and field.limits[1] - field.limits[0] < _MOST_CHIPS:
            return ScoreEditor(field)
        case _:
            return LineEditor(field)
