"""Leaving on Windows: messages to a window of our own that is never shown.

A native event filter of Qt would call Python for every message of every window, and the session notification belongs to
one window, while Qt makes windows anew. Constants and signatures: learn.microsoft.com, WTSRegisterSessionNotification,
WM_WTSSESSION_CHANGE, RegisterSuspendResumeNotification, WM_POWERBROADCAST.
"""

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE = 0x02B1
# WTS_CONSOLE_DISCONNECT (another user is switched to), WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK
_LEAVING = {0x2, 0x4, 0x7}
_NOTIFY_FOR_THIS_SESSION = 0
_DEVICE_NOTIFY_WINDOW_HANDLE = 0
_CLASS = "DesktopCrmSession"

# 64-bit Windows has one calling convention, so that the type of C does, which is known everywhere.
_PROCEDURE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, ctypes.c_size_t, ctypes.c_ssize_t
)  # WPARAM is unsigned, LPARAM and LRESULT are signed, all as wide as a pointer


class _WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", wintypes.UINT),
        ("procedure", _PROCEDURE),
        ("class_extra", ctypes.c_int),
        ("window_extra", ctypes.c_int),
        ("instance", wintypes.HINSTANCE),
        ("icon", wintypes.HANDLE),
        ("cursor", wintypes.HANDLE),
        ("background", wintypes.HANDLE),
        ("menu", wintypes.LPCWSTR),
        ("name", wintypes.LPCWSTR),
    )


class MessageSource:
    """The `LeavingSource` of Windows; the arguments are the system's libraries."""

    def __init__(self, user32: Any = None, wtsapi32: Any = None, kernel32: Any = None) -> None:
        self._user32 = user32 or _library("user32")
        self._wtsapi32 = wtsapi32 or _library("wtsapi32")
        self._kernel32 = kernel32 or _library("kernel32")
        self._left: Callable[[], None] | None = None
        self._window: int | None = None
        self._suspending: int | None = None
        self._procedure = _PROCEDURE(self._on_message)  # Windows holds it; Python must, too

    def listen(self, left: Callable[[], None]) -> None:
        """Make the window and ask for the notifications; its messages come with those of Qt's windows."""
        self._left = left
        self._declare()
        instance = self._kernel32.GetModuleHandleW(None)
        window_class = _WindowClass(procedure=self._procedure, instance=instance, name=_CLASS)
        self._user32.RegisterClassW(ctypes.byref(window_class))
        # A window for messages alone (HWND_MESSAGE) would miss what is sent to all.
        self._window = self._user32.CreateWindowExW(0, _CLASS, None, 0, 0, 0, 0, 0, None, None, instance, None)
        if not self._window:
            return
        self._wtsapi32.WTSRegisterSessionNotification(self._window, _NOTIFY_FOR_THIS_SESSION)
        # Computers with Modern Standby tell of sleep only those who ask.
        self._suspending = self._user32.RegisterSuspendResumeNotification(self._window, _DEVICE_NOTIFY_WINDOW_HANDLE)

    def stop(self) -> None:
        """Take the window away, before Python goes and a message would meet nobody."""
        window, self._window, self._left = self._window, None, None
        if not window:
            return
        if self._suspending:
            self._user32.UnregisterSuspendResumeNotification(self._suspending)
        self._wtsapi32.WTSUnRegisterSessionNotification(window)
        self._user32.DestroyWindow(window)
        # A class that stayed would call this procedure for the next window of its name.
        self._user32.UnregisterClassW(_CLASS, self._kernel32.GetModuleHandleW(None))

    def _on_message(self, window: int, message: int, word: int, long: int) -> int:
        suspends = message == _WM_POWERBROADCAST and word == _PBT_APMSUSPEND
        leaves = message == _WM_WTSSESSION_CHANGE and word in _LEAVING
        if (suspends or leaves) and self._left is not None:
            self._left()
        return int(self._user32.DefWindowProcW(window, message, word, long))

    def _declare(self) -> None:
        """Say what the functions take: ctypes would cut pointers to 32 bits."""
        user32, wts = self._user32, self._wtsapi32
        handle, number = wintypes.HANDLE, ctypes.c_int
        self._kernel32.GetModuleHandleW.argtypes = [wintypes.LPCWSTR]
        self._kernel32.GetModuleHandleW.restype = handle
        user32.CreateWindowExW.argtypes = [
            *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
            *(number, number, number, number, handle, handle, handle, ctypes.c_void_p),
        ]
        user32.CreateWindowExW.restype = handle
        user32.DefWindowProcW.argtypes = [handle, wintypes.UINT, ctypes.c_size_t, ctypes.c_ssize_t]
        user32.DefWindowProcW.restype = ctypes.c_ssize_t
        user32.DestroyWindow.argtypes = [handle]
        user32.UnregisterClassW.argtypes = [wintypes.LPCWSTR, handle]
        user32.RegisterSuspendResumeNotification.argtypes = [handle, wintypes.DWORD]
        user32.RegisterSuspendResumeNotification.restype = handle
        user32.UnregisterSuspendResumeNotification.argtypes = [handle]
        wts.WTSRegisterSessionNotification.argtypes = [handle, wintypes.DWORD]
        wts.WTSUnRegisterSessionNotification.argtypes = [handle]


def _library(name: str) -> Any:
    # One of our own: what is declared for its functions concerns nobody else.
    return getattr(ctypes, "WinDLL")(name)  # noqa: B009 - mypy knows it on Windows alone
