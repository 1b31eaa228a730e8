"""The window while no book is open, and its page for waiting."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.labels import label


class EntryWindow(QStackedWidget):
    """Shows setting up and unlocking; it names no customer. Signals: `closed()`."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Desktop CRM"))
        self.resize(1000, 700)

    def show_page(self, page: QWidget) -> None:
        """Show `page` instead of the one before it."""
        while old := self.currentWidget():
            self.removeWidget(old)
            old.deleteLater()
        self.addWidget(page)
        page.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Tell that the user closed it."""
        super().closeEvent(event)
        self.closed.emit()


class WaitingPage(QWidget):
    """One sentence, while something is done that the user need not attend to."""

    def __init__(self, sentence: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setFixedWidth(theme.px(240))
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(12))
        layout.addStretch(1)
        layout.addWidget(label(sentence, "section"), alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(bar, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
