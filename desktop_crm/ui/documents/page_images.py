"""Pages of a PDF as images, for the screen and for the printer: the same pages that go into the file."""

from threading import Lock

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_AN_INCH = 72

_one_at_a_time = Lock()  # PDFium may not be used by two threads at once, whatever the documents


def page_sizes(pdf: bytes) -> list[QSizeF]:
    """The size of each page in points, 1/72 inch."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [QSizeF(*document.get_page_size(number)) for number in range(len(document))]
        finally:
            document.close()


def page_image(pdf: bytes, number: int, pixels_a_point: float) -> QImage:
    """Page `number`, counted from 0, as an opaque image of so many pixels a point."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[number].render(scale=pixels_a_point, prefer_bgrx=True)
            stride, size = bitmap.stride, (bitmap.width, bitmap.height)
            shown = QImage(bytes(bitmap.buffer), *size, stride, QImage.Format.Format_RGB32)
            return shown.copy()  # which owns its pixels
        finally:
            document.close()
