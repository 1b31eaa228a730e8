"""The measures of a period: needs answered in time, satisfaction, and who buys again (A-01, A-02, A-03)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, and_, case, func, select
from sqlalchemy.sql import ColumnElement

from desktop_crm.core import clock
from desktop_crm.core.clocks.periods import Period
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.needs import needs
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.database.schema.satisfaction import satisfaction
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.needs.choices import DROPPED
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """0 to 100, rounded; None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Measures:
    """What a period comes to; records in the Trash do not count.

    `response` are the needs raised in it that were answered by their date, of those whose date has come: the first
    follow-up done on it, or a solution proposed, is the answer (A-01, decision 3). `satisfaction` is the mean of the
    scores given in it, 1 to 5, `satisfaction_before` that of the period before; None where none was given (A-02).
    `repurchase` are the customers with two orders or more in it, of those with any (A-03, decision 2).
    """

    response: Share
    satisfaction: float | None
    satisfaction_before: float | None
    repurchase: Share

    @property
    def satisfaction_change(self) -> float | None:
        """How much more satisfied customers are than before, to one decimal as the means are shown."""
        if self.satisfaction is None or self.satisfaction_before is None:
            return None
        return round(round(self.satisfaction, 1) - round(self.satisfaction_before, 1), 1)


def measures(connection: Connection, period: Period) -> Measures:
    """The measures of a period, as far as it has come today where the user is."""
    return Measures(
        _response(connection, period),
        _mean_score(connection, period),
        _mean_score(connection, period.before),
        _repurchase(connection, period),
    )


def _response(connection: Connection, period: Period) -> Share:
    in_time = [each for each in _answers(connection, period) if each is not None]
    return Share(sum(in_time), len(in_time))


def _answers(connection: Connection, period: Period) -> Iterator[bool | None]:
    """Whether each need was answered by its date; None while that has not come, or is none."""
    n, f = needs.c, followups.c
    answered = and_(f.need_id == n.id, f.deleted_at.is_(None), f.status == DONE)
    first_done = select(func.min(f.done)).where(answered).scalar_subquery()
    rows = connection.execute(
        select(n.due, n.solved_on, first_done).where(
            n.deleted_at.is_(None), n.status.is_distinct_from(DROPPED), n.due.is_not(None), _within(n.raised, period)
        )
    )
    today = clock.today().isoformat()
    for due, solved_on, done in rows:
        days = [solved_on] if solved_on and Day(solved_on).is_date else []
        if done is not None:
            days.append(from_milliseconds(done).astimezone(clock.zone()).date().isoformat())
        if not Day(due).is_date:
            yield None
        elif days and min(days)[: len(due)] <= due:  # a month or a year holds until it is over
            yield True if today[: len(due)] >= due else None
        else:
            yield False if today[: len(due)] > due else None


def _mean_score(connection: Connection, period: Period) -> float | None:
    s = satisfaction.c
    mean: float | None = connection.scalar(
        select(func.avg(s.score)).where(s.deleted_at.is_(None), _within(s.scored_on, period))
    )
    return mean


def _repurchase(connection: Connection, period: Period) -> Share:
    o = orders.c
    counted = (
        select(func.count().label("orders"))
        .where(
            o.deleted_at.is_(None),
            o.customer_id.is_not(None),
            o.status.is_distinct_from(CANCELLED),
            _within(o.ordered, period),
        )
        .group_by(o.customer_id)
        .subquery()
    )
    again, all_of_them = connection.execute(
        select(func.coalesce(func.sum(case((counted.c.orders > 1, 1), else_=0)), 0), func.count()).select_from(counted)
    ).one()
    return Share(again, all_of_them)


def _within(day: ColumnElement[str], period: Period) -> ColumnElement[bool]:
    """That a day lies in a period; a mere month does too: as text 2026-10 comes before 2026-10-01."""
    return and_(day >= f"{period.first:%Y-%m}", day < f"{_day_after(period):%Y-%m}")


def _day_after(period: Period) -> date:
    return period.last + timedelta(days=1)
