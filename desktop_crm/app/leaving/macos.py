"""Leaving on macOS: the notification of the locked screen, and the power management's of sleep, both in plain C.

Signatures: developer.apple.com, CFNotificationCenterAddObserver, CFNotificationCenterGetDistributedCenter,
IORegisterForSystemPower (Technical Q&A QA1340). The name of the lock's notification is documented nowhere. NSWorkspace
would tell of sleep as well, but only through Objective-C.
"""

import ctypes
from collections.abc import Callable
from ctypes import c_char_p, c_int64, c_ssize_t, c_uint32, c_void_p
from typing import Any

SCREEN_LOCKED = "com.apple.screenIsLocked"
_UTF_8 = 0x08000100  # kCFStringEncodingUTF8
_DELIVER_IMMEDIATELY = 4  # CFNotificationSuspensionBehavior, also while another program is in front
# IOMessage.h: iokit_common_msg(0x270) and (0x280)
_CAN_SYSTEM_SLEEP, _SYSTEM_WILL_SLEEP = 0xE0000270, 0xE0000280

_NOTIFIED = ctypes.CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_POWER_CHANGES = ctypes.CFUNCTYPE(None, c_void_p, c_uint32, c_uint32, c_void_p)


class NotificationSource:
    """The `LeavingSource` of macOS; the arguments are the system's frameworks.

    What it registers is heard in the run loop of the main thread, which is also that of Qt.
    """

    def __init__(self, foundation: Any = None, iokit: Any = None) -> None:
        self._foundation = foundation or _framework("CoreFoundation")
        self._iokit = iokit or _framework("IOKit")
        self._left: Callable[[], None] | None = None
        self._power = 0  # the connection on which sleep is allowed
        self._port = c_void_p()
        self._notifier = c_uint32()
        # macOS holds both; Python must, too
        self._on_lock = _NOTIFIED(self._locked)
        self._on_power = _POWER_CHANGES(self._power_changes)

    def listen(self, left: Callable[[], None]) -> None:
        """Observe both."""
        self._left = left
        self._declare()
        foundation = self._foundation
        name = foundation.CFStringCreateWithCString(None, SCREEN_LOCKED.encode(), _UTF_8)
        center = foundation.CFNotificationCenterGetDistributedCenter()
        foundation.CFNotificationCenterAddObserver(center, self._me, self._on_lock, name, None, _DELIVER_IMMEDIATELY)
        foundation.CFRelease(name)
        self._power = self._iokit.IORegisterForSystemPower(
            None, ctypes.byref(self._port), self._on_power, ctypes.byref(self._notifier)
        )
        if self._power:
            foundation.CFRunLoopAddSource(foundation.CFRunLoopGetMain(), self._source(), self._modes())

    def stop(self) -> None:
        """Observe no more."""
        if self._left is None:
            return
        self._left = None
        foundation = self._foundation
        center = foundation.CFNotificationCenterGetDistributedCenter()
        foundation.CFNotificationCenterRemoveEveryObserver(center, self._me)
        if self._power:
            foundation.CFRunLoopRemoveSource(foundation.CFRunLoopGetMain(), self._source(), self._modes())
            self._iokit.IODeregisterForSystemPower(ctypes.byref(self._notifier))
            self._iokit.IOServiceClose(self._power)
            self._iokit.IONotificationPortDestroy(self._port)
            self._power = 0

    @property
    def _me(self) -> int:
        """By what the notification center tells observers apart: any address that nobody else has."""
        return id(self)

    def _source(self) -> Any:
        return self._iokit.IONotificationPortGetRunLoopSource(self._port)

    def _modes(self) -> Any:
        """Also while a menu or a modal dialog is open."""
        return c_void_p.in_dll(self._foundation, "kCFRunLoopCommonModes")

    def _locked(self, *_arguments: object) -> None:
        if self._left is not None:
            self._left()

    def _power_changes(self, _context: object, _service: int, message: int, argument: int | None) -> None:
        if message == _SYSTEM_WILL_SLEEP and self._left is not None:
            self._left()
        if message in {_CAN_SYSTEM_SLEEP, _SYSTEM_WILL_SLEEP}:  # macOS waits 30 seconds for who says nothing
            self._iokit.IOAllowPowerChange(self._power, argument or 0)

    def _declare(self) -> None:
        """Say what the functions take: ctypes would cut pointers to 32 bits."""
        foundation, iokit = self._foundation, self._iokit
        foundation.CFStringCreateWithCString.argtypes = [c_void_p, c_char_p, c_uint32]
        foundation.CFStringCreateWithCString.restype = c_void_p
        foundation.CFNotificationCenterGetDistributedCenter.restype = c_void_p
        foundation.CFNotificationCenterAddObserver.argtypes = [
            *(c_void_p, c_void_p, _NOTIFIED, c_void_p, c_void_p, c_ssize_t)
        ]
        foundation.CFNotificationCenterAddObserver.restype = None
        foundation.CFNotificationCenterRemoveEveryObserver.argtypes = [c_void_p, c_void_p]
        foundation.CFNotificationCenterRemoveEveryObserver.restype = None
        foundation.CFRelease.argtypes = [c_void_p]
        foundation.CFRelease.restype = None
        foundation.CFRunLoopGetMain.restype = c_void_p
        for function in (foundation.CFRunLoopAddSource, foundation.CFRunLoopRemoveSource):
            function.argtypes = [c_void_p, c_void_p, c_void_p]
            function.restype = None
        iokit.IORegisterForSystemPower.argtypes = [c_void_p, c_void_p, _POWER_CHANGES, c_void_p]
        iokit.IORegisterForSystemPower.restype = c_uint32
        iokit.IONotificationPortGetRunLoopSource.argtypes = [c_void_p]
        iokit.IONotificationPortGetRunLoopSource.restype = c_void_p
        iokit.IOAllowPowerChange.argtypes = [c_uint32, c_int64]
        iokit.IODeregisterForSystemPower.argtypes = [c_void_p]
        iokit.IOServiceClose.argtypes = [c_uint32]
        iokit.IONotificationPortDestroy.argtypes = [c_void_p]
        iokit.IONotificationPortDestroy.restype = None


def _framework(name: str) -> Any:
    # Its file lies in the cache of the system's libraries alone, where dlopen finds it by this name.
    return ctypes.CDLL(f"/System/Library/Frameworks/{name}.framework/{name}")
