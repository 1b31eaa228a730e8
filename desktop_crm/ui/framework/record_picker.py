"""A field that refers to another record: type a few characters, choose from what fits."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.search.picking import Pick, pick, picked
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.widgets.inputs import LineEdit, as_popup

_ID, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _PickerLine(LineEdit):
    """Offers the newest records when it is entered empty."""

    looked_at = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.MouseFocusReason}:
            self.looked_at.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.looked_at.emit()


class RecordPicker(QWidget):
    """Chooses one customer or contact. Signals: `edited()` when the user chose another one, or types."""

    edited = Signal()

    def __init__(self, context: Context, kind: Kind, name: str) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._chosen: Pick | None = None
        self.customer_of: Callable[[], CustomerId | None] = lambda: None  # contacts of this customer only
        self.line = _PickerLine()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(_("Type a part of the name"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(_NAME)
        self._popup = as_popup(self._completer, self.line)
        self._completer.setWidget(self.line)  # not setCompleter: this class decides when the list opens
        self._completer.activated[QModelIndex].connect(self._on_activated)  # type: ignore[index]  # stubs lack overloads
        self.line.textEdited.connect(self._on_text_edited)
        self.line.looked_at.connect(self._on_looked_at)
        self.line.entered.connect(self._on_entered)

    def value(self) -> int | None:
        """The id of the record chosen; None where nothing is chosen."""
        return self._chosen.id if self._chosen else None

    def name(self) -> str:
        """The name of the record chosen, empty until it was read."""
        return self._chosen.name if self._chosen else ""

    def set_value(self, record_id: int | None) -> None:
        """Choose a record; its name is read and follows."""
        self._chosen = Pick(record_id, "", "") if record_id else None
        self.line.clear()
        if record_id:
            work = partial(picked, kind=self._kind, record_id=record_id)
            self._context.operations.read(self, work, self._on_name_read, latest="name")

    def set_text(self, text: str) -> None:
        """Show words as if they had been typed."""
        self._chosen = None
        self.line.setText(text)

    def typed(self) -> str:
        """Words that name nothing chosen."""
        return "" if self._chosen else self.line.text().strip()

    def _on_name_read(self, found: Pick | None) -> None:
        if self._chosen and found and found.id == self._chosen.id:
            self._chosen = found
            self.line.setText(found.name)
            self.line.setCursorPosition(0)

    def _on_text_edited(self, _text: str) -> None:
        self._chosen = None
        self._search()
        self.edited.emit()

    def _on_looked_at(self) -> None:
        if not self.line.text():
            self._search()

    def _on_entered(self) -> None:
        """Enter takes the only one that fits."""
        if self.typed() and self._model.rowCount() == 1:
            self._on_activated(self._model.index(0, 0))

    def _search(self) -> None:
        work = partial(pick, kind=self._kind, query=self.line.text(), customer_id=self.customer_of())
        self._context.operations.read(self, work, self._on_found, latest="pick")

    def _on_found(self, picks: list[Pick]) -> None:
        self._model.clear()
        for found in picks:
            item = QStandardItem(f"{found.name}   {found.detail}" if found.detail else found.name)
            item.setData(found, _ID)
            item.setData(found.name, _NAME)
            item.setEditable(False)
            self._model.appendRow(item)
        if self.line.hasFocus() and not self.line.composing and not self._chosen:
            if picks:
                self._completer.complete()
            else:
                self._popup.hide()

    def _on_activated(self, index: QModelIndex) -> None:
        found: Pick = index.data(_ID)
        self._chosen = found
        self._popup.hide()
        self._write_name()
        QTimer.singleShot(0, self, self._write_name)  # the completer may write after this
        self.edited.emit()

    def _write_name(self) -> None:
        if self._chosen:
            self.line.setText(self._chosen.name)
