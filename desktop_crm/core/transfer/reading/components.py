"""The parts of vCard and iCalendar files between BEGIN and END, cut out before anything looks inside them."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

# Some programs end lines with CR CR LF.
_LINE_END = re.compile(r"\r{0,2}\n|\r")
_BOUNDARY = re.compile(r"(BEGIN|END):([A-Z0-9-]+)[ \t]*", re.IGNORECASE)


@dataclass(slots=True)
class Component:
    """The physical lines between BEGIN and END, without these two, still folded; `start` is the line of BEGIN.

    `ended` is false when the file ends before an END of its own.
    """

    name: str
    start: int
    lines: list[str] = field(default_factory=list)
    ended: bool = False


def components(text: str, names: Collection[str]) -> list[Component]:
    """Every part whose name (upper case) is among `names`, in the order of their beginnings.

    A part inside another, such as an AGENT's card in a card, is a part of its own. Parts of other names, such as an
    alarm, stay inside the one around them, with BEGIN and END.
    """
    found: list[Component] = []
    open_parts: list[Component] = []
    for number, line in enumerate(_LINE_END.split(text), start=1):
        boundary = _BOUNDARY.fullmatch(line.lstrip("\ufeff"))
        if not boundary or (name := boundary[2].upper()) not in names:
            if open_parts:
                open_parts[-1].lines.append(line)
        elif boundary[1].upper() == "BEGIN":
            open_parts.append(Component(name, number))
            found.append(open_parts[-1])
        elif open_parts:
            open_parts.pop().ended = True
    return found
