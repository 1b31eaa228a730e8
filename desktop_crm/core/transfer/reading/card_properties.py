"""The lines of one vCard (2.1, RFC 2426, RFC 6350) as properties: unfolded, decoded, split, whoever wrote them.

An own reader of lines: the pattern of vobject takes minutes for some lines of sixty characters, and leaves
quoted-printable in lower case as it stands.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_crm.core.transfer.reading.components import Component

_HEAD = re.compile(r"""(?:([^.:;"]+)\.)?([^:;"]+)((?:;(?:"[^"]*"|[^:"])*)?):""")
_PARAMETER = re.compile(r""";((?:"[^"]*"|[^;"])*)""")
_ESCAPE = re.compile(r"\\([\\,;:nN\"'])")
_ESCAPE_OF_OLD = re.compile(r"\\([\\,;:])")
_QUOTED_PRINTABLE = re.compile(r"[^:]*QUOTED-PRINTABLE[^:]*:", re.IGNORECASE)
_BINARY = {"BASE64", "B"}


@dataclass(frozen=True, slots=True)
class Property:
    """One property: `name` and `types` in upper case, `value` decoded but not yet split or unescaped.

    `group` joins it with others of the same card ("item1"); `types` are the values of TYPE, and the parameters that
    vCard 2.1 writes without a name; `readable` is false where the value is damaged, and then as it stands. In an
    `old` card (2.1) `\\n` is no line break but two characters.
    """

    group: str
    name: str
    types: frozenset[str]
    parameters: dict[str, str]
    value: str
    old: bool = False
    readable: bool = True

    @property
    def preferred(self) -> bool:
        """Whether the card prefers this one among those of its name."""
        return "PREF" in self.types or "PREF" in self.parameters

    @property
    def binary(self) -> bool:
        """Whether the value is no text: a picture, a sound, a key."""
        return self.parameters.get("ENCODING", "").upper() in _BINARY or bool(_BINARY & self.types)

    def text(self) -> str:
        """The value as one text, without escapes."""
        return self._unescaped(self.value)

    def parts(self) -> list[str]:
        """The components between `;`, each without escapes and surrounding white space."""
        return [self._unescaped(part).strip() for part in _split_unescaped(self.value, ";")]

    def _unescaped(self, text: str) -> str:
        pattern = _ESCAPE_OF_OLD if self.old else _ESCAPE
        return pattern.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def card_properties(card: Component) -> Iterator[Property]:
    """The properties of a card in their order; a line without a colon comes as an unreadable one without a name."""
    old = any(line.strip().upper() == "VERSION:2.1" for line in card.lines)
    for line in _logical_lines(card.lines):
        yield _property(line, old=old)


def _split_unescaped(text: str, separator: str) -> list[str]:
    r"""`text` between the separators that have no `\` before them."""
    parts, start, escaped = [], 0, False
    for position, character in enumerate(text):
        if character == separator and not escaped:
            parts.append(text[start:position])
            start = position + 1
        escaped = character == "\\" and not escaped
    return [*parts, text[start:]]


def _logical_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines with what was folded joined again: a leading blank, or `=` at the end of quoted-printable."""
    parts: list[str] = []
    soft_break = False
    for line in lines:
        if soft_break:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
        else:
            if parts:
                yield "".join(parts)
            parts = [line] if line.strip() else []
        soft_break = bool(parts) and line.endswith("=") and bool(_QUOTED_PRINTABLE.match(parts[0]))
    if parts:
        yield "".join(parts)


def _property(line: str, *, old: bool) -> Property:
    head = _HEAD.match(line)
    if not head:
        return Property("", "", frozenset(), {}, line, old, readable=False)
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for parameter in _PARAMETER.findall(head[3]):
        name, equals, value = parameter.partition("=")
        name, content = name.strip().upper(), value.strip().strip('"')
        if not equals:
            types.add(name)
        elif name == "TYPE":
            types.update(kind.strip().strip('"').upper() for kind in content.split(","))
        else:
            parameters[name] = content
    raw = line[head.end() :]
    text: str | None = raw
    if "QUOTED-PRINTABLE" in types or parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        text = _decoded(raw, parameters.get("CHARSET"))
    group, name = (head[1] or "").upper(), head[2].strip().upper()
    return Property(
        group, name, frozenset(types), parameters, raw if text is None else text, old, readable=text is not None
    )


def _decoded(value: str, charset: str | None) -> str | None:
    """The text behind quoted-printable, or nothing where its bytes fit no charset: they are never replaced."""
    # Characters beyond ASCII should not stand here; where they do, only UTF-8 can have been meant.
    charsets = ([charset] if charset else ["utf-8", "gb18030"]) if value.isascii() else ["utf-8"]
    data = quopri.decodestring(value.encode())
    for candidate in charsets:
        try:
            return data.decode(candidate).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, ValueError):
            continue
    return None
