"""One window for a book: a second start finds the first one and hands its words over.

The first program holds a lock file and listens on a local socket that only the same user can open. One line of JSON
goes each way. A program that was killed leaves both behind; the next start notices that its process is gone.
"""

import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_crm.app import channel
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.paths import config_folder

_CONNECT_MILLISECONDS = 500
_SLICE_MILLISECONDS = 200
_MOST_BYTES = 1 << 20

Answer = Callable[[dict[str, Any]], None]


def ask_running_program(
    folder: Path, request: dict[str, Any], *, patience_seconds: float = math.inf
) -> dict[str, Any] | None:
    """The answer of the program that has the book's window, None when there is none.

    Raises:
        RefusedError: it ended before it answered, or was not patiently waited for; nobody knows what it did.
    """
    made = None if QCoreApplication.instance() else QCoreApplication([])
    socket = QLocalSocket()
    try:
        socket.connectToServer(channel.address(folder))
        if not socket.waitForConnected(_CONNECT_MILLISECONDS):
            return None
        socket.write(json.dumps(request).encode() + b"\n")
        received, latest = b"", time.monotonic() + patience_seconds
        while not received.endswith(b"\n"):
            # A slice at a time, so that Python hears of Ctrl+C.
            if not socket.bytesAvailable() and not socket.waitForReadyRead(_SLICE_MILLISECONDS):
                gone = socket.state() != QLocalSocket.LocalSocketState.ConnectedState
                if gone or time.monotonic() > latest:
                    raise RefusedError(
                        _("The program with the window gave no answer"), _("Look there whether the command was done.")
                    )
            received += bytes(socket.readAll().data())
        answer: dict[str, Any] = json.loads(received)
        return answer
    finally:
        socket.close()
        if made is not None:
            made.shutdown()  # the windows need an application of their own kind


class InstanceServer(QObject):
    """Listens for later starts, if it is the first. Signals: `requested(request, answer)`, to be answered sometime."""

    requested = Signal(object, object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        name = Path(channel.address(folder)).name
        self._lock = QLockFile(str(config_folder() / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # no age makes it stale, only the end of its process
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self.is_first = self._lock.tryLock(0)
        if self.is_first:
            QLocalServer.removeServer(channel.address(folder))  # left by a program that was killed: the lock is ours
            self._server.listen(channel.address(folder))

    def close(self) -> None:
        """Stop listening, and let another program be the first."""
        self._server.close()
        self._lock.unlock()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.readyRead.connect(self._on_ready)
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)  # what came with the connection is announced by no signal

    def _on_ready(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MOST_BYTES:
                socket.abort()
            return
        try:
            request = json.loads(bytes(socket.readLine(_MOST_BYTES).data()))
        except ValueError:
            request = None
        if isinstance(request, dict):
            self.requested.emit(request, _Reply(socket))
        else:
            socket.abort()


class _Reply(QObject):
    """Answers one request, if the one who asked is still there."""

    def __init__(self, socket: QLocalSocket) -> None:
        super().__init__(socket)
        self._socket: QLocalSocket | None = socket
        socket.disconnected.connect(self._on_gone)

    def __call__(self, answer: dict[str, Any]) -> None:
        if self._socket is not None:
            self._socket.write(json.dumps(answer).encode() + b"\n")
            self._socket.flush()

    def _on_gone(self) -> None:
        self._socket = None
