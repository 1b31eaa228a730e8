"""System notifications through desktop-notifier, on a thread with an event loop of their own."""

import asyncio
import contextlib
import html
import logging
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from desktop_crm.app import session_bus
from desktop_crm.app.identity import APP_USER_MODEL_ID, name_notifications
from desktop_crm.core.i18n import _
from desktop_crm.core.paths import resource
from desktop_crm.core.reminders.notifier import Notification, Outcome

_ANSWER_SECONDS = 10.0
_WITHDRAW_SECONDS = 1.0

logging.getLogger("desktop_notifier").setLevel(logging.CRITICAL + 1)  # it would log what a notification says


class SystemNotifier:
    """The `Notifier` of Linux (D-Bus), Windows and, in a signed bundle, macOS.

    Buttons work as long as the process lives. Where there is nobody who shows notifications, they are answered False;
    the next one tries again, because a daemon may have come meanwhile.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="notifications", daemon=True)
        self._thread.start()
        self._backend: Any = None
        self._counts: dict[str, int] = {}  # of what was sent, by the identifiers of desktop-notifier
        self._withdrawing: Future[None] | None = None
        self._closed = False

    def send(self, notification: Notification, answered: Callable[[bool], None]) -> None:
        """Hand a notification to the system."""
        if not self._closed:
            asyncio.run_coroutine_threadsafe(self._send(notification, answered), self._loop)

    def try_out(self, notification: Notification, answered: Callable[[Outcome], None]) -> None:
        """Hand a notification to the system, and find out what is wrong."""
        if not self._closed:
            asyncio.run_coroutine_threadsafe(self._try_out(notification, answered), self._loop)

    def withdraw(self, withdrawn: Callable[[int], None]) -> None:
        """Take away what is still on the screen."""
        if not self._closed:
            self._withdrawing = asyncio.run_coroutine_threadsafe(self._withdraw(withdrawn), self._loop)

    def close(self) -> None:
        """Show nothing more, and call nobody back."""
        if not self._closed:
            self._closed = True
            if self._withdrawing is not None:
                with contextlib.suppress(TimeoutError):
                    self._withdrawing.result(_WITHDRAW_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(asyncio.sleep(0))
        finally:
            self._disconnect()
            self._loop.close()

    def _disconnect(self) -> None:
        """End the connection to the session bus, which desktop-notifier keeps open."""
        bus = getattr(getattr(self._backend, "_backend", None), "bus", None)
        if bus is not None and bus.connected:
            bus.disconnect()
            self._loop.run_until_complete(asyncio.sleep(0))

    async def _send(self, notification: Notification, answered: Callable[[bool], None]) -> None:
        try:
            accepted = await asyncio.wait_for(self._accepted(notification), _ANSWER_SECONDS)
        except Exception:  # noqa: BLE001 - no bus, no daemon, a foreign one: each platform has errors of its own
            self._backend, accepted = None, False
        if not self._closed:
            answered(accepted)

    async def _try_out(self, notification: Notification, answered: Callable[[Outcome], None]) -> None:
        try:
            outcome = await asyncio.wait_for(self._outcome(notification), _ANSWER_SECONDS)
        except TimeoutError:
            self._backend, outcome = None, Outcome.NO_ANSWER
        except Exception:  # noqa: BLE001 - as in _send
            self._backend, outcome = None, Outcome.REJECTED
        if not self._closed:
            answered(outcome)

    async def _outcome(self, notification: Notification) -> Outcome:
        if sys.platform == "linux" and (missing := await session_bus.problem()) is not None:
            self._backend = None
            return missing
        accepted = await self._accepted(notification)
        if not accepted and not await self._backend.has_authorisation():
            return Outcome.NOT_ALLOWED
        return Outcome.SHOWN if accepted else Outcome.REJECTED

    async def _withdraw(self, withdrawn: Callable[[int], None]) -> None:
        if self._backend is None:
            return
        shown = await self._backend.get_current_notifications()
        counts, self._counts = self._counts, {}
        with contextlib.suppress(Exception):  # each platform has errors of its own
            await asyncio.wait_for(self._backend.clear_all(), _ANSWER_SECONDS)
        if not self._closed:
            withdrawn(sum(counts.get(identifier, 0) for identifier in shown))

    async def _accepted(self, notification: Notification) -> bool:
        """Whether the system took the notification; `desktop_notifier` raises nothing, but tells when it is out."""
        if self._backend is None:
            self._backend = _backend()
        from desktop_notifier import Button, Capability  # noqa: PLC0415 - as in _backend

        if Capability.TITLE not in await self._backend.get_capabilities():
            return False  # the stand-in of a platform that has no notifications
        out: list[bool] = []
        identifier = await self._backend.send(
            _one_line(notification.title),
            html.escape(notification.text, quote=False) if sys.platform == "linux" else notification.text,
            buttons=[Button(button.label, self._guarded(button.pressed)) for button in notification.buttons],
            on_clicked=self._guarded(notification.opened) if notification.opened else None,
            on_dispatched=lambda: out.append(True),
        )
        if out:
            self._counts[identifier] = notification.count
        return bool(out)

    def _guarded(self, call: Callable[[], None]) -> Callable[[], None]:
        return lambda: None if self._closed else call()


def _backend() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of asyncio, in a module that is not ours
        from desktop_notifier import DesktopNotifier, Icon  # noqa: PLC0415 - only who reminds waits for it

    if sys.platform == "win32":  # where the name is the identifier, which is shown unless it is given another
        notifier = DesktopNotifier(app_name=APP_USER_MODEL_ID, app_icon=None)
        name_notifications(_("Desktop CRM"))
        return notifier
    icon = Icon(path=resource("icons/app.svg")) if sys.platform == "linux" else None
    return DesktopNotifier(app_name=_("Desktop CRM"), app_icon=icon)


def _one_line(text: str) -> str:
    return " ".join(text.split())
