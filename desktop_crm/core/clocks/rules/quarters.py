"""What is due for each customer with whom there is business, every quarter and every year (V-03, F-14)."""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from sqlalchemy import Connection, literal_column, select

from desktop_crm.core.clocks.clock import Found, Now, in_use
from desktop_crm.core.clocks.periods import Period, quarter, year
from desktop_crm.core.customers.choices import WON
from desktop_crm.core.database.schema.activities import interactions
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.satisfaction import satisfaction, survey_answers
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import QUARTER_DAYS_BEFORE, SURVEY_DAYS_BEFORE, YEAR_DAYS_BEFORE

REVIEW = "review"  # the purpose of a talk that looks back on the cooperation


def survey(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers who were not asked this quarter how satisfied they are: there is neither a score nor an answer."""

    def asked(period: Period) -> set[int]:
        found: set[int] = set()
        for day, table in ((satisfaction.c.scored_on, satisfaction), (survey_answers.c.answered_on, survey_answers)):
            # As text, so that a mere month counts for its quarter: 2026-10 comes before 2026-10-01.
            first, after = f"{period.first:%Y-%m}", f"{period.last + timedelta(days=1):%Y-%m}"
            owners = select(table.c.customer_id).where(now.there(table), day >= first, day < after)
            found |= set(connection.scalars(owners.where(*now.only(table.c.customer_id))))
        return found

    days = now.number(SURVEY_DAYS_BEFORE)
    words = N_("Nobody asked in {period} how satisfied the customer is")
    yield from _each(connection, now, quarter(now.today), days=days, done=asked, words=words)


def quarterly_review(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers with whom nobody looked back on the quarter."""
    words = N_("Look back on {period} with the customer")
    days = now.number(QUARTER_DAYS_BEFORE)
    yield from _each(connection, now, quarter(now.today), days=days, done=_reviewed(connection, now), words=words)


def yearly_review(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers with whom nobody looked back on the year in its last quarter."""

    def in_last_quarter(period: Period) -> set[int]:
        return _reviewed(connection, now)(quarter(period.last))

    words = N_("Look back on {period} with the customer")
    days = now.number(YEAR_DAYS_BEFORE)
    yield from _each(connection, now, year(now.today), days=days, done=in_last_quarter, words=words)


def _reviewed(connection: Connection, now: Now) -> Callable[[Period], set[int]]:
    def of(period: Period) -> set[int]:
        i = interactions.c
        talks = select(i.customer_id).where(
            i.purpose == literal_column(f"'{REVIEW}'"),  # as the index has it
            in_use(interactions),
            i.occurred >= now.start(period.first),
            i.occurred < now.on(period.last).end,
        )
        return set(connection.scalars(talks.where(*now.only(i.customer_id))))

    return of


def _each(
    connection: Connection,
    now: Now,
    present: Period,
    *,
    days: int,
    done: Callable[[Period], Collection[int]],
    words: str,
) -> Iterator[Found]:
    """An item for each customer: for a while of the last period where it was missed and nothing was done since, else of
    this one towards its end. Whoever became a customer when a period was about to end is asked in the next one."""
    if not days:
        return
    lapsed = now.on(present.before.last).end <= now.oldest
    near = now.today >= present.last - timedelta(days=days)
    if lapsed and not near:
        return
    this, last = done(present), done(present.before)
    c = customers.c
    rows = connection.execute(
        select(c.id, c.status_since).where(now.there(customers), c.status == WON, *now.only(c.id))
    )
    before = None if lapsed else _Period(now, present.before, days)
    current = _Period(now, present, days) if near else None
    for customer_id, won_on in rows:
        if customer_id in this or (customer_id, present.key) in now.marks:
            continue
        for period, over in ((before, last), (current, this)):
            if period is not None and customer_id not in over and period.concerns(customer_id, won_on):
                yield period.found(customer_id, words)
                break


class _Period:
    """A period as the rule has it, reckoned once for all customers."""

    def __init__(self, now: Now, period: Period, days: int) -> None:
        begins = period.last - timedelta(days=days)
        self._now, self._key, self._due, self._since = now, period.key, now.on(period.last), now.start(begins)
        self._latest = begins.isoformat()

    def concerns(self, customer_id: int, won_on: str | None) -> bool:
        """Whether there was business with the customer when the item began, it is not marked, and the record was not
        imported after the end (decision 12)."""
        imported = self._now.imports.at(customer_id)
        if (imported is not None and imported >= self._due.end) or (customer_id, self._key) in self._now.marks:
            return False
        if won_on and won_on[:4].isdigit():
            return won_on <= self._latest  # as text: a mere month counts from its first day
        made = self._now.made(customer_id)
        return made is None or made < self._since

    def found(self, customer_id: int, words: str) -> Found:
        """The item of a customer."""
        kind, values = Kind.CUSTOMERS, {"period": self._key}
        return Found(kind, customer_id, customer_id, self._since, self._due, words, values, period=self._key)
