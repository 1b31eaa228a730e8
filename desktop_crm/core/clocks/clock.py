"""What a clock is, what it finds, and the item that is shown of it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Table, literal_column

from desktop_crm.core import clock
from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.calendar.working_days import NO_OVERRIDES, Overrides
from desktop_crm.core.clocks.imports import Imports
from desktop_crm.core.clocks.remaining import is_soon, remaining
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.ids import EPOCH, millisecond_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import CLOCKS_SHOWN_DAYS, Setting, Settings
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment, whole_day

WHOLE_BOOK = 0  # the record id of what concerns no single record
_HOUR = 3_600_000  # milliseconds
_EPOCH_MILLISECONDS = to_milliseconds(EPOCH)


def in_use(table: Table) -> ColumnElement[bool]:
    """That a record does not lie in the Trash; the + keeps SQLite from reading all that do not, instead of a few."""
    return literal_column(f"+{table.name}.deleted_at").is_(None)


class Urgency(StrEnum):
    """How an item is to be shown."""

    CALM = "calm"
    SOON = "soon"
    OVER = "over"


class Due(NamedTuple):
    """When something is due: a `day`, which is over when it ends, or an instant. `start` and `end` are in milliseconds
    since 1970 UTC, and the same for an instant."""

    start: int
    end: int
    day: date | None = None


class Found(NamedTuple):
    """What a rule found: `since` is in milliseconds since 1970 UTC; `words`, a message, with `values` is the reason.

    `day` is a solar day that the reason names as {day}. `note` is a further message, such as that a year is not known.
    """

    kind: Kind
    record_id: int
    customer_id: int | None
    since: int
    due: Due
    words: str
    values: Mapping[str, Any] = {}
    subject: str = ""
    period: str = ""
    note: str = ""


@dataclass(slots=True)
class Now:
    """What rules go by: the moment, the user's zone, settings, own working days, imports, and the marks of the clock.

    `customers` limits the answer to these customers; None for all. `until` is the instant (milliseconds) up to which
    what is due matters; None for no end. `marks` are (record id, period) to when it was marked.
    """

    at: datetime
    zone: ZoneInfo
    settings: Settings
    overrides: Overrides = NO_OVERRIDES
    imports: Imports = field(default_factory=lambda: Imports((), (), ()))
    marks: Mapping[tuple[int, str], int] = field(default_factory=dict)
    customers: Collection[int] | None = None
    until: int | None = None
    _days: dict[date, Due] = field(default_factory=dict)

    @property
    def milliseconds(self) -> int:
        """The moment, in milliseconds since 1970 UTC."""
        return to_milliseconds(self.at)

    @property
    def today(self) -> date:
        """The day where the user is."""
        return self.at.astimezone(self.zone).date()

    def number(self, setting: Setting) -> int:
        """The value of a setting whose default is a number."""
        return self.settings.number(setting)

    def only(self, customer_id: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
        """The condition that limits a question to the customers asked for; none where all are."""
        return () if self.customers is None else (customer_id.in_(self.customers),)

    def there(self, table: Table) -> ColumnElement[bool]:
        """That a record does not lie in the Trash, asked so that the index of the customers is used where it helps."""
        return table.c.deleted_at.is_(None) if self.customers is None else in_use(table)

    def ago(self, days: int) -> int:
        """The instant so many days ago, in milliseconds since 1970 UTC."""
        return to_milliseconds(self.at - timedelta(days=days))

    @property
    def oldest(self) -> int:
        """The instant up to which what lapses has lapsed, in milliseconds since 1970 UTC; 0 where nothing does."""
        days = self.number(CLOCKS_SHOWN_DAYS)
        return self.ago(days) if days else 0

    def start(self, day: date) -> int:
        """The instant at which a day begins here, in milliseconds since 1970 UTC."""
        return to_milliseconds(wall_time(day, time(), self.zone))

    def on(self, day: date) -> Due:
        """Due on a day."""
        if day not in self._days:
            self._days[day] = Due(self.start(day), self.start(day + timedelta(days=1)), day)
        return self._days[day]

    def by(self, moment: Moment) -> Due:
        """Due by a moment; a whole day is the same date wherever the user is."""
        if moment.all_day:
            return self.on(moment.day())
        at = to_milliseconds(moment.at)
        return Due(at, at)

    def after(self, begin: Due, hours: int) -> Due:
        """Due so many hours on the clock after an instant, or after the end of a day (decision 7)."""
        at = begin.end + hours * _HOUR
        return Due(at, at)

    def moment(self, due: Due) -> Moment:
        """What the user is told: a whole day or an instant, where the user is."""
        if due.day is not None:
            return whole_day(due.day, self.zone)
        return Moment(from_milliseconds(due.end), self.zone.key)

    def date_of(self, milliseconds: int) -> date:
        """The day here around an instant."""
        return from_milliseconds(milliseconds).astimezone(self.zone).date()

    def made(self, record_id: int) -> int | None:
        """When a record was made, in milliseconds since 1970 UTC; None where its id says a time that is still to come,
        because it was made under another clock."""
        made = _EPOCH_MILLISECONDS + millisecond_of(record_id)
        return made if made <= self.milliseconds else None

    def first_day(self, text: str | None) -> date | None:
        """The day in a column of days, its first one where it is a month or a year."""
        return Day(text).first() if text else None


Rule = Callable[[Connection, Now], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: `title` is a message, `settings` are its thresholds, of which 0 switches it (or a part of it) off.

    What `lapses` is no longer shown some days after it was due. A `rolling` clock runs on and on and begins anew with
    a mark and with an import: its rule looks after both. `of_customer` says that it is about the customer as a whole.
    """

    key: str
    title: str
    kind: Kind
    settings: tuple[Setting, ...]
    find: Rule
    lapses: bool = False
    rolling: bool = False
    of_customer: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Something due. `since` is aware and in UTC, `reason` and `note` are in the language in use.

    `customer` is the customer's name; `subject` what the record is called, else the title of the clock.
    """

    clock: str
    kind: Kind
    record_id: int
    customer_id: int | None
    subject: str
    since: datetime
    due: Moment
    reason: str
    period: str = ""
    note: str = ""
    customer: str = ""

    @property
    def end(self) -> datetime:
        """The instant, in UTC, after which it is over."""
        return self.due.end()

    @property
    def remaining(self) -> str:
        """How long is left, or for how long it has been over, in words."""
        return remaining(self.due, clock.now(), clock.zone())

    @property
    def urgency(self) -> Urgency:
        """Over when its time has passed; soon in the last quarter of it, of at least two hours and at most a day."""
        now = clock.now()
        if self.end <= now:
            return Urgency.OVER
        return Urgency.SOON if is_soon(self.since, self.due, now) else Urgency.CALM
