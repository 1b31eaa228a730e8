"""What every editor of a field is: it shows a value, takes what is typed, and says what is wrong with it."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.widgets.inputs import mark_invalid

State = Any  # what stands in an editor, readable or not, in types that JSON has

_EMPTY: dict[FieldType, Value] = {
    FieldType.CHOICES: (),
    FieldType.TAGS: (),
    FieldType.YES_NO: False,
    FieldType.UNPLACED: {},
    FieldType.ANSWERS: {},
    **dict.fromkeys(
        (
            FieldType.TEXT,
            FieldType.LONG_TEXT,
            FieldType.CHOICE,
            FieldType.EMAIL,
            FieldType.WEBSITE,
            FieldType.USCC,
            FieldType.RECURRENCE,
        ),
        "",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value; a doubt is shown, a blocking problem keeps the form from being saved."""

    text: str
    blocking: bool


def empty_value(field: Field) -> Value | None:
    """What an entity holds in this field when there is nothing."""
    return _EMPTY.get(field.type)


class FieldEditor(QWidget):
    """Edits one field. Signals: `edited()` when the user changed something, `left()` when the focus goes."""

    edited = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def value(self) -> Value | None:
        """The value as an entity holds it; empty where nothing can be read."""
        raise NotImplementedError

    def set_value(self, value: Value | None) -> None:
        """Show a value of an entity; as long as nobody edits, `value` gives exactly this one back."""
        raise NotImplementedError

    def state(self) -> State:
        """What stands in the editor, for a draft and to learn whether it was touched."""
        raise NotImplementedError

    def restore(self, state: State) -> None:
        """Show what stood in the editor when `state` was asked."""
        raise NotImplementedError

    def problem(self) -> Problem | None:
        """What is wrong with what stands in the editor."""
        if self.field.required and self.value() == empty_value(self.field):
            return Problem(_("Needed"), blocking=True)
        return None

    def shows_problem_itself(self) -> bool:
        """Whether the widget inside already says what is wrong."""
        return False

    def mark(self, *, invalid: bool) -> None:
        """Draw the frame red, or plain again."""
        mark_invalid(self.focusProxy() or self, invalid=invalid)

    def _put(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        self.setFocusProxy(widget)
