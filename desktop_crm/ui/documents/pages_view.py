"""Shows the pages of a document one below the other, at any zoom; only those in sight are drawn."""

from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from desktop_crm.ui.documents.page_images import POINTS_AN_INCH, page_image
from desktop_crm.ui.framework.context import Context

LEAST_ZOOM, MOST_ZOOM = 0.25, 4.0
_DOTS_AN_INCH = 96  # of a screen at 100 %
_KEPT_IMAGES = 6


class PagesView(QAbstractScrollArea):
    """Signals: `zoom_changed(factor)`, 1.0 is the size of the paper. `zoom` None fits the width."""

    zoom_changed = Signal(float)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._pdf = b""
        self._sizes: list[QSizeF] = []
        self._images: dict[int, tuple[float, QImage]] = {}
        self._asked: set[tuple[int, float]] = set()
        self._zoom: float | None = None
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        """The zoom in use."""
        if self._zoom is not None or not self._sizes:
            return self._zoom or 1.0
        widest = max(size.width() for size in self._sizes) * _DOTS_AN_INCH / POINTS_AN_INCH
        return min(max((self.viewport().width() - 2 * self._gap()) / widest, LEAST_ZOOM), MOST_ZOOM)

    def show_document(self, pdf: bytes, sizes: list[QSizeF]) -> None:
        """Show another document, from its first page on where it has other pages."""
        self._pdf, self._sizes = pdf, sizes
        self._images.clear()
        self._asked.clear()
        self._arrange()

    def set_zoom(self, zoom: float | None) -> None:
        """Show the pages larger or smaller; None makes them as wide as there is room."""
        self._zoom = None if zoom is None else min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's name
        self.viewport().update()

    def _gap(self) -> int:
        return self._context.theme.px(16)

    def _pixels_a_point(self) -> float:
        return self.zoom * _DOTS_AN_INCH / POINTS_AN_INCH

    def _shown_size(self, size: QSizeF) -> QSize:
        return (size * self._pixels_a_point()).toSize()

    def _arrange(self) -> None:
        sizes = [self._shown_size(size) for size in self._sizes]
        height = sum(size.height() + self._gap() for size in sizes) + self._gap()
        width = max((size.width() for size in sizes), default=0) + 2 * self._gap()
        for bar, whole, seen in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), width, self.viewport().width()),
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(self._context.theme.px(40))
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    def _places(self) -> list[tuple[int, QRect]]:
        """The pages in sight and where they are."""
        top = self._gap() - self.verticalScrollBar().value()
        places = []
        for number, size in enumerate(map(self._shown_size, self._sizes)):
            if top + size.height() > 0 and top < self.viewport().height():
                middle = max((self.viewport().width() - size.width()) // 2, self._gap())
                left = middle - self.horizontalScrollBar().value()
                places.append((number, QRect(left, top, size.width(), size.height())))
            top += size.height() + self._gap()
        return places

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(self._context.theme.colors.background))
        scale = self._pixels_a_point() * self.devicePixelRatioF()
        for number, place in self._places():
            painter.setPen(QColor(self._context.theme.colors.line))
            painter.setBrush(QColor("white"))  # paper is white in every theme
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            drawn, image = self._images.get(number, (0.0, None))
            if image is not None:
                painter.drawImage(QRectF(place), image)
            if drawn != scale:
                self._ask(number, scale)

    def _ask(self, number: int, scale: float) -> None:
        if (number, scale) not in self._asked:
            self._asked.add((number, scale))
            work = partial(_draw, self._pdf, number, scale)
            self._context.operations.read(
                self, work, partial(self._on_drawn, self._pdf, number, scale), latest=f"page {number}"
            )

    def _on_drawn(self, pdf: bytes, number: int, scale: float, image: QImage) -> None:
        self._asked.discard((number, scale))
        if pdf is not self._pdf:
            return
        self._images.pop(number, None)
        self._images[number] = (scale, image)
        while len(self._images) > _KEPT_IMAGES:
            del self._images[next(iter(self._images))]
        self.viewport().update()


def _draw(pdf: bytes, number: int, scale: float, _connection: Any) -> QImage:
    return page_image(pdf, number, scale)
