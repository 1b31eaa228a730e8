"""The list that shows the agenda: mouse and keyboard, and how a line is painted."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.agenda.agenda_model import LINE, AgendaModel, Heading
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone

_TONES = {
    Group.OVERDUE: Tone.RED,
    Group.TODAY: Tone.GREEN,
    Group.WEEK: Tone.INK,
    Group.TO_CHECK: Tone.SOFT,
    Group.NO_NEXT_STEP: Tone.AMBER,
}
_KINDS = {Kind.FOLLOWUPS: (N_("Follow-up"), Tone.ACCENT), Kind.CUSTOMERS: (N_("Plan"), Tone.AMBER)}
_Index = QModelIndex | QPersistentModelIndex


class AgendaView(QListView):
    """Signals: `done_requested(id)` by the check box or Space, `opened(kind, id)` by double click or Enter."""

    done_requested = Signal(object)
    opened = Signal(object, object)

    def __init__(self, theme: Theme, model: AgendaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_AgendaDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Agenda"))
        self.doubleClicked.connect(self._on_double_clicked)
        theme.changed.connect(self.viewport().update)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if isinstance(line, Item):
            self.opened.emit(line.kind, line.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self._model.line(index.row())
        if isinstance(line, Heading):
            self._model.toggle(line.group)
        elif isinstance(line, Item) and line.kind is Kind.FOLLOWUPS and self._on_check_box(index, event):
            self.done_requested.emit(line.id)
        super().mouseReleaseEvent(event)

    def _on_check_box(self, index: QModelIndex, event: QMouseEvent) -> bool:
        return check_box(self.visualRect(index), self._theme).contains(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self._model.line(self.currentIndex().row())
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if isinstance(line, Heading) and (enter or event.key() == Qt.Key.Key_Space):
            row = self.currentIndex().row()
            self._model.toggle(line.group)
            self.setCurrentIndex(self._model.index(row))
        elif isinstance(line, Item) and enter:
            self.opened.emit(line.kind, line.id)
        elif isinstance(line, Item) and event.key() == Qt.Key.Key_Space and line.kind is Kind.FOLLOWUPS:
            self.done_requested.emit(line.id)
        else:
            super().keyPressEvent(event)


def check_box(row: QRect, theme: Theme) -> QRect:
    """Where the check box of a line is, given the line's rectangle."""
    size = theme.px(16)
    return QRect(row.left() + theme.px(14), row.center().y() - size // 2, size, size)


class _AgendaDelegate(QStyledItemDelegate):
    """Paints plain text in fixed columns; nothing is laid out anew while scrolling."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(0, self._theme.px(tokens.AGENDA_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(LINE)
        painter.save()
        row: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, QColor(self._theme.colors.selection))
        painter.setPen(QColor(self._theme.colors.line))
        painter.drawLine(row.bottomLeft(), row.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Heading):
            self._paint_heading(painter, row, line)
        else:
            self._paint_item(painter, row, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, row: QRect, line: Heading) -> None:
        px = self._theme.px
        area = row.adjusted(px(14), 0, -px(14), 0)
        painter.setFont(self._theme.font(tokens.SECTION, bold=True))
        painter.setPen(QColor(self._theme.colors.of(_TONES[line.group])))
        title = line.title
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, title)
        beside = area.adjusted(painter.fontMetrics().horizontalAdvance(title) + px(8), 0, 0, 0)
        painter.setFont(self._theme.font(tokens.BODY))
        painter.setPen(QColor(self._theme.colors.soft))
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, f"{line.count:,}")
        fold = _("Unfold") if line.folded else _("Fold")
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, fold)

    def _paint_item(self, painter: QPainter, row: QRect, item: Item) -> None:
        px, colors = self._theme.px, self._theme.colors
        if item.kind is Kind.FOLLOWUPS:
            painter.setPen(QColor(colors.faint))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(check_box(row, self._theme), px(4), px(4))
        word, tone = _KINDS[item.kind]
        tone = Tone.RED if item.group is Group.OVERDUE else tone
        self._paint_chip(painter, QRect(row.left() + px(44), row.top(), px(64), row.height()), _(word), tone)
        right = max(px(220), row.width() * 3 // 10)
        text = row.adjusted(px(128), 0, -right, 0)
        when = QRect(row.right() - right + px(12), row.top(), right // 2, row.height())
        how = QRect(when.right() + px(8), row.top(), row.right() - when.right() - px(16), row.height())
        painter.setFont(self._theme.font(tokens.BODY, bold=True))
        painter.setPen(QColor(colors.ink))
        name = painter.fontMetrics().elidedText(item.customer, Qt.TextElideMode.ElideRight, text.width() * 3 // 5)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)
        title = text.adjusted(painter.fontMetrics().horizontalAdvance(name) + (px(12) if name else 0), 0, 0, 0)
        painter.setFont(self._theme.font(tokens.BODY))
        painter.setPen(QColor(colors.soft if name else colors.ink))
        self._elided(painter, title, item.title)
        painter.setPen(QColor(colors.of(_TONES[item.group])))
        self._elided(painter, when, _when(item))
        painter.setPen(QColor(colors.soft))
        self._elided(painter, how, "+".join(CHANNELS.label_of(method) for method in item.methods))

    def _paint_chip(self, painter: QPainter, area: QRect, text: str, tone: Tone) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font(tokens.CAPTION))
        width = painter.fontMetrics().horizontalAdvance(text) + px(16)
        chip = QRect(area.left(), area.center().y() - px(9), width, px(19))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colors.tint(tone)))
        painter.drawRoundedRect(chip, px(9), px(9))
        painter.setPen(QColor(self._theme.colors.of(tone)))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def _elided(painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


def _when(item: Item) -> str:
    if item.due is None:
        return item.reason
    return short(item.due.at, clock.now(), clock.zone(), language(), all_day=item.due.all_day)
