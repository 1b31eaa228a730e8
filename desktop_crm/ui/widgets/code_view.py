"""A QR code as a picture that cameras read: black on white in every theme, each module the same whole pixels."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_ZONE = 4  # white modules on each side (ISO/IEC 18004, 6.3.8)
_DARK, _LIGHT = b"\x00", b"\xff"


class CodeView(QWidget):
    """Paints the square in its middle, as large as whole device pixels allow; what is left over is white as well."""

    def __init__(self, modules: Sequence[bytes], side: int) -> None:
        """`modules` has a row of bytes for each row, 1 where it is dark; `side` is the length in pixels of the view."""
        super().__init__()
        self._image = _image(modules)
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        place = painter.deviceTransform()  # a ratio such as 1.25 puts edges between pixels; the square stands on them
        ratio, count = place.m11(), self._image.width()
        room = int(min(self.width(), self.height()) * ratio)
        side = count * max(1, room // count)
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(round(place.dx()) - place.dx(), round(place.dy()) - place.dy())
        painter.drawImage(QRect((room - side) // 2, (room - side) // 2, side, side), self._image)


def _image(modules: Sequence[bytes]) -> QImage:
    """The code with its quiet zone, one pixel for each module."""
    side = len(modules) + 2 * QUIET_ZONE
    margin = _LIGHT * QUIET_ZONE
    rows = [_LIGHT * side] * QUIET_ZONE
    rows += [margin + row.translate(_LIGHT + _DARK + bytes(254)) + margin for row in modules]
    rows += [_LIGHT * side] * QUIET_ZONE
    return QImage(b"".join(rows), side, side, side, QImage.Format.Format_Grayscale8).copy()  # of its own
