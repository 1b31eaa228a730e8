"""The one form for every kind of record, made from its fields: sections, two columns where there is room."""

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import Value, parse
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editors import FieldEditor, LineEditor, Problem, ReferenceEditor, editor_for
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label, set_tone

_TWO_COLUMNS_FROM = 560  # pixels at 100 %
_ACCOUNT_TYPE = "account_type"
# What the program fills in by itself; it is edited only where it holds something.
_FILLED_BY_PROGRAM = {"former_numbers", "to_check", "recurrence", "done"}
_NEVER_EDITED = {"interaction_id", "snoozed_until", "calendar_uid"}


class FieldBox(QWidget):
    """One field in a form: its label, its editor, and below it what is wrong."""

    def __init__(self, editor: FieldEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = editor
        field = editor.field
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label = QLabel()
        if field.type is FieldType.YES_NO:
            layout.addSpacing(4)
        else:
            layout.addLayout(self._head(field))
        layout.addWidget(editor)
        self._note = label("", "caption", wrap=True)
        self._note.hide()
        layout.addWidget(self._note)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self.check)

    def check(self) -> Problem | None:
        """What is wrong, which is shown from now on; a field that is merely empty still is not scolded for it."""
        problem = self.editor.problem()
        self._show(problem)
        return problem

    def clear(self) -> None:
        """Show nothing wrong."""
        self._show(None)

    def _head(self, field: Field) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(_(field.label), "caption"))
        if field.required:
            star = label("*", "caption")
            set_tone(star, Tone.RED)
            star.setToolTip(_("Needed"))
            head.addWidget(star)
        head.addStretch(1)
        return head

    def _show(self, problem: Problem | None) -> None:
        self.editor.mark(invalid=bool(problem and problem.blocking))
        if problem and self.editor.shows_problem_itself():
            problem = None
        self._note.setText(problem.text if problem else "")
        self._note.setVisible(bool(problem))
        if problem:
            set_tone(self._note, Tone.RED if problem.blocking else Tone.AMBER)
        target = self.editor.focusProxy()
        if target and not self.editor.shows_problem_itself():
            target.setAccessibleDescription(self._note.text())

    def _on_edited(self) -> None:
        if self._note.isVisible():
            self.check()


