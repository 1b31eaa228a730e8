"""The one form for every kind of record, made from its fields: sections, two columns where there is room."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_box import FieldBox
from desktop_crm.ui.framework.field_editor import FieldEditor, Problem
from desktop_crm.ui.framework.field_editors import LineEditor, ReferenceEditor, editor_for
from desktop_crm.ui.framework.form_section import FormSection
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.questions_editor import QuestionsEditor

_TWO_COLUMNS_FROM = 560  # pixels at 100 %
_SLICE_SECONDS = 0.01  # laying out and painting what a slice adds takes as long again
_ACCOUNT_TYPE, _CUSTOMER = "account_type", "customer_id"
# What the program fills in by itself; it is edited only where it holds something.
_FILLED_BY_PROGRAM = {"former_numbers", "to_check", "done", "answers_id"}
_NEVER_EDITED = {"snoozed_until", "calendar_uid"}
_NEVER_EDITED_OF = {
    Kind.FOLLOWUPS: {"interaction_id"},
    Kind.ATTACHMENTS: {"record_kind", "record_id", "media_type", "size_bytes", "sha256"},
}
# What is edited in another way than its type says.
_SPECIAL: Mapping[tuple[Kind, str], Callable[[Field, Context], FieldEditor]] = {
    (Kind.SURVEYS, "questions"): QuestionsEditor,
}
_MANY_LINES = {(Kind.SURVEYS, "questions"), (Kind.SURVEY_ANSWERS, "answers")}


class RecordForm(QWidget):
    """Edits the fields of one kind of record. Signals: `edited()` when the user changed something,
    `menu_requested(name, position)` by a click with the other button on the name of a field.

    Derived fields are absent. Fields for another account type are hidden and keep what they held.

    A form of forty fields takes longer to build than a window may stand still. So its editors are built from top to
    bottom in slices between the events, and whoever asks for one that is not there yet gets it at once; what was said
    to the form before is kept for it.
    """

    edited = Signal()
    menu_requested = Signal(str, object)

    def __init__(
        self, context: Context, kind: Kind, absent: Iterable[str] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.kind = context, kind
        self._blank = ROOMS[kind].entity()
        without = {*absent, *_NEVER_EDITED, *_NEVER_EDITED_OF.get(kind, ())}
        fields = [field for field in ROOMS[kind].fields.shown if field.name not in without and not field.derived]
        self._sections = {
            title: FormSection(_(title), self) for title in dict.fromkeys(field.section for field in fields)
        }
        in_order = [field for title in self._sections for field in fields if field.section == title]
        self._fields = {field.name: field for field in in_order}
        self._boxes: dict[str, FieldBox] = {}
        self._waiting = deque(in_order)
        # What was said to fields, for those that are not built yet.
        self._given: dict[str, Any] = {}
        self._drafted: dict[str, Any] = {}
        self._hints: dict[str, str] = {}
        self._fixed: set[str] = set()
        self._untouched: dict[str, Any] = {}
        self._confidential: frozenset[str] = frozenset()
        self._marks: dict[str, bool] = {}
        self._customer: CustomerId | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        for section in self._sections.values():
            layout.addWidget(section)
        layout.addStretch(1)
        self.set_values(self._blank)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._on_slice)
        self._slices.start()

    # Building

    @property
    def boxes(self) -> dict[str, FieldBox]:
        """Every field by its name, in the order of the form."""
        self._build_until(lambda: False)
        return self._boxes

    @property
    def is_complete(self) -> bool:
        """Whether every field is there."""
        return not self._waiting

    def _on_slice(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        self._build_until(lambda: time.perf_counter() >= end)
        if self.is_complete:
            self._slices.stop()

    def _build_until(self, enough: Callable[[], bool]) -> None:
        if self.is_complete:
            return
        while self._waiting:
            self._build(self._waiting.popleft())
            if enough():
                break
        self._arrange()

    def _build(self, field: Field) -> None:
        may_be_empty = not field.required and not getattr(self._blank, field.name)
        special, place = _SPECIAL.get((self.kind, field.name)), (self.kind, field.name)
        editor = (
            special(field, self._context) if special else editor_for(field, self._context, may_be_empty=may_be_empty)
        )
        section = self._sections[field.section]
        box = self._boxes[field.name] = FieldBox(editor, section, wide=place in _MANY_LINES)
        section.boxes.append(box)
        editor.set_value(self._given[field.name])
        self._untouched[field.name] = editor.state()
        if field.name in self._drafted:
            editor.restore(self._drafted.pop(field.name))
        if field.name in self._hints:
            self.hint(field.name, self._hints[field.name])
        if field.name in self.confidential:
            box.show_confidential(self._context.theme, on=True)
        editor.setEnabled(field.name not in self._fixed)
        editor.edited.connect(self.edited)
        if field.name == _ACCOUNT_TYPE:
            editor.edited.connect(self._arrange)
        if isinstance(editor, ReferenceEditor) and field.refers_to in OF_CUSTOMER and _CUSTOMER in self._fields:
            editor.picker.customer_of = self._chosen_customer
        if field.name == _CUSTOMER:
            editor.edited.connect(self._on_customer_edited)

    # What is confidential

    @property
    def confidential(self) -> frozenset[str]:
        """The names of the fields that are confidential, or will be when the form is saved."""
        return self._confidential - set(self._marks) | {name for name, on in self._marks.items() if on}

    @property
    def marks(self) -> dict[str, bool]:
        """Field name to whether it shall be confidential, of those where this shall change."""
        return dict(self._marks)

    def show_confidential(self, names: Iterable[str]) -> None:
        """Show which fields are confidential; what the user marked before stays."""
        self._confidential = frozenset(names)
        self._mark({name: on for name, on in self._marks.items() if on != (name in self._confidential)})

    def restore_marks(self, marks: Mapping[str, bool]) -> None:
        """Show what the user had marked when `marks` was asked."""
        self._mark({name: on for name, on in marks.items() if name in self._fields})

    def turn_mark(self, name: str) -> None:
        """Let a field be confidential when the form is saved, or no longer be so, as the user asks for it."""
        on = name not in self.confidential
        others = {each: marked for each, marked in self._marks.items() if each != name}
        self._mark(others if on == (name in self._confidential) else others | {name: on})
        self.edited.emit()

    def _mark(self, marks: dict[str, bool]) -> None:
        self._marks = marks
        for name, box in self._boxes.items():
            box.show_confidential(self._context.theme, on=name in self.confidential)

    # What it holds

    def editor(self, name: str) -> FieldEditor:
        """The editor of a field."""
        if name not in self._boxes:
            self._build_until(lambda: name in self._boxes)
        return self._boxes[name].editor

    def set_values(self, entity: Any) -> None:
        """Show an entity; it counts as untouched from now on."""
        self._drafted.clear()
        for box in self._boxes.values():
            box.clear()
        self.preset({name: getattr(entity, name) for name in self._fields})

    def preset(self, values: Mapping[str, Value | None]) -> None:
        """Show values in some fields; the form still counts as untouched."""
        for name, value in values.items():
            if name in self._fields:
                self._given[name] = value
            if name in self._boxes:
                self.editor(name).set_value(value)
        self._untouched = {name: box.editor.state() for name, box in self._boxes.items()}
        self._customer = self._chosen_customer() if _CUSTOMER in self._fields else None
        self._arrange()

    def advise(self, found: Mapping[str, Problem]) -> None:
        """Show what rules found in the whole record, by field name; what was found before and is not now goes."""
        for name, box in self.boxes.items():
            box.advise(found.get(name))

    def count_as_untouched(self) -> None:
        """Take what stands in the form for what it was given."""
        self._untouched = {name: box.editor.state() for name, box in self._boxes.items()}

    def hint(self, name: str, text: str) -> None:
        """Say in an empty field what will happen to it."""
        self._hints[name] = text
        if name in self._boxes:
            editor = self.editor(name)
            if isinstance(editor, LineEditor):
                editor.line.setPlaceholderText(text)

    def fix(self, names: Iterable[str]) -> None:
        """Let some fields be read only."""
        for name in names:
            self._fixed.add(name)
            if name in self._boxes:
                self.editor(name).setEnabled(False)

    def values(self) -> dict[str, Value | None]:
        """Field name to value of every field that is shown."""
        boxes, hidden = self.boxes, self._hidden()
        return {name: box.editor.value() for name, box in boxes.items() if name not in hidden}

    def problems(self) -> dict[str, Problem]:
        """What is wrong, by field name, in the order of the form; it is shown beside the fields from now on."""
        boxes, hidden = self.boxes, self._hidden()
        found = {name: box.check() for name, box in boxes.items() if name not in hidden}
        return {name: problem for name, problem in found.items() if problem}

    @property
    def is_dirty(self) -> bool:
        """Whether the form holds something else than it was given."""
        if self._drafted:
            return bool(self._marks) or self.state() != self._untouched
        touched = (box.editor.state() != self._untouched[name] for name, box in self._boxes.items())
        return bool(self._marks) or any(touched)

    def state(self) -> dict[str, Any]:
        """What stands in every editor, in types that JSON has, for a draft."""
        return {name: box.editor.state() for name, box in self.boxes.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what stood in the form when `state` was asked; fields that are gone since are passed over."""
        for name in self._fields:
            if name in state and name in self._boxes:
                self.editor(name).restore(state[name])
            elif name in state:
                self._drafted[name] = state[name]
        self._arrange()

    def focus(self, name: str) -> None:
        """Put the cursor into a field."""
        self.editor(name).setFocus()

    def focus_first(self) -> None:
        """Put the cursor into the first field that is needed and empty, else the first needed, else the first."""
        hidden = self._hidden()
        shown = [name for name in self._fields if name not in hidden and name not in self._fixed]
        needed = [name for name in shown if self._fields[name].required]
        self.focus(next((name for name in needed if not self._value(name)), (needed or shown)[0]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if name := self.field_around(self.childAt(event.pos())):
            self.menu_requested.emit(name, event.globalPos())
            event.accept()

    def field_around(self, widget: QWidget | None) -> str:
        """The name of the field of this form to which a widget belongs, "" if there is none."""
        while widget and widget is not self:
            if isinstance(widget, FieldBox) and self._boxes.get(widget.editor.field.name) is widget:
                return widget.editor.field.name
            widget = widget.parentWidget()
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # What is shown

    def _value(self, name: str) -> Value | None:
        return self._boxes[name].editor.value() if name in self._boxes else self._given[name]

    def _chosen_customer(self) -> CustomerId | None:
        """The customer among whose people a contact is looked for."""
        value = self._value(_CUSTOMER)
        return CustomerId(value) if isinstance(value, int) else None

    def _on_customer_edited(self) -> None:
        """What belongs to another customer cannot stay chosen."""
        chosen = self._chosen_customer()
        if chosen is None or chosen == self._customer:
            return
        if self._customer is not None:
            for name, field in self._fields.items():
                if field.refers_to in OF_CUSTOMER:
                    self.editor(name).set_value(None)
        self._customer = chosen

    def _hidden(self) -> set[str]:
        chosen = self._value(_ACCOUNT_TYPE) if _ACCOUNT_TYPE in self._fields else None
        hidden = set()
        for name, field in self._fields.items():
            other_type = field.account_type is not None and field.account_type != chosen
            unused = field.name in _FILLED_BY_PROGRAM or field.type is FieldType.UNPLACED
            if other_type or (unused and not self._value(name)):
                hidden.add(name)
        return hidden

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self._context.theme.px(_TWO_COLUMNS_FROM) else 1
        hidden = self._hidden()
        for section in self._sections.values():
            section.arrange(columns, hidden)


def warm_up(operations: Operations, owner: QObject) -> None:
    """Read one value of each type on a reader, so that the libraries behind them load while nothing else happens.

    Beside a form that is being built they would make the window stand still, and on its thread while the user types.
    """
    operations.read(owner, _read_a_value_of_each_type, _nothing)


def _read_a_value_of_each_type(_connection: object) -> None:
    every = {field.type: field for room in ROOMS.values() for field in room.fields}
    for field in every.values():
        parse(field, "1")


def _nothing(_answer: None) -> None:
    pass
