"""Which automatic backups are kept: all of two days, then one of a day, of a week, of a month."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(days=2)
_PERIODS: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (12, lambda moment: moment.date()),
    (10, lambda moment: moment.isocalendar()[:2]),
    (9, lambda moment: (moment.year, moment.month)),
)


def expired(moments: Iterable[datetime], now: datetime) -> list[datetime]:
    """Those of the `moments` whose backups may go, oldest first; all are aware and in one zone.

    Kept are all of the two days before `now` and what seems to come from the future, and the newest one of each of
    the last 12 days, 10 weeks and 9 months in which there was one. So the newest of all always stays.
    """
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if moment > now - ALL_OF}
    for most, period_of in _PERIODS:
        newest_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period_of(moment), moment)
        kept |= set(list(newest_of.values())[:most])
    return [moment for moment in reversed(newest_first) if moment not in kept]
