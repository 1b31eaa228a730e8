"""Moments: a point in time with the zone of entry, or a whole day in that zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from unicodedata import normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_crm.core.values.day import FIRST_YEAR, LAST_YEAR, read_date

_ZONE_NAME = re.compile(r"\[([A-Za-z0-9_+/-]+)\]$")  # RFC 9557
_TIME = re.compile(
    r"(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|早|晚)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,6})\d*)?)?"
    r"|[点时](?:(?P<minutes>\d{1,2})分?|(?P<half>半)|整|钟)?|(?=\s*[ap]\.?m))"
    r"\s*(?P<half_of_day>[ap]\.?m\.?)?\s*(?P<offset>z|utc|gmt|[+-]\d{2}(?::?\d{2}(?::\d{2})?)?)?",
    re.IGNORECASE,
)
_AFTERNOON = ("下午", "傍晚", "晚上", "晚")


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is aware and in UTC, `zone` an IANA name. An all-day moment is the start of its day in that zone."""

    at: datetime
    zone: str
    all_day: bool = False

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError("a moment must be aware and in UTC")

    def local(self) -> datetime:
        """The moment on the clock of the zone of entry."""
        return self.at.astimezone(ZoneInfo(self.zone))

    def day(self) -> date:
        """The day on which it falls where it was entered."""
        return self.local().date()

    def end(self) -> datetime:
        """The instant, in UTC, after which it is over: for a whole day the next local midnight."""
        return _midnight(self.day() + timedelta(days=1), ZoneInfo(self.zone)) if self.all_day else self.at

    def iso(self) -> str:
        """ISO 8601 with the offset of the zone of entry; `from_iso` is the inverse."""
        return self.local().isoformat()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The start of the day in UTC; where the clock skips midnight, the first instant after the gap."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def whole_day(day: date, zone: ZoneInfo) -> Moment:
    """The whole of `day` in `zone`."""
    return Moment(_midnight(day, zone), zone.key, all_day=True)


def from_iso(text: str, zone: str, *, all_day: bool = False) -> Moment:
    """The moment whose `iso()` is `text`.

    Raises:
        ValueError: `text` is not ISO 8601 with an offset.
    """
    return Moment(datetime.fromisoformat(text).astimezone(UTC), zone, all_day)


def _time_of(match: re.Match[str]) -> time:
    """The time of day that the pattern found, naive.

    Raises:
        ValueError: there is no such time, as 25:00 or 13 PM.
    """
    hour, minute = int(match["hour"]), int(match["minute"] or match["minutes"] or (30 if match["half"] else 0))
    part, half = match["part"] or "", (match["half_of_day"] or "").casefold()
    if half and not 1 <= hour <= 12:
        raise ValueError("hour must be in 1..12")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif part in _AFTERNOON or part == "中午":
        if hour == 12 and part.startswith("晚"):
            raise ValueError("hour 12 at night is the midnight of which day?")
        hour += 12 if hour < (11 if part == "中午" else 12) else 0
    elif part and hour == 12 and part != "上午":
        hour = 0
    return time(hour, minute, int(match["second"] or 0), int((match["fraction"] or "0").ljust(6, "0")))


def _offset_of(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    return (
        timezone(datetime.strptime(text, "%z").utcoffset() or timedelta(0))
        if len(text) > 3
        else timezone(timedelta(hours=int(text)))
    )


def _zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("no such zone") from error


def _named(cell: datetime) -> str:
    """The place whose clock a cell has; UTC is none, only a way to write times down."""
    key = cell.tzinfo.key if isinstance(cell.tzinfo, ZoneInfo) else ""
    return key if "/" in key and not key.startswith("Etc/") else ""


def parse_moment(cell: str | date | datetime, zone: ZoneInfo) -> Moment:
    """The moment in a text or a cell; what has no offset of its own is on the clock of `zone`.

    A full date is required. Without a time, and with the 00:00:00 by which programs write a mere date, it is a whole
    day; 00:00 is midnight. A time that the clock skips is taken with the offset before the gap, one that comes twice is
    the first. `2026-11-22T15:30+08:00[Asia/Shanghai]` (RFC 9557) names its own zone.

    Raises:
        ValueError: it is no full date, or no such time, or outside 1800 to 2200.
    """
    if isinstance(cell, datetime):
        if not FIRST_YEAR <= cell.year <= LAST_YEAR:
            raise ValueError("year outside 1800 to 2200")
        if cell.tzinfo is None and cell.time() == time():
            return whole_day(cell.date(), zone)
        return Moment((cell if cell.tzinfo else cell.replace(tzinfo=zone)).astimezone(UTC), _named(cell) or zone.key)
    if isinstance(cell, date):
        if not FIRST_YEAR <= cell.year <= LAST_YEAR:
            raise ValueError("year outside 1800 to 2200")
        return whole_day(cell, zone)
    return _parse_text(normalize("NFKC", cell).strip(), zone)


def _parse_text(text: str, zone: ZoneInfo) -> Moment:
    if named := _ZONE_NAME.search(text):
        text, zone = text[: named.start()], _zone_named(named[1])
    found = read_date(text)
    if not found:
        raise ValueError("no full date")
    day, rest = found
    rest = rest.strip(" ,")
    if not rest:
        return whole_day(day, zone)
    match = _TIME.fullmatch(rest.removeprefix("T").removeprefix("t"))
    if not match:
        raise ValueError("no time of day after the date")
    at_time = _time_of(match)
    if at_time == time() and match["second"] and not match["offset"]:
        return whole_day(day, zone)
    at = datetime.combine(day, at_time, _offset_of(match["offset"]) if match["offset"] else zone)
    return Moment(at.astimezone(UTC), zone.key)


def show_moment(moment: Moment, zone: ZoneInfo) -> str:
    """`2026-11-22 15:30` on the clock of `zone`; a whole day is `2026-11-22` wherever it is read."""
    if moment.all_day:
        return moment.day().isoformat()
    return f"{moment.at.astimezone(zone):%Y-%m-%d %H:%M}"


def exact_text(moment: Moment, zone: ZoneInfo) -> str:
    """The shortest text that `parse_moment(text, zone)` reads back exactly; it names any other zone (RFC 9557)."""
    suffix = "" if moment.zone == zone.key else f"[{moment.zone}]"
    if moment.all_day:
        return moment.day().isoformat() + suffix
    local = moment.local()
    if suffix or local.fold:
        return f"{moment.iso()}[{moment.zone}]"
    seconds = "seconds" if local.second else "minutes"
    return local.replace(tzinfo=None).isoformat(" ", timespec="microseconds" if local.microsecond else seconds)
