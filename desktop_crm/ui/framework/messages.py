"""The only place that opens message boxes and toasts; tests answer through it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _

_TOAST_MILLISECONDS = 6000
_LINE_CHARACTERS = 60


class Messages(QObject):
    """Speaks to the user over one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast: _Toast | None = None

    def error(self, error: CrmError) -> None:
        """Tell of an error the user can understand."""
        box = self._box(QMessageBox.Icon.Warning, error.title, error.message)
        box.addButton(_("OK"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def mistake(self, report: str) -> None:
        """Tell of a mistake of the program, with its report to copy; the report holds no customer data."""
        box = self._box(
            QMessageBox.Icon.Critical,
            _("The program made a mistake"),
            _("What was saved is safe. Copy the report and send it to us, so that it does not happen again."),
        )
        box.setDetailedText(report)
        copy = box.addButton(_("Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda *_args: QApplication.clipboard().setText(report))
        box.setDefaultButton(box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole))
        box.open()

    def ask(
        self, title: str, text: str, answers: dict[str, Callable[[], None] | None], *, danger: bool = False
    ) -> None:
        """Ask a question; the answer chosen runs what stands beside it. Escape runs nothing."""
        box = self._box(QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question, title, text)
        for label, action in answers.items():
            role = QMessageBox.ButtonRole.AcceptRole if action else QMessageBox.ButtonRole.RejectRole
            button = box.addButton(label, role)
            if action:
                button.clicked.connect(lambda _checked=False, action=action: action())
        box.open()

    def toast(
        self,
        text: str,
        action: str = "",
        act: Callable[[], None] | None = None,
        other: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """A short line at the bottom that goes away by itself, perhaps with one thing to do, or with an `other` too."""
        if self._toast:
            self._toast.destroyed.disconnect(self._on_toast_gone)
            self._toast.hide()
            self._toast.deleteLater()
        actions = ([(action, act)] if act else []) + ([other] if other else [])
        self._toast = _Toast(self._window, text, actions)
        self._toast.destroyed.connect(self._on_toast_gone)
        self._toast.show()

    def clear_toast(self) -> None:
        """Take away the line that is shown, as it may name somebody."""
        if self._toast:
            self._toast.hide()
            self._toast.deleteLater()

    def _on_toast_gone(self) -> None:
        self._toast = None

    def _box(self, symbol: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
        box = QMessageBox(symbol, title, title, parent=self._window)
        box.setInformativeText(text)
        if words := box.findChild(QLabel, "qt_msgbox_informativelabel"):  # which Qt makes as narrow as the title
            metrics = words.fontMetrics()
            words.setMinimumWidth(min(metrics.horizontalAdvance(text), _LINE_CHARACTERS * metrics.averageCharWidth()))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return box


class _Toast(QFrame):
    def __init__(self, window: QWidget, text: str, actions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        label = QLabel(text)
        layout.addWidget(label)
        self.setAccessibleName(text)
        for action, act in actions:
            button = QPushButton(action)
            button.clicked.connect(partial(self._on_action, act))
            layout.addWidget(button)
        self.adjustSize()
        self._place()
        window.installEventFilter(self)
        QTimer.singleShot(_TOAST_MILLISECONDS, self, self.deleteLater)

    def _place(self) -> None:
        self.move(QPoint((self._window.width() - self.width()) // 2, self._window.height() - self.height() - 44))
        self.raise_()

    def _on_action(self, act: Callable[[], None], *_checked: bool) -> None:
        act()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
