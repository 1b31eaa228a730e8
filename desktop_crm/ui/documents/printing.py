"""Putting the pages of a PDF on paper."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.ui.documents.page_images import POINTS_AN_INCH, page_image, page_sizes
from desktop_crm.ui.framework.operations import Progress

_FINEST_DOTS_AN_INCH = 600  # finer ones look the same on paper and take memory by the square


class PrintingFailedError(CrmError):
    """The printer took nothing, or not all."""

    def __init__(self) -> None:
        super().__init__(
            _("The printer does not answer"),
            _("Look whether it is switched on, or save the page as PDF and print it elsewhere."),
        )


def new_printer() -> QPrinter:
    """A printer for pages of A4 that carry their own margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    return printer


def print_pages(pdf: bytes, printer: QPrinter, progress: Progress) -> int:
    """How many pages were printed; those that the user chose in the dialog, each as wide as the paper.

    Raises:
        PrintingFailedError: the printer took nothing, or not all.
    """
    sizes = page_sizes(pdf)
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or len(sizes), len(sizes))
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintingFailedError
    try:
        for place, number in enumerate(range(first, last + 1)):
            if place and not printer.newPage():
                raise PrintingFailedError
            progress.at(place, last - first + 1)
            paper = printer.pageLayout().fullRectPixels(printer.resolution())
            size = sizes[number - 1]
            fitting = min(paper.width() / size.width(), paper.height() / size.height())
            image = page_image(pdf, number - 1, min(fitting, _FINEST_DOTS_AN_INCH / POINTS_AN_INCH))
            target = QRectF(0, 0, size.width() * fitting, size.height() * fitting)
            painter.drawImage(target, image)
    finally:
        painter.end()
    return max(last - first + 1, 0)
