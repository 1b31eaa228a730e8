"""Search as you type over the whole book, in the top bar; the same box notes a follow-up in words."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES
from desktop_crm.core.lists import marked
from desktop_crm.core.search.finding import Found, find, look_up
from desktop_crm.core.workflows.note_followup import Noted, note_followup, understand
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label

_PAUSE_MILLISECONDS = 60
_MOST_RESULTS = 30
_FOUND = Qt.ItemDataRole.UserRole
_ADD_SIGN = "+"
_BARE_HEIGHT = 32  # pixels at 100 %, of a result without a piece of text
_Index = QModelIndex | QPersistentModelIndex


class SearchBox(LineEdit):
    """Results appear below while typing. A line that begins with + is noted as a follow-up."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._noted: Noted | None = None
        self.setPlaceholderText(_("Search customers, contacts, records; or + to note a follow-up"))
        self.setAccessibleName(_("Search"))
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", context.theme, Tone.SOFT), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._on_pause)
        self._results = _Results(context, self)
        self._results.list.itemClicked.connect(self._on_chosen)
        self.textChanged.connect(self._on_text_changed)
        self.entered.connect(self._on_entered)

    def begin(self) -> None:
        """Put the cursor here to search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._offer_recent()

    # Asking

    def _on_text_changed(self) -> None:
        self._noted = None
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._results.hide()

    def _offer_recent(self) -> None:
        """Show what was looked at last while nothing is typed (habit 48)."""
        if not self.text().strip():
            self._context.operations.read(self, _recent, self._on_recent, latest="search")

    def _on_recent(self, found: list[Found]) -> None:
        if found and not self.text().strip() and self.hasFocus():
            self._results.show_recent(found)

    def _on_pause(self) -> None:
        text = self.text().strip()
        operations = self._context.operations
        if text.startswith(_ADD_SIGN):
            words, author = text.removeprefix(_ADD_SIGN).strip(), self._context.book.database.author
            if words:
                operations.read(
                    self, partial(understand, words=words, author=author), self._on_understood, latest="search"
                )
        elif text:
            operations.read(
                self, partial(find, query=text, limit=_MOST_RESULTS), partial(self._on_found, text), latest="search"
            )

    def _on_understood(self, noted: Noted) -> None:
        self._noted = noted
        self._results.show_noted(noted)

    def _on_found(self, text: str, found: list[Found]) -> None:
        if text == self.text().strip() and self.hasFocus():
            self._results.show_found(text, found)

    # Choosing

    def _on_chosen(self, item: QListWidgetItem) -> None:
        found = item.data(_FOUND)
        if isinstance(found, Found):
            self._results.hide()
            self.clear()
            self._context.navigator.open_record(found.kind, found.id)

    def _on_entered(self) -> None:
        if self._noted is not None:
            self._note(self._noted)
        elif item := self._results.list.currentItem() if self._results.isVisible() else None:
            self._on_chosen(item)

    def _note(self, noted: Noted) -> None:
        self._noted = None
        self._results.hide()
        self.clear()
        self._context.operations.write(
            self, "add_followup", partial(note_followup, noted=noted), partial(self._on_written, noted.followup.title)
        )

    def _on_written(self, title: str, _changes: Changes) -> None:
        self._context.undoing.tell(_("Noted: {title}").format(title=title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._results.hide()
            self.clear()
        elif event.key() == Qt.Key.Key_Down and not self._results.isVisible():
            self._offer_recent()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._results.move_selection(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._offer_recent()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._results.hide()


class _Results(QFrame):
    """What hangs below the box: results, or how a follow-up was understood. It never takes the focus."""

    def __init__(self, context: Context, box: QLineEdit) -> None:
        super().__init__(None)
        self._context, self._box = context, box
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_ResultDelegate(context, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._line = label("", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._line)
        layout.addWidget(self.list)
        box.installEventFilter(self)

    def show_recent(self, found: list[Found]) -> None:
        self._fill(found)
        self._line.setVisible(True)
        self._line.setText(_("Last looked at"))
        self._place(len(found) * self._context.theme.px(_BARE_HEIGHT) + self._context.theme.px(24) + 24)

    def show_found(self, text: str, found: list[Found]) -> None:
        self._fill(found)
        self._line.setVisible(not found)
        self._line.setText(_("Nothing was found for “{query}”.").format(query=text))
        self._place(min(len(found), 9) * self._context.theme.px(46) + 24 if found else self._context.theme.px(48))

    def _fill(self, found: list[Found]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem()
            item.setData(_FOUND, one)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_(TITLES[one.kind])} {one.title} {one.number}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))

    def show_noted(self, noted: Noted) -> None:
        parts = [words for _part, words in noted.recognised()]
        if noted.followup.due is None:
            parts.insert(0, _("without a date"))
        if noted.past:
            parts.insert(1, _("Mind: this date is in the past."))
        parts.append(noted.followup.title)
        self._line.setText(" · ".join(parts) + "\n" + _("Enter notes it"))
        self._line.setVisible(True)
        self.list.setVisible(False)
        self._place(self._context.theme.px(64))

    def move_selection(self, step: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + step) % count)

    def _place(self, height: int) -> None:
        corner = self._box.mapToGlobal(QPoint(0, self._box.height() + 4))
        self.setGeometry(corner.x(), corner.y(), max(self._box.width(), self._context.theme.px(440)), height)
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide}:
            self.hide()
        return super().eventFilter(watched, event)


class _ResultDelegate(QStyledItemDelegate):
    """Title and kind on one line, the piece of text below it with the words found in color."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = context.theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        found: Found = index.data(_FOUND)
        return QSize(0, self._theme.px(46 if found.snippet else _BARE_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        found: Found = index.data(_FOUND)
        colors, px = self._theme.colors, self._theme.px
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colors.selection))
        area = option.rect.adjusted(px(8), px(4), -px(8), -px(4))
        line = area.adjusted(0, 0, 0, -area.height() // 2) if found.snippet else area
        painter.setFont(self._theme.font(11.5))
        painter.setPen(QColor(colors.soft))
        kind = " · ".join(filter(None, (_(TITLES[found.kind]), found.number)))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, kind)
        room = line.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(kind) - px(12), 0)
        painter.setFont(self._theme.font(13, bold=True))
        painter.setPen(QColor(colors.ink))
        title = painter.fontMetrics().elidedText(found.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        self._paint_snippet(painter, area.adjusted(0, area.height() // 2, 0, 0), found)
        painter.restore()

    def _paint_snippet(self, painter: QPainter, area: QRect, found: Found) -> None:
        colors = self._theme.colors
        painter.setFont(self._theme.font(11.5))
        x, position = area.left(), 0
        pieces = []
        for start, end in found.marks:
            pieces += [(found.snippet[position:start], colors.soft), (found.snippet[start:end], colors.accent)]
            position = end
        pieces.append((found.snippet[position:], colors.soft))
        for text, color in pieces:
            painter.setPen(QColor(color))
            room = area.adjusted(x - area.left(), 0, 0, 0)
            if room.width() <= 0:
                return
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
            x += painter.fontMetrics().horizontalAdvance(text)


def _recent(connection: Any) -> list[Found]:
    return look_up(connection, marked.recent(connection))[: marked.MOST_RECENT]
