"""Icons of the Lucide set, drawn in the colors of the theme at any size."""

import io
import zipfile
from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone


@cache
def _archive() -> zipfile.ZipFile:
    """All drawings, 0.7 MB: to read their list takes 15 ms. The package has no public way to them."""
    return zipfile.ZipFile(io.BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache
def _drawing(name: str) -> bytes:
    """One drawing.

    Raises:
        KeyError: there is none of that name.
    """
    return _archive().read(f"{name}.svg")


@lru_cache(maxsize=512)
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = _drawing(name).replace(b"currentColor", color.encode())
    return QSvgRenderer(QByteArray(drawing))


class _LucideEngine(QIconEngine):
    """Draws one icon; asks the theme for its color at each drawing, so that it follows light and dark."""

    def __init__(self, name: str, theme: Theme, tone: Tone | str) -> None:
        super().__init__()
        self._name, self._theme, self._tone = name, theme, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        tone = Tone.FAINT if mode == QIcon.Mode.Disabled else self._tone
        color = self._theme.colors.of(tone) if isinstance(tone, Tone) else getattr(self._theme.colors, tone)
        _renderer(self._name, color).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _LucideEngine(self._name, self._theme, self._tone)


def icon(name: str, theme: Theme, tone: Tone | str = Tone.INK) -> QIcon:
    """The Lucide icon of that name in a tone, or in another color of the theme by its name.

    Raises:
        KeyError: the set has no such icon.
    """
    _drawing(name)
    return QIcon(_LucideEngine(name, theme, tone))
