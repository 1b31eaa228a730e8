"""What is observed on macOS, on frameworks that record what they are asked for."""

import ctypes
from types import SimpleNamespace

import pytest

from desktop_crm.app.leaving.macos import NotificationSource

CENTER, LOOP, SOURCE, NAME, MODES, POWER = 0x1_0000_0001, 0x1_0000_0002, 0x1_0000_0003, 0x1_0000_0004, 0x5, 0x77
CAN_SLEEP, WILL_SLEEP, HAS_WOKEN = 0xE0000270, 0xE0000280, 0xE0000300


class Mac:
    """CoreFoundation and IOKit: `calls` in their order; `lock` and `power` as macOS would call back."""

    def __init__(self, power=POWER):
        self.calls = []
        self.foundation = self.framework(
            CFStringCreateWithCString=NAME,
            CFNotificationCenterGetDistributedCenter=CENTER,
            CFNotificationCenterAddObserver=None,
            CFNotificationCenterRemoveEveryObserver=None,
            CFRelease=None,
            CFRunLoopGetMain=LOOP,
            CFRunLoopAddSource=None,
            CFRunLoopRemoveSource=None,
        )
        self.iokit = self.framework(
            IORegisterForSystemPower=power,
            IONotificationPortGetRunLoopSource=SOURCE,
            IOAllowPowerChange=0,
            IODeregisterForSystemPower=0,
            IOServiceClose=0,
            IONotificationPortDestroy=None,
        )

    def framework(self, **answers):
        return SimpleNamespace(**{name: self.function(name, answer) for name, answer in answers.items()})

    def function(self, name, answer):
        def called(*arguments):
            self.calls.append((name, arguments))
            return answer

        return called

    def called(self, name):
        return [arguments for called, arguments in self.calls if called == name]

    def lock(self):
        ((center, observer, callback, name, _object, _behavior),) = self.called("CFNotificationCenterAddObserver")
        callback(center, observer, name, None, None)

    def power(self, message, argument):
        ((_context, _port, callback, _notifier),) = self.called("IORegisterForSystemPower")
        callback(None, 0, message, argument)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def listening(heard, monkeypatch):
    monkeypatch.setattr(NotificationSource, "_modes", lambda _self: MODES)  # a constant of the real framework
    made = []

    def listening(mac):
        made.append(NotificationSource(mac.foundation, mac.iokit))
        made[-1].listen(lambda: heard.append(1))
        return made[-1]

    yield listening
    for source in made:
        source.stop()


def test_the_lock_is_observed_at_once_also_behind_other_programs(listening, heard):
    mac = Mac()
    listening(mac)
    assert mac.called("CFStringCreateWithCString") == [(None, b"com.apple.screenIsLocked", 0x08000100)]
    ((center, _observer, _callback, name, sender, behavior),) = mac.called("CFNotificationCenterAddObserver")
    assert (center, name, sender, behavior) == (CENTER, NAME, None, 4)
    assert mac.called("CFRelease") == [(NAME,)]
    mac.lock()
    assert heard == [1]


def test_sleep_is_told_and_allowed(listening, heard):
    mac = Mac()
    listening(mac)
    assert mac.called("CFRunLoopAddSource") == [(LOOP, SOURCE, MODES)]
    mac.power(WILL_SLEEP, 0x1234)
    assert heard == [1]
    assert mac.called("IOAllowPowerChange") == [(POWER, 0x1234)]


def test_a_question_whether_it_may_sleep_is_answered_and_is_no_leaving(listening, heard):
    mac = Mac()
    listening(mac)
    mac.power(CAN_SLEEP, 9)
    mac.power(HAS_WOKEN, 10)
    assert heard == []
    assert mac.called("IOAllowPowerChange") == [(POWER, 9)]


def test_stopping_gives_everything_back_once_and_hears_no_more(listening, heard):
    mac = Mac()
    source = listening(mac)
    source.stop()
    ((center, observer, *_others),) = mac.called("CFNotificationCenterAddObserver")
    assert mac.called("CFNotificationCenterRemoveEveryObserver") == [(center, observer)]
    assert mac.called("CFRunLoopRemoveSource") == [(LOOP, SOURCE, MODES)]
    assert mac.called("IOServiceClose") == [(POWER,)]
    assert len(mac.called("IODeregisterForSystemPower")) == len(mac.called("IONotificationPortDestroy")) == 1
    mac.calls[:], seen = (
        [call for call in mac.calls if "Register" in call[0] or "AddObserver" in call[0]],
        len(mac.calls),
    )
    source.stop()
    assert len(mac.calls) < seen
    mac.lock()
    mac.power(WILL_SLEEP, 1)
    assert heard == []


def test_where_the_power_management_does_not_answer_the_lock_is_still_heard(listening, heard):
    mac = Mac(power=0)
    source = listening(mac)
    mac.lock()
    source.stop()
    assert heard == [1]
    assert mac.called("CFRunLoopAddSource") == mac.called("IOServiceClose") == []


def test_pointers_keep_their_64_bits(listening):
    mac = Mac()
    listening(mac)
    pointers = [
        mac.foundation.CFStringCreateWithCString,
        mac.foundation.CFNotificationCenterGetDistributedCenter,
        mac.foundation.CFRunLoopGetMain,
        mac.iokit.IONotificationPortGetRunLoopSource,
    ]
    assert all(function.restype is ctypes.c_void_p for function in pointers)
    assert ctypes.sizeof(mac.iokit.IOAllowPowerChange.argtypes[1]) == ctypes.sizeof(ctypes.c_void_p)
