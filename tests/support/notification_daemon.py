"""A notification daemon on a private session bus: it keeps what it is sent, presses buttons, and may kill who sends."""

import asyncio
import os
import signal
import threading
from dataclasses import dataclass

from dbus_fast import DBusError, Message, MessageType
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_signal


@dataclass(frozen=True)
class Shown:
    """One notification, as the daemon would show it."""

    id: int
    title: str
    text: str
    actions: dict[str, str]  # label to key


class _Notifications(ServiceInterface):
    def __init__(self, daemon):
        super().__init__("org.freedesktop.Notifications")
        self._daemon = daemon

    @dbus_method()
    def GetServerInformation(self) -> "ssss":  # noqa: F821, N802 - names and types of the specification
        return ["test", "test", "1", "1.2"]

    @dbus_method()
    def GetCapabilities(self) -> "as":  # noqa: F722, N802
        return ["actions", "body", "body-markup"]

    @dbus_method()
    def Notify(  # noqa: N802
        self,
        app_name: "s",  # noqa: F821
        replaces_id: "u",  # noqa: F821
        app_icon: "s",  # noqa: F821
        summary: "s",  # noqa: F821
        body: "s",  # noqa: F821
        actions: "as",  # noqa: F722
        hints: "a{sv}",  # noqa: F722
        expire_timeout: "i",  # noqa: F821
    ) -> "u":  # noqa: F821
        return self._daemon.take(summary, body, actions)

    @dbus_method()
    def CloseNotification(self, id: "u"):  # noqa: A002, F821, N802
        self._daemon.closed.append(id)
        self.NotificationClosed(id, 3)

    @dbus_signal()
    def ActionInvoked(self, id, key) -> "us":  # noqa: A002, F821, N802
        return [id, key]

    @dbus_signal()
    def NotificationClosed(self, id, reason) -> "uu":  # noqa: A002, F821, N802
        return [id, reason]


class NotificationDaemon:
    """Runs on a thread of its own until `close`."""

    def __init__(self, address):
        self._address = address
        self.shown = []
        self.closed = []  # ids that the program took away
        self.refuses = False  # whether Notify ends with an error
        self._victim = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._start())

    def press(self, shown, label):
        """Press a button of a notification; the empty label is the notification itself."""
        self._loop.call_soon_threadsafe(self._interface.ActionInvoked, shown.id, shown.actions[label])
        self._loop.call_soon_threadsafe(self._interface.NotificationClosed, shown.id, 2)

    def kill_after_answering(self, process):
        """Kill a program between the answer to its next notification and whatever it does about that answer."""
        self._victim = process.pid

    def emit(self, path, interface, name, value):
        """Send a signal with one truth value, as screen savers do."""
        message = Message(
            message_type=MessageType.SIGNAL, path=path, interface=interface, member=name, signature="b", body=[value]
        )
        self._run(self._send(message))

    def take(self, summary, body, actions):
        if self.refuses:
            raise DBusError("org.freedesktop.DBus.Error.LimitsExceeded", "no more notifications")
        keys = dict(zip(actions[1::2], actions[::2], strict=True))
        self.shown.append(Shown(len(self.shown) + 1, summary, body, keys))
        if self._victim is not None:
            os.kill(self._victim, signal.SIGSTOP)  # so that it cannot be quicker than the kill
            self._killing = self._loop.create_task(self._kill())
        return len(self.shown)

    def close(self):
        self._loop.call_soon_threadsafe(self._bus.disconnect)
        self._run(asyncio.sleep(0.05))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self):
        self._bus = await MessageBus(bus_address=self._address).connect()
        self._interface = _Notifications(self)
        self._bus.export("/org/freedesktop/Notifications", self._interface)
        await self._bus.request_name("org.freedesktop.Notifications")

    async def _kill(self):
        # Messages keep their order: once the bus answers this one, it has passed the answer on to the program.
        name, path = "org.freedesktop.DBus", "/org/freedesktop/DBus"
        await self._bus.call(Message(destination=name, path=path, interface=name, member="GetId"))
        os.kill(self._victim, signal.SIGKILL)
        self._victim = None

    async def _send(self, message):
        await self._bus.send(message)
