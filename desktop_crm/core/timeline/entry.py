"""What a timeline shows of one record, in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_crm.core.i18n import language
from desktop_crm.core.kinds import Kind

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Accent(StrEnum):
    """What an entry or a chip asks of the eye."""

    PLAIN = "plain"
    TALK = "talk"
    MILESTONE = "milestone"
    DONE = "done"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Key:
    """Where an entry stands in its stream: by time, in milliseconds since 1970, then by id."""

    at: int
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `mark` is one or two letters, `when` its time without the year, `chips` short words with accents."""

    kind: Kind
    key: Key
    at: datetime
    mark: str
    accent: Accent
    title: str
    when: str
    body: str = ""
    chips: tuple[tuple[str, Accent], ...] = ()

    @property
    def id(self) -> int:
        """The id of the record."""
        return self.key.id


def month_heading(year: int, month: int) -> str:
    """The words above the entries of a month: 2026 年 11 月, November 2026."""
    return f"{year} 年 {month} 月" if language() == "zh" else f"{_MONTHS[month - 1]} {year}"
