"""What the pasteboard of macOS is told, on a runtime of Objective-C that records it."""

from functools import partial
from types import SimpleNamespace

import pytest

from desktop_crm.ui.framework.mac_pasteboard import CONCEALED, TEXT, MacPasteboard

CLASS, PASTEBOARD = 0x1_0000_0001, 0x1_0000_0002


class Mac:
    """`lying` is what the pasteboard holds, by type; `strings` are those not released yet, by address."""

    def __init__(self, pasteboard=PASTEBOARD, taken=True):
        self.lying, self.strings, self.signatures = {"public.rtf": "old"}, {}, []
        self._pasteboard, self._taken, self._next = pasteboard, taken, 0x2_0000_0000

        self._methods = {
            "generalPasteboard": self._general,
            "clearContents": self._clear,
            "setString:forType:": self._set,
        }

        def send(receiver, method, *arguments):
            self.signatures.append((method, send.restype, len(send.argtypes)))
            return self._methods[method](receiver, *arguments)

        self.runtime = SimpleNamespace(
            objc_getClass=self._function(lambda name: CLASS if name == b"NSPasteboard" else None),
            sel_registerName=self._function(bytes.decode),
            objc_msgSend=send,
        )
        self.foundation = SimpleNamespace(
            CFStringCreateWithBytes=self._function(self._make), CFRelease=self._function(self.strings.pop)
        )

    @staticmethod
    def _function(act):
        return partial(act)  # which takes attributes, as a function of ctypes does

    def _make(self, _allocator, encoded, length, encoding, _external):
        assert encoding == 0x08000100
        self._next += 16
        self.strings[self._next] = encoded[:length].decode("utf-8")
        return self._next

    def _general(self, receiver):
        assert receiver == CLASS
        return self._pasteboard

    def _clear(self, receiver):
        assert receiver == PASTEBOARD
        self.lying.clear()
        return 7

    def _set(self, receiver, value, name):
        assert receiver == PASTEBOARD
        if self._taken:
            self.lying[self.strings[name]] = self.strings[value]
        return self._taken


def test_the_text_is_there_beside_the_type_that_histories_leave_out():
    mac = Mac()
    assert MacPasteboard(mac.runtime, mac.foundation).put_concealed("王总 139")
    assert mac.lying == {CONCEALED: "", TEXT: "王总 139"}


def test_every_string_is_released():
    mac = Mac()
    MacPasteboard(mac.runtime, mac.foundation).put_concealed("王总 139")
    assert mac.strings == {}


def test_each_method_is_called_with_as_many_arguments_as_its_signature_has():
    mac = Mac()
    MacPasteboard(mac.runtime, mac.foundation).put_concealed("x")
    assert [(method, count) for method, _answer, count in mac.signatures] == [
        ("generalPasteboard", 2),
        ("clearContents", 2),
        ("setString:forType:", 4),
        ("setString:forType:", 4),
    ]


@pytest.mark.parametrize("refusal", [{"pasteboard": None}, {"taken": False}])
def test_a_pasteboard_that_refuses_is_said_so(refusal):
    mac = Mac(**refusal)
    assert not MacPasteboard(mac.runtime, mac.foundation).put_concealed("x")
    assert mac.strings == {}


def test_half_a_surrogate_pair_does_no_harm():
    mac = Mac()
    assert MacPasteboard(mac.runtime, mac.foundation).put_concealed("a\ud83d")
    assert mac.lying[TEXT] == "a?"
