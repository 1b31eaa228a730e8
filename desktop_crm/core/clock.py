"""What time it is, in one place, so that tests and faults can set it.

Moments are aware datetimes in UTC; days and deadlines follow the user's time zone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzlocal

_fixed_now: datetime | None = None
_fixed_zone: ZoneInfo | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed_now or datetime.now(UTC)


@lru_cache
def _system_zone() -> ZoneInfo:
    return ZoneInfo(tzlocal.get_localzone_name() or "UTC")


def zone() -> ZoneInfo:
    """The user's time zone."""
    return _fixed_zone or _system_zone()


def notice_zone() -> None:
    """Look again where the user is: a program that runs for days may have travelled."""
    if hasattr(time, "tzset"):  # the C library looks only when it is told to; Windows has no such notion
        time.tzset()
    tzlocal.reload_localzone()
    _system_zone.cache_clear()


def today() -> date:
    """The present day where the user is."""
    return now().astimezone(zone()).date()


@contextmanager
def fixed(moment: datetime, zone_name: str | None = None) -> Iterator[None]:
    """While the block runs it is `moment` (aware), and the user is in the zone named."""
    global _fixed_now, _fixed_zone  # noqa: PLW0603 - the clock is one for the whole process
    before = _fixed_now, _fixed_zone
    _fixed_now = moment.astimezone(UTC)
    _fixed_zone = ZoneInfo(zone_name) if zone_name else _fixed_zone
    try:
        yield
    finally:
        _fixed_now, _fixed_zone = before
