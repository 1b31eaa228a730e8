"""The list that shows the agenda: mouse and keyboard, and how a line is painted."""

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.ui.agenda.agenda_model import LINE, AgendaModel, Heading, More
from desktop_crm.ui.clocks.solving import can_be_done, solution_of
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone

_TONES = {
    Group.OVERDUE: Tone.RED,
    Group.TODAY: Tone.GREEN,
    Group.WEEK: Tone.INK,
    Group.CONTACT: Tone.ACCENT,
    Group.TO_CHECK: Tone.SOFT,
    Group.NO_NEXT_STEP: Tone.AMBER,
}
_KINDS = {Kind.FOLLOWUPS: (N_("Follow-up"), Tone.ACCENT), Kind.CUSTOMERS: (N_("Plan"), Tone.AMBER)}
# The one word of a clock; those without have the name of their kind.
_CLOCKS = {
    "first_response": (N_("Service"), Tone.ACCENT),
    "log_talk": (N_("Log"), Tone.AMBER),
    "confirm_appointment": (N_("Confirm"), Tone.ACCENT),
    "send_summary": (N_("Sum up"), Tone.AMBER),
    "update_record": (N_("Update"), Tone.AMBER),
    "commitment": (N_("Promise"), Tone.VIOLET),
    "birthday": (N_("Birthday"), Tone.VIOLET),
    "anniversary": (N_("Anniversary"), Tone.VIOLET),
    "cadence": (N_("Contact"), Tone.ACCENT),
    "weekly_refresh": (N_("Update"), Tone.AMBER),
    "monthly_summary": (N_("Sum up"), Tone.AMBER),
    "month_end_verification": (N_("Verify"), Tone.AMBER),
    "monthly_review": (N_("Review"), Tone.AMBER),
    "quarterly_review": (N_("Review"), Tone.AMBER),
    "yearly_review": (N_("Review"), Tone.AMBER),
    "survey": (N_("Survey"), Tone.ACCENT),
}
_Index = QModelIndex | QPersistentModelIndex


