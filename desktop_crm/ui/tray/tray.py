"""The tray icon with its menu: open, quick add, what is due today, a pause, lock, quit."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.paths import resource

PAUSE = timedelta(hours=1)  # as the menu says


class Tray(QObject):
    """Never names anybody, locked or not.

    Signals: `open_requested()`, `quick_add_requested()`, `list_requested()` for what is due, `pause_requested()`,
    `presenting_requested()`, `lock_requested()`, `quit_requested()`.
    """

    open_requested = Signal()
    quick_add_requested = Signal()
    list_requested = Signal()
    pause_requested = Signal()
    presenting_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._menu = QMenu()
        self._open = self._action(self.open_requested.emit)
        self._quick_add = self._action(self.quick_add_requested.emit)
        self._today = self._action(self.list_requested.emit)
        self._menu.addSeparator()
        self._pause = self._action(self.pause_requested.emit)
        self._presenting = self._action(self.presenting_requested.emit)
        self._lock = self._action(self.lock_requested.emit)
        self._menu.addSeparator()
        self._quit = self._action(self.quit_requested.emit)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._locked, self._count, self._is_presenting = True, 0, False
        self.retranslate()
        self._icon.show()

    @property
    def is_there(self) -> bool:
        """Whether the desktop shows it; without a tray a closed window could never be found again."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self._icon.isVisible()

    @property
    def menu(self) -> QMenu:
        """The menu, whose entries are those of the class's signals."""
        return self._menu

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a state
        """Offer what is possible with a locked or an open book."""
        self._locked = locked
        self._show()

    def show_count(self, count: int) -> None:
        """Say how many follow-ups are due today or overdue."""
        self._count = count
        self._show()

    def show_presenting(self, on: bool) -> None:  # noqa: FBT001 - a state
        """Offer to end presentation mode, or to begin it."""
        self._is_presenting = on
        self._show()

    def tell(self, title: str, text: str) -> None:
        """A hint beside the icon."""
        self._icon.showMessage(title, text, app_icon())

    def retranslate(self) -> None:
        """Speak the language in use."""
        self._open.setText(_("Open"))
        self._quick_add.setText(_("Quick add"))
        self._pause.setText(_("No reminders for 1 hour"))
        self._lock.setText(_("Lock"))
        self._quit.setText(_("Quit"))
        self._show()

    def close(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()

    def _action(self, ask: Callable[[], object]) -> QAction:
        action = self._menu.addAction("")
        action.triggered.connect(lambda _checked=False: ask())
        return action

    def _show(self) -> None:
        for action in (self._quick_add, self._today, self._presenting, self._lock):
            action.setVisible(not self._locked)
        self._presenting.setText(_("End presentation mode") if self._is_presenting else _("Presentation mode"))
        today = ngettext("{count} follow-up today", "{count} follow-ups today", self._count).format(count=self._count)
        self._today.setText(today)
        name = _("Desktop CRM")
        self._icon.setToolTip(" · ".join((name, _("locked") if self._locked else today)))

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.open_requested.emit()


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(resource("icons/app.svg")))
