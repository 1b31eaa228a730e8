"""A window without a screen, and a real encrypted book for it to show."""

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the application is made

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.core import book as books
from desktop_crm.core import clock, i18n
from desktop_crm.core.book import Book
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.ui.customers.record_windows import complete_form
from desktop_crm.ui.framework import preferences as preferences_module
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.look.theme import Mode, Theme

_MUCH_GARBAGE = 50_000  # new objects

QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000  # a machine with other work is slow, and no test is about that

PASSPHRASE = "青山 prize lantern 42 水渠"
NOW = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)  # a Thursday, 10:30 in Shanghai


@pytest.fixture(scope="session")
def application_theme(qapp: QApplication) -> Theme:
    made = Theme(qapp)
    made.use(Mode.LIGHT, 1.0)
    return made


@pytest.fixture
def theme(application_theme: Theme) -> Iterator[Theme]:
    """The theme, light and at 100 %, and so again after the test."""
    yield application_theme
    if (application_theme.mode, application_theme.scale) != (Mode.LIGHT, 1.0):  # it takes its time
        application_theme.use(Mode.LIGHT, 1.0)


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use_language("en")
    yield
    i18n.use_language(before)


@pytest.fixture
def fixed_now() -> Iterator[datetime]:
    """It is Thursday, 19 November 2026, 10:30 in Shanghai."""
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield NOW


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made, _recovery_key = books.make(tmp_path / "vault", PASSPHRASE, "李主管", cost=FLOOR)
    with made:
        yield made


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setattr(preferences_module, "config_folder", lambda: folder)
    return Preferences()


@pytest.fixture
def window(qtbot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(1360, 850)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def context(book: Book, theme: Theme, preferences: Preferences, window: QWidget) -> Iterator[Context]:
    """An open book in a window. Operations are closed before the book is."""
    bus, messages = ChangeBus(), Messages(window)
    operations = Operations(book, bus.tell, messages.error)
    undoing, clipboard = Undoing(book, operations, bus, messages), Clipboard(operations, bus, messages)
    navigator = Navigator()
    yield Context(book, operations, bus, navigator, messages, theme, preferences, undoing, clipboard, complete_form)
    operations.close()


@pytest.fixture
def compose() -> Callable[..., None]:
    """Let an input method show text that is not chosen yet, or commit a text."""

    def send(widget: QWidget, preedit: str = "", commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(widget, event)

    return send


@pytest.fixture(autouse=True)
def _garbage_goes_between_tests():
    """As in the program (`ui.framework.pauses`): a collection on a worker's thread would destroy widgets there."""
    gc.disable()
    yield
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()
    gc.enable()
