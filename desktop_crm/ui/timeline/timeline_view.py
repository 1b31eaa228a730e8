"""A timeline: entries under the headings of their months, painted as plain text with heights that are kept."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.entry import Accent, Entry
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.timeline.timeline_model import ENTRY_ROLE, Fetch, TimelineModel

_TONES = {
    Accent.PLAIN: Tone.SOFT,
    Accent.TALK: Tone.ACCENT,
    Accent.MILESTONE: Tone.AMBER,
    Accent.DONE: Tone.GREEN,
    Accent.OVERDUE: Tone.RED,
}
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_KEPT_HEIGHTS = 20_000

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Fonts:
    body: QFont
    bold: QFont
    caption: QFont

    @classmethod
    def of(cls, theme: Theme) -> "_Fonts":
        return cls(theme.font(tokens.BODY), theme.font(tokens.BODY, bold=True), theme.font(tokens.CAPTION))


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        # By all that a height depends on: the text, the width, whether there are chips, and whether a heading.
        self._heights: dict[tuple[str, int, bool, bool], int] = {}
        self._sizes: dict[int, QSize] = {}  # by row: every layout asks for every row
        self.forget()

    def forget(self) -> None:
        """Measure everything again: the fonts are others."""
        self._heights.clear()
        self._sizes.clear()
        self._fonts = _Fonts.of(self._theme)
        self._body = QFontMetrics(self._fonts.body)
        self._bold = QFontMetrics(self._fonts.bold)
        self._caption = QFontMetrics(self._fonts.caption)

    # Measures

    def _width(self) -> int:
        """The width beside the scroll bar, whether it is there or not: else all is measured again when it comes."""
        return self._view.width() - self._view.verticalScrollBar().sizeHint().width()

    def _text_left(self) -> int:
        return self._theme.px(34)

    def _heading_height(self) -> int:
        return self._caption.height() + self._theme.px(12)

    def _body_rect(self, entry: Entry, width: int) -> QRect:
        return self._body.boundingRect(QRect(0, 0, max(width - self._text_left(), 40), 1 << 20), _WRAP, entry.body)

    def _chip_height(self) -> int:
        return self._caption.height() + self._theme.px(2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - the view tells the width
        size = self._sizes.get(index.row())
        if size is None:
            size = self._sizes[index.row()] = self._size(index)
        return size

    def forget_rows(self) -> None:
        """The rows are others, or the width is; what was measured before is kept for when it comes again."""
        self._sizes.clear()

    def _size(self, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, TimelineModel)  # noqa: S101 - this view shows no other
        entry, headed, width = model.entries[index.row()], bool(model.heading(index.row())), self._width()
        key = (entry.body, width, bool(entry.chips), headed)
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) > _KEPT_HEIGHTS:
                self._heights.clear()
            height = self._heights[key] = self._measured(entry, width, headed=headed)
        return QSize(width, height)

    def _measured(self, entry: Entry, width: int, *, headed: bool) -> int:
        px = self._theme.px
        height = px(6) + max(self._bold.height(), px(22)) + px(10)
        if entry.body:
            height += self._body_rect(entry, width).height()
        if entry.chips:
            height += px(6) + self._chip_height()
        return height + (self._heading_height() if headed else 0)

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, TimelineModel)  # noqa: S101 - as above
        entry = model.entries[index.row()]
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, px = self._theme.colors, self._theme.px
        if heading := model.heading(index.row()):
            painter.setFont(self._fonts.caption)
            painter.setPen(QColor(colors.soft))
            area = QRect(rect.left(), rect.top(), rect.width(), self._heading_height())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading)
            rect = rect.adjusted(0, self._heading_height(), 0, 0)
        if state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.selection))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -px(4)), px(tokens.RADIUS), px(tokens.RADIUS))
        self._paint_entry(painter, rect.adjusted(0, px(6), -px(4), 0), entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        colors, px = self._theme.colors, self._theme.px
        self._paint_mark(painter, rect.topLeft(), entry)
        left, line = rect.left() + self._text_left(), max(self._bold.height(), px(22))
        painter.setFont(self._fonts.caption)
        painter.setPen(QColor(colors.soft))
        room = (rect.right() - left) // 2
        when = self._caption.elidedText(entry.when, Qt.TextElideMode.ElideRight, room)
        when_width = self._caption.horizontalAdvance(when)
        top_line = QRect(left, rect.top(), rect.right() - left, line)
        painter.drawText(top_line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        painter.setFont(self._fonts.bold)
        painter.setPen(QColor(colors.ink))
        title = self._bold.elidedText(entry.title, Qt.TextElideMode.ElideRight, top_line.width() - when_width - px(12))
        painter.drawText(top_line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        top = rect.top() + line
        if entry.body:
            area = QRect(left, top, rect.right() - left, rect.bottom() - top)
            painter.setFont(self._fonts.body)
            painter.setPen(QColor(colors.soft))
            painter.drawText(area, _WRAP, entry.body)
            top += self._body_rect(entry, self._width()).height()
        if entry.chips:
            self._paint_chips(painter, QRect(left, top + px(6), rect.right() - left, self._chip_height()), entry)

    def _paint_mark(self, painter: QPainter, top_left: QPoint, entry: Entry) -> None:
        colors, px = self._theme.colors, self._theme.px
        tone = _TONES[entry.accent]
        circle = QRect(top_left, QSize(px(22), px(22)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.line if tone is Tone.SOFT else colors.tint(tone)))
        painter.drawEllipse(circle)
        painter.setFont(self._fonts.caption)
        painter.setPen(QColor(colors.of(tone)))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, entry.mark)

    def _paint_chips(self, painter: QPainter, area: QRect, entry: Entry) -> None:
        colors, px = self._theme.colors, self._theme.px
        painter.setFont(self._fonts.caption)
        left = area.left()
        for text, accent in entry.chips:
            room = area.right() - left - px(16)
            if room < px(40):
                return
            shown = self._caption.elidedText(text, Qt.TextElideMode.ElideRight, room)
            chip = QRect(left, area.top(), self._caption.horizontalAdvance(shown) + px(16), area.height())
            tone = _TONES[accent]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.line if tone is Tone.SOFT else colors.tint(tone)))
            painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
            painter.setPen(QColor(colors.of(tone)))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, shown)
            left = chip.right() + px(6)


class TimelineView(QListView):
    """Signals: `opened(entry)` by Enter or double click."""

    opened = Signal(object)

    def __init__(self, theme: Theme, model: TimelineModel) -> None:
        super().__init__()
        self._model = model
        self._seeking: int | None = None
        self._sought: tuple[Kind, int] | None = None
        self.setProperty("role", "timeline")
        self.setModel(model)
        self._delegate = _EntryDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # else entries overlap after a resize
        self.verticalScrollBar().setSingleStep(theme.px(24))
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        model.arrived.connect(self._on_arrived)
        theme.changed.connect(self._on_theme_changed)
        self._kept: tuple[object, int] | None = None

    def show_source(self, fetch: Fetch | None) -> None:
        """Show another stream from its beginning."""
        self._model.show_source(fetch)

    def seek_milestone(self) -> None:
        """Go to the next milestone below, fetching more where there is none yet; after the last one from the top."""
        current = self.currentIndex().row()
        row = self._model.next_milestone(current)
        if row is None and not self._model.complete:
            self._seeking = current
            self._model.fetchMore(QModelIndex())
            return
        self._seeking = None
        if row is None:
            row = self._model.next_milestone(-1)
        if row is not None:
            index = self._model.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QListView.ScrollHint.PositionAtTop)
            self.setFocus()

    def seek(self, kind: Kind, record_id: int) -> None:
        """Go to the entry of a record, fetching more until it is there or everything is."""
        self._sought = kind, record_id
        row = self._model.row_of(kind, record_id)
        if row is not None:
            self._sought = None
            index = self._model.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)
            self.setFocus()
        elif self._model.canFetchMore(QModelIndex()):
            self._model.fetchMore(QModelIndex())
        elif self._model.complete and not self._model.fetching:
            self._sought = None  # in the Trash

    def _on_arrived(self) -> None:
        if self._sought:
            self.seek(*self._sought)
        if self._seeking is not None:
            self.seek_milestone()

    def _on_about_to_be_reset(self) -> None:
        self._delegate.forget_rows()
        index = self.currentIndex()
        entry = index.data(ENTRY_ROLE) if index.isValid() else None
        self._kept = ((entry.kind, entry.id) if entry else None, self.verticalScrollBar().value())

    def _on_reset(self) -> None:
        """Keep the place where the same stream was only read again."""
        wanted, place = self._kept or (None, 0)
        for row, entry in enumerate(self._model.entries if wanted else ()):
            if (entry.kind, entry.id) == wanted:
                self.setCurrentIndex(self._model.index(row))
                self.verticalScrollBar().setValue(place)
                return

    def _on_theme_changed(self) -> None:
        self._delegate.forget()
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._delegate.forget_rows()
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(ENTRY_ROLE))
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, index: Index) -> None:
        self.opened.emit(index.data(ENTRY_ROLE))
