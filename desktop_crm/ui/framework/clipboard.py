"""The clipboard of the system: what is copied out of the book goes there by this door, and is taken off again in time.

How histories of the clipboard are told to leave something out: learn.microsoft.com, "Clipboard Formats", section "Cloud
Clipboard and Clipboard History Formats"; nspasteboard.org; the hint of KDE's clipboard, which others heed as well.
"""

import sys
from collections.abc import Mapping

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from desktop_crm.core.database import settings_store
from desktop_crm.core.settings import CLIPBOARD_SECONDS, Settings
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.operations import Operations

_NO = bytes(4)  # a DWORD
_WINDOWS_HINTS: Mapping[str, bytes] = {  # Qt registers formats it does not know by their name
    "ExcludeClipboardContentFromMonitorProcessing": _NO,  # that it is there is enough
    "CanIncludeInClipboardHistory": _NO,
    "CanUploadToCloudClipboard": _NO,
}
_OTHER_HINTS: Mapping[str, bytes] = {"x-kde-passwordManagerHint": b"secret"}


class Clipboard(QObject):
    """Takes off what was copied after the seconds that the settings say, and before the book locks or the program ends,
    unless they say never; and only if it still lies there. What others put there is left alone.
    """

    def __init__(self, operations: Operations, bus: ChangeBus, parent: QObject) -> None:
        super().__init__(parent)
        self._operations = operations
        self._copied = ""
        self._seconds = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.take_off)
        bus.settings_changed.connect(self._read_seconds)
        bus.about_to_close.connect(self._on_about_to_close)

    def copy(self, text: str, *, confidential: bool = False) -> None:
        """Put a text on the clipboard; one that is confidential is to be left out of its history."""
        if not (confidential and _put_concealed(text)):
            QGuiApplication.clipboard().setMimeData(mime_data(text, confidential=confidential))
        self._copied = text
        self._wait()  # for as long as was right until now
        self._read_seconds()

    def take_off(self) -> None:
        """Empty the clipboard, if what was copied here last is still there."""
        copied, self._copied = self._copied, ""
        self._timer.stop()
        if copied and QGuiApplication.clipboard().text() == copied:
            QGuiApplication.clipboard().clear()

    def _read_seconds(self) -> None:
        if self._copied:
            self._operations.read(self, settings_store.load, self._on_settings, latest="settings")

    def _on_settings(self, settings: Settings) -> None:
        seconds = settings.number(CLIPBOARD_SECONDS)
        if seconds != self._seconds:
            self._seconds = seconds
            self._wait()

    def _wait(self) -> None:
        if self._copied and self._seconds:
            self._timer.start(1_000 * self._seconds)
        else:
            self._timer.stop()

    def _on_about_to_close(self) -> None:
        if self._seconds:
            self.take_off()


def mime_data(text: str, *, confidential: bool, platform: str = sys.platform) -> QMimeData:
    """A text as it goes on the clipboard, where it is confidential with what tells histories to leave it out."""
    data = QMimeData()
    data.setText(text)
    if confidential:
        for name, value in (_WINDOWS_HINTS if platform == "win32" else _OTHER_HINTS).items():
            data.setData(name, value)
    return data


def _put_concealed(text: str) -> bool:
    """Whether the system has a way of its own for that, and took the text."""
    if sys.platform == "darwin":  # whose histories look for a type that Qt gives another name
        from desktop_crm.ui.framework.mac_pasteboard import MacPasteboard  # noqa: PLC0415 - there is none elsewhere

        return MacPasteboard().put_concealed(text)
    return False
