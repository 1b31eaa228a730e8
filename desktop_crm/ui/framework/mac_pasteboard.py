"""The pasteboard of macOS without Qt, which would put `com.trolltech.anymime.` before the types it does not know.

Methods: developer.apple.com, NSPasteboard `clearContents` and `setString:forType:`; the type that histories leave out:
nspasteboard.org. Objective-C is called by its C functions; each call has the signature of its method (Apple silicon).
"""

import ctypes
from ctypes import c_bool, c_char_p, c_ssize_t, c_uint32, c_void_p
from typing import Any

TEXT, CONCEALED = "public.utf8-plain-text", "org.nspasteboard.ConcealedType"
_UTF_8 = 0x08000100  # kCFStringEncodingUTF8


class MacPasteboard:
    """The general pasteboard; the arguments are the runtime of Objective-C and CoreFoundation."""

    def __init__(self, runtime: Any = None, foundation: Any = None) -> None:
        self._runtime = runtime or ctypes.CDLL("/usr/lib/libobjc.A.dylib")
        self._foundation = foundation or ctypes.CDLL(
            "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
        )
        self._declare()

    def put_concealed(self, text: str) -> bool:
        """Whether the pasteboard has the text, and beside it the type that tells histories to leave it out."""
        pasteboard = self._send(c_void_p, self._runtime.objc_getClass(b"NSPasteboard"), "generalPasteboard")
        if not pasteboard:
            return False
        self._send(c_ssize_t, pasteboard, "clearContents")
        return all([self._set(pasteboard, "", CONCEALED), self._set(pasteboard, text, TEXT)])

    def _set(self, pasteboard: int, text: str, kind: str) -> bool:
        value, name = self._string(text), self._string(kind)
        taken = self._send(c_bool, pasteboard, "setString:forType:", value, name)
        self._foundation.CFRelease(value)
        self._foundation.CFRelease(name)
        return bool(taken)

    def _string(self, text: str) -> int:
        """An NSString, which a CFString is as well, to be released."""
        encoded = text.encode("utf-8", "replace")  # half a surrogate pair is no text
        made: int = self._foundation.CFStringCreateWithBytes(None, encoded, len(encoded), _UTF_8, 0)
        return made

    def _send(self, answer: Any, receiver: int, method: str, *arguments: int) -> Any:
        send = self._runtime.objc_msgSend
        send.restype = answer
        send.argtypes = [c_void_p] * (2 + len(arguments))
        return send(receiver, self._runtime.sel_registerName(method.encode()), *arguments)

    def _declare(self) -> None:
        """Say what the functions take: ctypes would cut pointers to 32 bits."""
        runtime, foundation = self._runtime, self._foundation
        for function in (runtime.objc_getClass, runtime.sel_registerName):
            function.argtypes = [c_char_p]
            function.restype = c_void_p
        foundation.CFStringCreateWithBytes.argtypes = [c_void_p, c_char_p, c_ssize_t, c_uint32, ctypes.c_ubyte]
        foundation.CFStringCreateWithBytes.restype = c_void_p
        foundation.CFRelease.argtypes = [c_void_p]
        foundation.CFRelease.restype = None
