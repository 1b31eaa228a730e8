"""When sample things happen: working hours in the past three years, in bursts, and due times around today."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from desktop_crm.core.sample.chance import pick
from desktop_crm.core.values.moment import Moment, whole_day

YEARS = 3
_LONGEST_DAYS = YEARS * 365 - 5
_HOURS = (9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 15, 15, 16, 16, 17)
_A_DAY = timedelta(days=1)
_A_MINUTE = timedelta(minutes=1)


class Times:
    """Moments seen from `now` (aware), on the clock of `zone`."""

    def __init__(self, random: Random, now: datetime, zone: ZoneInfo) -> None:
        self._random = random
        self.now = now
        self._zone = zone
        self.today = now.astimezone(zone).date()

    def history(self, count: int, *, ended: bool) -> list[Moment]:
        """`count` moments in the past, oldest first, in bursts; of a customer who left, the last is months ago."""
        last = self._days_since_last(ended=ended)
        first = min(last + count * self._random.uniform(4, 25) + 5, _LONGEST_DAYS)
        bursts = [self._random.uniform(last, first) for _ in range(1 + count // 5)]
        days_ago = [first, last][:count]
        for _ in range(count - len(days_ago)):
            day = pick(self._random, bursts) - self._random.expovariate(0.25)
            days_ago.append(day if day > last else self._random.uniform(last, first))
        moments: dict[datetime, Moment] = {}
        for days in days_ago:
            moment = self.past(days)
            while moment.at in moments:  # two talks at one time would be one and the same
                moment = replace(moment, at=moment.at - _A_MINUTE)
            moments[moment.at] = moment
        return [moments[at] for at in sorted(moments)]

    def past(self, days_ago: float) -> Moment:
        """A moment in working hours about `days_ago` days ago, never in the future."""
        day = self.today - int(days_ago) * _A_DAY
        moment = self._working_moment(day - self._weekend_days(day))
        if moment.at >= self.now:
            day = self.today - _A_DAY
            moment = self._working_moment(day - self._weekend_days(day))
        return moment

    def overdue(self) -> Moment:
        """A due time one to twenty days ago."""
        return self.past(self._random.uniform(1, 20))

    def later_today(self) -> Moment:
        """A due time today: still to come, or the whole day."""
        moment = self._working_moment(self.today)
        return moment if moment.at > self.now and self._random.random() < 0.7 else whole_day(self.today, self._zone)

    def within_a_week(self) -> Moment:
        """A due time on a working day among the next six days."""
        days = [self.today + ahead * _A_DAY for ahead in range(1, 7)]
        return self._due([day for day in days if day.weekday() < 5])

    def later(self) -> Moment:
        """A due time on a working day, one week to two months ahead."""
        days = [self.today + ahead * _A_DAY for ahead in range(7, 60)]
        return self._due([day for day in days if day.weekday() < 5])

    def _due(self, days: list[date]) -> Moment:
        day = pick(self._random, days)
        return whole_day(day, self._zone) if self._random.random() < 0.3 else self._working_moment(day)

    def _days_since_last(self, *, ended: bool) -> float:
        if ended:
            return self._random.uniform(100, 500)
        kind = self._random.random()
        if kind < 0.7:
            return self._random.uniform(0, 30)
        return self._random.uniform(30, 90) if kind < 0.9 else self._random.uniform(90, 300)

    def _weekend_days(self, day: date) -> timedelta:
        """How far back the Friday lies, for nine in ten days at the weekend."""
        weekend = day.weekday() - 4
        return weekend * _A_DAY if weekend > 0 and self._random.random() < 0.9 else timedelta()

    def _working_moment(self, day: date) -> Moment:
        at_time = time(pick(self._random, _HOURS), 5 * int(self._random.random() * 12))
        return Moment(datetime.combine(day, at_time, self._zone).astimezone(UTC), self._zone.key)
