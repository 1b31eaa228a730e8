"""Shows an image: as large as there is room at first, then at any zoom."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea

LEAST_ZOOM, MOST_ZOOM = 0.05, 8.0


class ImageView(QScrollArea):
    """`zoom` None fits the image into the room there is; it is never made larger for that."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture = QLabel()
        self._picture.setScaledContents(True)
        self.setWidget(self._picture)
        self._image = QImage()
        self._zoom: float | None = None

    @property
    def zoom(self) -> float:
        """The zoom in use, 1.0 is one pixel of the image for one of the screen."""
        if self._zoom is not None or self._image.isNull():
            return self._zoom or 1.0
        room = self.maximumViewportSize()
        return min(room.width() / self._image.width(), room.height() / self._image.height(), 1.0)

    def show_image(self, image: QImage) -> None:
        """Show another image, fitted."""
        self._image, self._zoom = image, None
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._arrange()

    def set_zoom(self, zoom: float | None) -> None:
        """Show the image larger or smaller; None fits it."""
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

    def _arrange(self) -> None:
        if not self._image.isNull():
            self._picture.resize(self._image.size() * self.zoom)
