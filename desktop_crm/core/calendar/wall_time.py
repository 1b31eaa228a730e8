"""The moment at which a clock on the wall shows a given time, also on the days when clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def wall_time(day: date, time_of_day: time, zone: ZoneInfo) -> datetime:
    """The aware moment of `time_of_day` on `day` in `zone`.

    A time that a change of clocks skips is moved forward by the length of the gap, as RFC 5545, section 3.3.5, has
    it; of a time that occurs twice it is the first, unless `time_of_day.fold` is 1.
    """
    moment = datetime.combine(day, time_of_day, zone)
    return moment.astimezone(UTC).astimezone(zone)
