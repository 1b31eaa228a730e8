"""Editing one cell of a list in its place, with the keys of Excel and the editors and rules of the form (habit 28)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.moment import whole_day
from desktop_crm.core.workflows.change_records import change_record, is_needed
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.draft_keeper import DraftKeeper
from desktop_crm.ui.framework.field_editors import LineEditor, MomentEditor, WordsEditor, editor_for
from desktop_crm.ui.framework.freezable_table import FreezableTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import ENTER, LineEdit, is_composing
from desktop_crm.ui.widgets.labels import label, set_tone

_NOT_IN_PLACE = {FieldType.REFERENCE, FieldType.UNPLACED, FieldType.LONG_TEXT}
_NEVER_CHANGED = {"number", "former_numbers"}  # a number is given once and never changed
_LEAST_WIDTH = 200  # pixels at 100 %

Index = QModelIndex | QPersistentModelIndex


def editable_field(kind: Kind, key: str) -> Field | None:
    """The field in a column with this key, None where it cannot be edited in its place."""
    field = next((field for field in ROOMS[kind].fields.stored if field.name == key), None)
    if field is None or field.type in _NOT_IN_PLACE or field.name in _NEVER_CHANGED:
        return None
    return field


class InlineEdit(QObject):
    """Lets the cells of a table be edited; one at a time."""

    def __init__(self, context: Context, table: FreezableTable, model: RecordTableModel, kind: Kind) -> None:
        super().__init__(table)
        self._context, self._table, self._model, self._kind = context, table, model, kind
        self.editor: CellEditor | None = None
        for bar in (table.horizontalScrollBar(), table.verticalScrollBar()):
            bar.valueChanged.connect(self._place)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            signal.connect(self._place)
        table.horizontalHeader().sectionResized.connect(self._place)
        table.viewport().installEventFilter(self)

    def begin(self, index: Index, *, today: bool = False) -> None:
        """Edit the cell, as soon as its record was read; `today` puts today's date into it."""
        if not index.isValid() or (self.editor and not self._finish_open()):
            return
        try:
            self._context.book.database.refuse_while_presenting()
        except CrmError as error:
            self._context.messages.error(error)
            return
        column = self._model.columns[index.column()]
        field = editable_field(self._kind, column.key)
        if field is None or (today and field.type not in {FieldType.DAY, FieldType.MOMENT}):
            self._refuse(column.title)
            return
        work = partial(ROOMS[self._kind].get, record_id=self._model.id_at(index.row()))
        then = partial(self._on_read, field, index.column(), today)
        self._context.operations.read(self, work, then, latest="inline")

    def _finish_open(self) -> bool:
        """Whether no editor is open any more; one that cannot be saved stays, with its message."""
        if self.editor:
            self.editor.commit()
        return self.editor is None

    def _refuse(self, title: str) -> None:
        self._context.messages.toast(_("“{column}” cannot be changed in the list").format(column=title))

    def _on_read(self, field: Field, column: int, today: bool, entity: Any) -> None:  # noqa: FBT001 - bound in advance
        if entity is None or self.editor or self._model.row_of(entity.id) is None:
            return
        if field.account_type and field.account_type != entity.account_type:
            self._refuse(self._model.columns[column].title)
            return
        self.editor = CellEditor(self._context, self._table.viewport(), self._kind, field, entity)
        self.editor.column = column
        self.editor.closing = self._on_closing
        self._place()
        self.editor.show()
        self.editor.begin(today=today)

    def _on_closing(self, rows: int, columns: int) -> None:
        """The cell was saved or left alone: go where the key leads."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        had_focus = editor.holds_focus()
        editor.hide()
        editor.deleteLater()
        if had_focus or rows or columns:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        row = self._model.row_of(editor.record_id)
        if row is None:
            return
        if rows:
            to_row = min(max(row + rows, 0), len(self._model.ids) - 1)
            self._table.setCurrentIndex(self._model.index(to_row, editor.column))
        elif columns and (following := self._next_column(editor, columns)) is not None:
            index = self._model.index(row, following)
            self._table.setCurrentIndex(index)
            self.begin(index)

    def _next_column(self, editor: "CellEditor", step: int) -> int | None:
        """The next column, as they are shown, whose cell of this record can be edited."""
        header = self._table.horizontalHeader()
        place = header.visualIndex(editor.column) + step
        while 0 <= place < header.count():
            number = header.logicalIndex(place)
            field = editable_field(self._kind, self._model.columns[number].key)
            if field and not header.isSectionHidden(number) and editor.has(field):
                return number
            place += step
        return None

    def _place(self, *_what: object) -> None:
        """Put the editor over its cell, wherever the row is now; without its row it stays where it was."""
        row = self._model.row_of(self.editor.record_id) if self.editor else None
        if self.editor and row is not None:
            cell = self._table.visualRect(self._model.index(row, self.editor.column))
            cell.moveLeft(max(cell.left(), self._table.left_of(self.editor.column)))  # not over a frozen column
            self.editor.lie_over(cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            self._place()
        return False


class CellEditor(QFrame):
    """The editor over one cell. What is typed is kept as a draft, like in a form, until it is saved or given up."""

    def __init__(self, context: Context, parent: QWidget, kind: Kind, field: Field, entity: Any) -> None:
        super().__init__(parent)
        self.setProperty("role", "cell")
        self.setAutoFillBackground(True)
        self._context, self._kind, self._field, self._entity = context, kind, field, entity
        self.record_id: int = entity.id
        self.column = 0
        self.closing: Callable[[int, int], None] = _nowhere
        self._saving = self._closed = False
        self.field_editor = editor_for(field, context, may_be_empty=not is_needed(kind, field))
        self.field_editor.set_value(getattr(entity, field.name))
        self.note = label("", "problem", wrap=True)
        self.note.hide()
        self._viewport = parent
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(context.theme.px(4))
        self._column.addWidget(self.field_editor)
        self._column.addWidget(self.note)
        self._keeper = DraftKeeper(self, context, kind.value, self._draft_title, self._draft_state)
        self.field_editor.edited.connect(self._on_edited)
        for widget in (self.field_editor, *self.field_editor.findChildren(QWidget)):
            widget.installEventFilter(self)
        context.theme.about_to_scale.connect(self._on_about_to_scale)  # the list is made anew, and this goes with it
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]  # there is one

    def begin(self, *, today: bool) -> None:
        """Take the focus, with everything selected, as a spreadsheet does."""
        self.field_editor.setFocus(Qt.FocusReason.OtherFocusReason)
        line = self._line()
        if line:
            line.selectAll()
        if today:
            self.put_today()

    def holds_focus(self) -> bool:
        """Whether the cursor is in here."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def has(self, field: Field) -> bool:
        """Whether the record has such a field at all."""
        return not field.account_type or field.account_type == self._entity.account_type

    def lie_over(self, cell: QRect) -> None:
        """Cover a cell, and as much around it as is needed."""
        room = self._viewport.rect()
        width = min(max(cell.width(), self._context.theme.px(_LEAST_WIDTH)), room.width())
        self.setFixedWidth(width)
        height = max(self._column.totalHeightForWidth(width), self.sizeHint().height(), cell.height())
        self.resize(width, height)
        self.move(max(min(cell.left(), room.right() + 1 - width), 0), min(cell.top(), room.bottom() + 1 - height))

    def put_today(self) -> None:
        """Write today's date (Ctrl+;)."""
        today = clock.today()
        if isinstance(self.field_editor, MomentEditor):
            self.field_editor.set_value(whole_day(today, clock.zone()))
        elif isinstance(self.field_editor, LineEditor):
            line = self.field_editor.line
            if self._field.type is FieldType.DAY:
                line.setText(today.isoformat())
            else:
                line.insert(today.isoformat())
        self._on_edited()

    def commit(self, rows: int = 0, columns: int = 0) -> None:
        """Save, then go on by so many rows or columns; what cannot be saved stays with its message."""
        if self._saving or self._closed:
            return
        problem = self.field_editor.problem()
        if problem and problem.blocking:
            self._say(problem.text)
            return
        value = self.field_editor.value()
        if value == getattr(self._entity, self._field.name):
            self._close(rows, columns)
            return
        self._saving = True
        work = partial(change_record, kind=self._kind, record_id=self.record_id, values={self._field.name: value})
        verb = f"change_{self._kind.value}"
        self._context.operations.write(
            self, verb, work, partial(self._on_written, rows, columns), failed=self._on_failed
        )

    def cancel(self) -> None:
        """Leave the cell as it was."""
        if not self._saving:
            self._close(0, 0)

    def _on_written(self, rows: int, columns: int, _changes: Changes) -> None:
        self._close(rows, columns)

    def _on_failed(self, error: CrmError) -> None:
        self._saving = False
        self._say(error.text)

    def _close(self, rows: int, columns: int) -> None:
        if self._closed:
            return
        self._closed = True
        QApplication.instance().focusChanged.disconnect(self._on_focus_changed)  # type: ignore[union-attr]  # as above
        try:
            self._keeper.drop()
        except CrmError as error:
            self._context.messages.error(error)
        self.closing(rows, columns)

    def _say(self, text: str) -> None:
        self.field_editor.mark(invalid=True)
        self.note.setText(text)
        self.note.setVisible(not self.field_editor.shows_problem_itself())
        set_tone(self.note, Tone.RED)
        target = self.field_editor.focusProxy()
        if target:
            target.setAccessibleDescription(text)
        self.lie_over(QRect(self.pos(), self.size()))
        self.field_editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        self._keeper.touch()
        if not self.note.isHidden():
            self.note.hide()
            self.field_editor.mark(invalid=False)
            self.adjustSize()

    def _on_about_to_scale(self) -> None:
        try:
            self._keeper.flush()
        except CrmError as error:
            self._context.messages.error(error)

    def _draft_title(self) -> str:
        named = next(field for field in ROOMS[self._kind].fields.stored if field.required or field.name == "name")
        name = str(getattr(self._entity, named.name) or "")
        return " · ".join(filter(None, (name, _(self._field.label))))

    def _draft_state(self) -> dict[str, Any]:
        """As the dialog of the whole record keeps it, which opens such a draft again."""
        return {"id": str(self.record_id), "fields": {self._field.name: self.field_editor.state()}}

    # Keys and focus

    def _line(self) -> LineEdit | None:
        found = self.field_editor.focusProxy()
        return found if isinstance(found, LineEdit) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no key of the list or the window while a cell is typed
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was one of ours."""
        line = self._line()
        listing = line is not None and line.popup is not None and line.popup.isVisible()
        if is_composing() or listing:
            return event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}  # else Qt would go to the next field
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.commit(columns=-1 if shift or key == Qt.Key.Key_Backtab else 1)
        elif key in ENTER:
            if isinstance(self.field_editor, WordsEditor) and self.field_editor.tags.line.text().strip():
                return False  # the word becomes a chip first
            self.commit(rows=0 if control else -1 if shift else 1)
        elif key == Qt.Key.Key_Semicolon and control:
            self.put_today()
        else:
            return False
        return True

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """A click elsewhere saves, as in a spreadsheet; a list that hangs below the editor belongs to it."""
        if now is None or self.holds_focus() or now.window().windowType() == Qt.WindowType.Popup:
            return
        if now.window() is self.window() and not self._saving:
            problem = self.field_editor.problem()
            if problem and problem.blocking:
                self.note.setText(problem.text)
                self.note.show()
                self.field_editor.mark(invalid=True)
            else:
                self.commit()


def _nowhere(_rows: int, _columns: int) -> None:
    """Nobody wants to know yet."""
