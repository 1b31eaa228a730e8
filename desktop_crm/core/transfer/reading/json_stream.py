"""JSON read piece by piece from a file that is too large to lie in memory as a whole."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

_PIECE_BYTES = 1024 * 1024
_BLANKS = " \t\r\n"


class JsonStream:
    """A place in a file of JSON in UTF-8. Every method raises ValueError where the file is damaged."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant)
        self._text = ""
        self._place = 0
        self._ended = False

    def value(self) -> Any:
        """The value that stands here, whole."""
        self.next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except RecursionError:
                raise ValueError from None
            except ValueError:
                if not self._read_on():
                    raise
                continue
            if end < len(self._text) or not self._read_on():  # a number may go on in the next piece
                self._place = end
                return value

    def names(self) -> Iterator[str]:
        """The name of each member of the object that stands here; whoever asks reads the value before the next."""
        self._expect("{")
        while self.next() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise ValueError(name)
            self._expect(":")
            yield name
            if self.next() != "}":
                self._expect(",")
        self._expect("}")

    def items(self) -> Iterator[Any]:
        """Each value of the list that stands here."""
        self._expect("[")
        while self.next() != "]":
            yield self.value()
            if self.next() != "]":
                self._expect(",")
        self._expect("]")

    def next(self) -> str:
        """The next character that is no blank, which stays where it is; "" at the end."""
        while True:
            while self._place < len(self._text):
                if self._text[self._place] not in _BLANKS:
                    return self._text[self._place]
                self._place += 1
            if not self._read_on():
                return ""

    def _expect(self, character: str) -> None:
        if self.next() != character:
            raise ValueError(character)
        self._place += 1

    def _read_on(self) -> bool:
        """Whether there was more of the file. Pieces grow with what waits, so that a long value costs no more."""
        if self._ended:
            return False
        waiting = len(self._text) - self._place
        data = self._stream.read(max(_PIECE_BYTES, waiting))
        self._ended = not data
        self._text = self._text[self._place :] + self._decode(data, final=self._ended)
        self._place = 0
        return True


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and infinities are no JSON