class AgendaView(QListView):
    """Signals: `opened(kind, id)` by double click or Enter, `more_requested(group)`; with the item `done_requested` by
    the check box or Space, `solve_requested` by A, `not_needed_requested` by X, and with its place on the screen, too,
    `snooze_requested` by S and `menu_requested`.
    """

    done_requested = Signal(object)
    solve_requested = Signal(object)
    not_needed_requested = Signal(object)
    snooze_requested = Signal(object, object)
    menu_requested = Signal(object, object)
    more_requested = Signal(object)
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
        for key, name, act in (
            ("S", _("Snooze"), self._on_snooze),
            ("A", _("Solve what is asked for"), partial(self._on_key, self.solve_requested)),
            ("X", _("Not needed"), partial(self._on_key, self.not_needed_requested)),
        ):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # as a keyword of the constructor it has no effect
            shortcut.setWhatsThis(name)

    def current_item(self) -> Item | None:
        """The item where the cursor is."""
        line = self._model.line(self.currentIndex().row())
        return line if isinstance(line, Item) else None

    def place_of_current(self) -> QPoint:
        """Where on the screen a menu about the line of the cursor opens."""
        row = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(row.bottomLeft() + QPoint(self._theme.px(128), 0))

    def _on_key(self, signal: SignalInstance) -> None:
        if item := self.current_item():
            signal.emit(item)

    def _on_snooze(self) -> None:
        if item := self.current_item():
            self.snooze_requested.emit(item, self.place_of_current())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        line = self._model.line(index.row())
        if isinstance(line, Item) and line.id:
            self.opened.emit(line.kind, line.id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        line = self._model.line(index.row())
        left = event.button() == Qt.MouseButton.LeftButton
        super().mouseReleaseEvent(event)
        if isinstance(line, Heading) and left:
            self._model.toggle(line.group)
        elif isinstance(line, More) and left:
            self.more_requested.emit(line.group)
        elif isinstance(line, Item) and left and has_box(line) and self._on_check_box(index, event):
            self.done_requested.emit(line)

    def _on_check_box(self, index: QModelIndex, event: QMouseEvent) -> bool:
        return check_box(self.visualRect(index), self._theme).contains(event.position().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        line = self._model.line(index.row())
        if isinstance(line, Item):
            self.menu_requested.emit(line, self.place_of_current() if by_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self._model.line(self.currentIndex().row())
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        space = event.key() == Qt.Key.Key_Space
        if isinstance(line, Heading) and (enter or space):
            row = self.currentIndex().row()
            self._model.toggle(line.group)
            self.setCurrentIndex(self._model.index(row))
        elif isinstance(line, More) and (enter or space):
            self.more_requested.emit(line.group)
        elif isinstance(line, Item) and enter:
            if line.id:
                self.opened.emit(line.kind, line.id)
        elif isinstance(line, Item) and space:
            self.done_requested.emit(line)
        else:
            super().keyPressEvent(event)


def has_box(item: Item) -> bool:
    """Whether a word is enough to say that it is done, or there is a result to be asked for."""
    return item.is_followup or (bool(item.clock) and can_be_done(item.clock))


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
        match line:
            case Heading():
                self._paint_heading(painter, row, line)
            case More():
                self._paint_more(painter, row, line)
            case Item():
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

    def _paint_more(self, painter: QPainter, row: QRect, line: More) -> None:
        painter.setFont(self._theme.font(tokens.BODY))
        painter.setPen(QColor(self._theme.colors.accent))
        painter.drawText(row.adjusted(self._theme.px(128), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, line.text)

    def _paint_item(self, painter: QPainter, row: QRect, item: Item) -> None:
        px, colors = self._theme.px, self._theme.colors
        if has_box(item):
            painter.setPen(QColor(colors.faint))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(check_box(row, self._theme), px(4), px(4))
        kind = (TITLES[item.kind], Tone.ACCENT)
        word, tone = _CLOCKS.get(item.clock, kind) if item.clock else _KINDS[item.kind]
        tone = Tone.RED if item.group is Group.OVERDUE else tone
        chip = QRect(row.left() + px(44), row.top(), px(72), row.height())
        self._paint_chip(painter, chip, _(word), tone)
        right = max(px(250), row.width() * 7 // 20)
        text = row.adjusted(px(128), 0, -right, 0)
        when = QRect(row.right() - right + px(12), row.top(), right * 11 // 20, row.height())
        how = QRect(when.right() + px(8), row.top(), row.right() - when.right() - px(16), row.height())
        painter.setFont(self._theme.font(tokens.BODY, bold=True))
        painter.setPen(QColor(colors.ink))
        whom = " · ".join(filter(None, (item.customer, item.contact)))
        name = painter.fontMetrics().elidedText(whom, Qt.TextElideMode.ElideRight, text.width() * 3 // 5)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, name)
        title = text.adjusted(painter.fontMetrics().horizontalAdvance(name) + (px(12) if name else 0), 0, 0, 0)
        painter.setFont(self._theme.font(tokens.BODY))
        painter.setPen(QColor(colors.soft if name else colors.ink))
        self._elided(painter, title, _what(item))
        first, second = _when(item)
        soft = item.snoozed is not None
        painter.setPen(QColor(colors.of(Tone.SOFT if soft else _TONES[item.group])))
        if second:
            self._elided(painter, when.adjusted(0, px(3), 0, -row.height() // 2 + px(1)), first)
            painter.setFont(self._theme.font(tokens.CAPTION))
            painter.setPen(QColor(colors.soft))
            self._elided(painter, when.adjusted(0, row.height() // 2, 0, -px(3)), second)
        else:
            self._elided(painter, when, first)
        painter.setFont(self._theme.font(tokens.BODY))
        painter.setPen(QColor(colors.soft))
        self._elided(painter, how, _how(item))

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


def _what(item: Item) -> str:
    """What is to be done; of a clock why, too."""
    return " · ".join(filter(None, (item.title, item.why))) if item.clock else item.title


def _when(item: Item) -> tuple[str, str]:
    """When it is due, and below it how late that is or what else is to be said; of a clock how long is left."""
    if item.clock:
        return item.left, item.note
    if item.due is None:
        return item.why, ""
    due = item.snoozed or item.due
    words = short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day)
    return words, "" if item.group is Group.TODAY and not item.snoozed else item.left


def _how(item: Item) -> str:
    """By which methods; of a clock the step that solves it."""
    if item.clock:
        title = solution_of(item.clock).title
        return _(title)
    return "+".join(CHANNELS.label_of(method) for method in item.methods)
