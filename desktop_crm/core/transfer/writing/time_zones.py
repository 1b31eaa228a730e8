"""Time zones as calendars want them spelled out (VTIMEZONE, RFC 5545, section 3.6.5).

Where clocks change by a rule of the calendar, as on the last Sunday of March, the rule is written: Outlook reads no
lists of days there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDDDLists, vRecur

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STEP = timedelta(days=7)  # no zone changes its clocks twice within it; Morocco's two changes are a month apart


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of clocks: `onset` is naive, on the wall as it was before (RFC 5545)."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    saving: bool

    @property
    def kind(self) -> tuple[timedelta, timedelta, str, bool]:
        """What changes of one series have in common."""
        return self.before, self.after, self.name, self.saving

    @property
    def in_month(self) -> tuple[int, int]:
        """Which weekday of the month it is: its number, and its place from the front or, in the last week, -1."""
        days = (self.onset.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        last = self.onset.day + 7 > days.day
        return self.onset.weekday(), -1 if last else (self.onset.day - 1) // 7 + 1


def time_zone(key: str, first_year: int, last_year: int) -> Timezone:
    """The zone with this IANA name, as it is from the first year to the end of the last.

    Raises:
        ZoneInfoNotFoundError: there is none of this name.
    """
    zone = ZoneInfo(key)
    made = Timezone()
    made.add("tzid", key)
    begin = datetime(first_year, 1, 1, tzinfo=zone)
    offset = begin.utcoffset() or timedelta(0)
    at_first = _Change(begin.replace(tzinfo=None), offset, offset, begin.tzname() or key, bool(begin.dst()))
    made.add_component(_observance([at_first], None))
    changes = list(_changes(zone, first_year, last_year))
    for kind in dict.fromkeys(change.kind for change in changes):
        series = [change for change in changes if change.kind == kind]
        made.add_component(_observance(series, _rule(series, last_year)))
    return made


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Change]:
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + _STEP
        if _clock(zone, moment) != _clock(zone, following):
            low, high = moment, following  # the change is after low, and at high or before
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                middle = middle.replace(microsecond=0)
                if _clock(zone, middle) == _clock(zone, moment):
                    low = middle
                else:
                    high = middle
            before, _name, _saving = _clock(zone, low)
            after, name, saving = _clock(zone, high)
            yield _Change((high + before).replace(tzinfo=None), before, after, name, saving)
        moment = following


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(0), local.tzname() or zone.key, bool(local.dst())


def _rule(series: Sequence[_Change], last_year: int) -> dict[str, object] | None:
    """The yearly rule that all changes of a series keep, None where they keep none to the end."""
    first = series[0].onset
    years = [change.onset.year for change in series]
    if len(series) < 2 or years != list(range(years[0], last_year + 1)):
        return None
    if len({(change.onset.month, change.onset.time()) for change in series}) > 1:
        return None
    days = {change.onset.weekday() for change in series}
    places = {change.in_month[1] for change in series}
    if len(days) > 1:
        return None
    if len(places) > 1:  # the fourth weekday of a month is its last one in some years
        counted = {(change.onset.day - 1) // 7 + 1 for change in series}
        if len(counted) > 1:
            return None
        places = counted
    return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{places.pop()}{_WEEKDAYS[first.weekday()]}"}


def _observance(series: Sequence[_Change], rule: dict[str, object] | None) -> TimezoneStandard | TimezoneDaylight:
    first = series[0]
    made = TimezoneDaylight() if first.saving else TimezoneStandard()
    made.add("dtstart", first.onset)
    made.add("tzname", first.name)
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    if rule:
        made.add("rrule", vRecur(rule))
    elif len(series) > 1:
        made.add("rdate", vDDDLists([change.onset for change in series[1:]]))
    return made
