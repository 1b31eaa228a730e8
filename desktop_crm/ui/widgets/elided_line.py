"""A line to type in that ends with an ellipsis, while nobody types there, where its text does not fit."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame

from desktop_crm.ui.widgets.inputs import LineEdit

_BESIDE = 2  # pixels that Qt leaves free on both sides of the text of a line


class ElidedLine(LineEdit):
    """Qt cuts a text that is too long in the middle of a letter, which looks as if it ended there.

    Without the focus the beginning is in sight, and the tooltip has all of it.
    """

    def elided(self) -> str:
        """The text as it is drawn without the focus."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._area().width())

    def _area(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.marginsRemoved(self.textMargins()).adjusted(_BESIDE, 0, -_BESIDE, 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setCursorPosition(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.elided()
        self.setToolTip(self.text() if shown != self.text() else "")
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._area(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
