"""The check of the window: it opens on the trial book, and every page is drawn."""

import os
import sys
from typing import TYPE_CHECKING

from desktop_crm.app.selftest.trial import Trial, expect, is_drawn
from desktop_crm.core.i18n import LANGUAGES, _, language

if TYPE_CHECKING:  # the check may be there to find that it is missing
    from PySide6.QtCore import QtMsgType
    from PySide6.QtWidgets import QApplication


def check_window(trial: Trial) -> str:
    """The window opens on the book, off the screen, with its icons, and every page is drawn."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler, qVersion
    from PySide6.QtWidgets import QApplication

    from desktop_crm.ui.framework.language import use_language
    from desktop_crm.ui.framework.preferences import Preferences
    from desktop_crm.ui.look.theme import Theme
    from desktop_crm.ui.main_window.main_window import MainWindow
    from desktop_crm.ui.pages import LOWER_PAGES, PAGES
    from desktop_crm.ui.tray.tray import app_icon

    qInstallMessageHandler(_on_qt_message)
    application = QApplication.instance() or QApplication(["desktop-crm"])
    assert isinstance(application, QApplication)  # noqa: S101 - nothing else makes a QCoreApplication here
    spoken = language()
    for code in (*(code for code in LANGUAGES if code != spoken), spoken):
        use_language(application, code)
        if code == "zh":
            expect(application.translate("QPlatformTheme", "Cancel") == "取消", "qtbase_zh_CN.qm")
    theme = Theme(application)
    expect(not app_icon().pixmap(64, 64).isNull(), "app.svg")
    window = MainWindow(trial.book, theme, Preferences())
    trial.closing.callback(window.context.operations.close)
    trial.closing.callback(window.close)
    window.resize(1200, 800)
    window.show()
    for page in (*PAGES, *LOWER_PAGES):
        window.open_page(page.key)
        _settle(application)
        expect(is_drawn(window.grab().toImage()), _("the page {page} is empty").format(page=page.key))
    return f"Qt {qVersion()}"


def _on_qt_message(kind: "QtMsgType", _context: object, message: str) -> None:
    """Tell what is fatal; what the platform for tests lacks is no news."""
    if kind.name in {"QtCriticalMsg", "QtFatalMsg"}:
        print(message, file=sys.stderr, flush=True)


def _settle(application: "QApplication") -> None:
    """Let what was asked for arrive and be drawn."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop(application)
    QTimer.singleShot(100, loop.quit)
    loop.exec()