class _Section(QWidget):
    """A title and the fields below it, in one or two columns."""

    def __init__(self, title: str, editors: list[FieldEditor], parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes = [FieldBox(editor, self) for editor in editors]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        if title:
            layout.addWidget(label(title, "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        layout.addLayout(self._grid)

    def arrange(self, columns: int, absent: set[str]) -> None:
        """Lay out the fields that are not absent, from left to right and on."""
        for box in self.boxes:
            self._grid.removeWidget(box)
        shown = [box for box in self.boxes if box.editor.field.name not in absent]
        for place, box in enumerate(shown):
            row, column = divmod(place, columns)
            alone = place == len(shown) - 1 and column == 0 and box.editor.field.type is FieldType.LONG_TEXT
            self._grid.addWidget(box, row, column, 1, columns if alone else 1, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))
        for box in self.boxes:
            if box.isHidden() == (box in shown):
                box.setVisible(box in shown)
        self.setVisible(bool(shown))


class RecordForm(QWidget):
    """Edits the fields of one kind of record. Signals: `edited()` when the user changed something.

    Derived fields are absent. Fields for another account type are hidden and keep what they held.
    """

    edited = Signal()

    def __init__(
        self, context: Context, kind: Kind, absent: Iterable[str] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.kind = context, kind
        self._blank = ROOMS[kind].entity()
        self._absent = {*absent, *_NEVER_EDITED}
        self._untouched: dict[str, Any] = {}
        self._columns = 0
        self._arranged_without: set[str] = set()
        fields = [field for field in ROOMS[kind].fields.stored if field.name not in self._absent]
        self._sections = [
            _Section(_(title), [self._editor(field) for field in fields if field.section == title], self)
            for title in dict.fromkeys(field.section for field in fields)
        ]
        boxes = {box.editor.field.name: box for section in self._sections for box in section.boxes}
        self.boxes = {field.name: boxes[field.name] for field in fields}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        for section in self._sections:
            layout.addWidget(section)
        layout.addStretch(1)
        if _ACCOUNT_TYPE in self.boxes:
            self.boxes[_ACCOUNT_TYPE].editor.edited.connect(self._arrange)
        self._limit_contacts()
        self.set_values(self._blank)
        self._order_tabs()
        context.operations.read(self, partial(_warm_up, fields), _nothing)

    def editor(self, name: str) -> FieldEditor:
        """The editor of a field."""
        return self.boxes[name].editor

    def set_values(self, entity: Any) -> None:
        """Show an entity; it counts as untouched from now on."""
        for name, box in self.boxes.items():
            box.editor.set_value(getattr(entity, name))
            box.clear()
        self._untouched = self.state()
        self._arrange()

    def preset(self, values: Mapping[str, Value]) -> None:
        """Show values in some fields; the form still counts as untouched."""
        for name, value in values.items():
            if name in self.boxes:
                self.editor(name).set_value(value)
        self._untouched = self.state()
        self._arrange()

    def hint(self, name: str, text: str) -> None:
        """Say in an empty field what will happen to it."""
        editor = self.editor(name)
        if isinstance(editor, LineEditor):
            editor.line.setPlaceholderText(text)

    def fix(self, names: Iterable[str]) -> None:
        """Let some fields be read only."""
        for name in names:
            if name in self.boxes:
                self.editor(name).setEnabled(False)

    def values(self) -> dict[str, Value | None]:
        """Field name to value of every field that is shown."""
        hidden = self._hidden()
        return {name: box.editor.value() for name, box in self.boxes.items() if name not in hidden}

    def problems(self) -> dict[str, Problem]:
        """What is wrong, by field name, in the order of the form; it is shown beside the fields from now on."""
        hidden = self._hidden()
        found = {name: box.check() for name, box in self.boxes.items() if name not in hidden}
        return {name: problem for name, problem in found.items() if problem}

    @property
    def is_dirty(self) -> bool:
        """Whether the form holds something else than it was given."""
        return self.state() != self._untouched

    def state(self) -> dict[str, Any]:
        """What stands in every editor, in types that JSON has, for a draft."""
        return {name: box.editor.state() for name, box in self.boxes.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what stood in the form when `state` was asked; fields that are gone since are passed over."""
        for name, box in self.boxes.items():
            if name in state:
                box.editor.restore(state[name])
        self._arrange()

    def focus(self, name: str) -> None:
        """Put the cursor into a field."""
        self.editor(name).setFocus()

    def focus_first(self) -> None:
        """Put the cursor into the first field that is needed and empty, else the first needed, else the first."""
        hidden = self._hidden()
        shown = [box.editor for name, box in self.boxes.items() if name not in hidden and box.editor.isEnabled()]
        needed = [editor for editor in shown if editor.field.required]
        next((editor for editor in needed if not editor.value()), (needed or shown)[0]).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _editor(self, field: Field) -> FieldEditor:
        may_be_empty = not field.required and not getattr(self._blank, field.name)
        editor = editor_for(field, self._context, may_be_empty=may_be_empty)
        editor.edited.connect(self.edited)
        return editor

    def _limit_contacts(self) -> None:
        """A contact is looked for among the people of the customer that was chosen."""
        customer = self.boxes.get("customer_id")
        for box in self.boxes.values():
            reference = box.editor
            if customer and isinstance(reference, ReferenceEditor) and reference.field.refers_to is Kind.CONTACTS:
                reference.picker.customer_of = partial(_chosen_customer, customer.editor)

    def _hidden(self) -> set[str]:
        chosen = self.editor(_ACCOUNT_TYPE).value() if _ACCOUNT_TYPE in self.boxes else None
        hidden = set()
        for name, box in self.boxes.items():
            field = box.editor.field
            other_type = field.account_type is not None and field.account_type != chosen
            unused = field.name in _FILLED_BY_PROGRAM or field.type is FieldType.UNPLACED
            if other_type or (unused and not box.editor.value()):
                hidden.add(name)
        return hidden

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self._context.theme.px(_TWO_COLUMNS_FROM) else 1
        hidden = self._hidden()
        if self._columns == columns and hidden == self._arranged_without:
            return
        self._columns, self._arranged_without = columns, hidden
        for section in self._sections:
            section.arrange(columns, hidden)

    def _order_tabs(self) -> None:
        inputs = [proxy for box in self.boxes.values() if (proxy := box.editor.focusProxy())]
        for before, after in pairwise(inputs):
            QWidget.setTabOrder(before, after)


def _chosen_customer(editor: FieldEditor) -> CustomerId | None:
    value = editor.value()
    return CustomerId(value) if isinstance(value, int) else None


def _warm_up(fields: list[Field], _connection: object) -> None:
    """Read one value of each type, so that the libraries behind them load here and not while the user types."""
    for field in fields:
        parse(field, "1")


def _nothing(_answer: None) -> None:
    pass
