"""The window that hears of leaving on Windows, on libraries that record what they are asked for."""

import ctypes
from types import SimpleNamespace

import pytest

from desktop_crm.app.leaving.windows import MessageSource

WINDOW, SUSPENDING, MODULE = 0x7FFF_0000_1234, 0x55, 0x1_4000_0000
POWER, SESSION = 0x0218, 0x02B1


class Windows:
    """user32, wtsapi32 and kernel32: `calls` in their order, `send` as Windows would call the window's procedure."""

    def __init__(self, window=WINDOW):
        self.calls = []
        self.classes = {}
        self.window = window
        self.user32 = self.library(
            RegisterClassW=self.register_class,
            CreateWindowExW=window,
            DefWindowProcW=1,
            DestroyWindow=1,
            UnregisterClassW=1,
            RegisterSuspendResumeNotification=SUSPENDING,
            UnregisterSuspendResumeNotification=1,
        )
        self.wtsapi32 = self.library(WTSRegisterSessionNotification=1, WTSUnRegisterSessionNotification=1)
        self.kernel32 = self.library(GetModuleHandleW=MODULE)

    def library(self, **answers):
        return SimpleNamespace(**{name: self.function(name, answer) for name, answer in answers.items()})

    def function(self, name, answer):
        def called(*arguments):
            self.calls.append((name, arguments))
            return answer(*arguments) if callable(answer) else answer

        return called

    def register_class(self, reference):
        made = reference._obj
        self.classes[made.name] = (made.procedure, made.instance)
        return 1

    def send(self, message, word):
        procedure, _instance = self.classes["DesktopCrmSession"]
        return procedure(self.window, message, word, 0)

    def called(self, name):
        return [arguments for called, arguments in self.calls if called == name]


@pytest.fixture
def heard():
    return []


def listening(windows, heard):
    source = MessageSource(windows.user32, windows.wtsapi32, windows.kernel32)
    source.listen(lambda: heard.append(1))
    return source


def test_one_hidden_window_asks_for_both_kinds_of_messages(heard):
    windows = Windows()
    source = listening(windows, heard)
    (made,) = windows.called("CreateWindowExW")
    assert made == (
        0,
        "DesktopCrmSession",
        None,
        0,
        0,
        0,
        0,
        0,
        None,
        None,
        MODULE,
        None,
    )  # a style of 0 is not visible
    assert windows.classes["DesktopCrmSession"][1] == MODULE
    assert windows.called("WTSRegisterSessionNotification") == [(WINDOW, 0)]
    assert windows.called("RegisterSuspendResumeNotification") == [(WINDOW, 0)]
    source.stop()


@pytest.mark.parametrize(
    ("message", "word"),
    [(SESSION, 0x7), (SESSION, 0x2), (SESSION, 0x4), (POWER, 0x4)],
    ids=["lock", "other user", "remote desktop closed", "sleep"],
)
def test_leaving_is_told(heard, message, word):
    windows = Windows()
    source = listening(windows, heard)
    assert windows.send(message, word) == 1
    assert heard == [1]
    source.stop()


@pytest.mark.parametrize(
    ("message", "word"),
    [(SESSION, 0x8), (SESSION, 0x1), (POWER, 0x12), (POWER, 0xA), (0x7, 0x7), (0x4, 0x4)],
    ids=["unlock", "back", "resumed", "battery", "another message of 7", "another message of 4"],
)
def test_other_messages_go_to_windows_alone(heard, message, word):
    windows = Windows()
    source = listening(windows, heard)
    assert windows.send(message, word) == 1
    assert heard == []
    assert windows.called("DefWindowProcW") == [(WINDOW, message, word, 0)]
    source.stop()


def test_stopping_gives_everything_back_once_and_hears_no_more(heard):
    windows = Windows()
    source = listening(windows, heard)
    windows.calls.clear()
    source.stop()
    source.stop()
    assert [name for name, _arguments in windows.calls] == [
        "UnregisterSuspendResumeNotification",
        "WTSUnRegisterSessionNotification",
        "DestroyWindow",
        "GetModuleHandleW",
        "UnregisterClassW",
    ]
    windows.send(SESSION, 0x7)
    assert heard == []


def test_without_a_window_nothing_is_registered_and_the_program_goes_on(heard):
    windows = Windows(window=None)
    source = listening(windows, heard)
    source.stop()
    assert windows.called("WTSRegisterSessionNotification") == windows.called("DestroyWindow") == []


def test_handles_keep_their_64_bits(heard):
    windows = Windows()
    source = listening(windows, heard)
    for function in (windows.user32.CreateWindowExW, windows.kernel32.GetModuleHandleW):
        assert ctypes.sizeof(function.restype) == ctypes.sizeof(ctypes.c_void_p)
    for function in (
        windows.user32.DefWindowProcW,
        windows.user32.DestroyWindow,
        windows.wtsapi32.WTSRegisterSessionNotification,
        windows.wtsapi32.WTSUnRegisterSessionNotification,
        windows.user32.RegisterSuspendResumeNotification,
    ):
        assert ctypes.sizeof(function.argtypes[0]) == ctypes.sizeof(ctypes.c_void_p)
    source.stop()
