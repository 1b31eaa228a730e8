"""What came in and what became of it: the analysis of requests over a time (S-10, A-07, decision 13)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.service import service
from desktop_crm.core.service.choices import CONFIRMED, WITHDRAWN
from desktop_crm.core.service.rules import in_time
from desktop_crm.core.settings import Settings
from desktop_crm.core.values.moment import Moment, whole_day

REPEATED_WITHIN = timedelta(days=90)  # the same customer with the same type of request


@dataclass(frozen=True, slots=True)
class TypeOfIssue:
    """The requests of one type: how many came in, were confirmed as solved by the customer, and came again."""

    type: str
    received: int
    resolved: int
    repeated: int

    @property
    def resolution_rate(self) -> float:
        """0 to 1."""
        return self.resolved / self.received

    @property
    def repeat_rate(self) -> float:
        """0 to 1."""
        return self.repeated / self.received


@dataclass(frozen=True, slots=True)
class IssueAnalysis:
    """The requests that came in over a time, withdrawn ones left out; rates are 0 to 1, None where nothing came in.

    `types` begins with the most frequent. `in_time_rate` is of those that had a response, or should have had one.
    """

    received: int
    types: tuple[TypeOfIssue, ...]
    severities: Mapping[str, int]
    resolution_rate: float | None
    repeat_rate: float | None
    in_time_rate: float | None


@dataclass(frozen=True, slots=True)
class _Request:
    customer_id: int | None
    type: str
    severity: str
    status: str
    received: Moment
    responded: Moment | None


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month around a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def analyse_issues(connection: Connection, first: date, last: date) -> IssueAnalysis:
    """What came in from the first to the last day, both included, on the clock of the user's zone."""
    zone = clock.zone()
    start, end = whole_day(first, zone).at, whole_day(last + timedelta(days=1), zone).at
    requests = _requests(connection, to_milliseconds(start - REPEATED_WITHIN), to_milliseconds(end))
    repeated = _repeated(requests)
    inside = [index for index, request in enumerate(requests) if request.received.at >= start]
    counted, resolved, again = Counter[str](), Counter[str](), Counter[str]()
    for index in inside:
        request = requests[index]
        counted[request.type] += 1
        resolved[request.type] += request.status == CONFIRMED
        again[request.type] += index in repeated
    types = (TypeOfIssue(each, counted[each], resolved[each], again[each]) for each, _count in counted.most_common())
    return IssueAnalysis(
        len(inside),
        tuple(types),
        Counter(requests[index].severity for index in inside),
        _rate(sum(resolved.values()), len(inside)),
        _rate(sum(again.values()), len(inside)),
        _in_time_rate([requests[index] for index in inside], settings_store.load(connection)),
    )


def _requests(connection: Connection, start: int, end: int) -> Sequence[_Request]:
    """The requests received in a time (milliseconds), in their order."""
    s = service.c
    columns = (s.customer_id, s.type, s.severity, s.status, s.received, s.received_zone, s.received_all_day)
    rows = connection.execute(
        select(*columns, s.responded, s.responded_zone, s.responded_all_day)
        .where(s.received >= start, s.received < end, s.deleted_at.is_(None), s.status.is_distinct_from(WITHDRAWN))
        .order_by(s.received, s.id)
    )
    return [
        _Request(
            row.customer_id,
            row.type or "",
            row.severity or "",
            row.status or "",
            _moment(row.received, row.received_zone, row.received_all_day),
            _moment(row.responded, row.responded_zone, row.responded_all_day) if row.responded is not None else None,
        )
        for row in rows
    ]


def _repeated(requests: Sequence[_Request]) -> set[int]:
    """Which of the requests, by their place, came after one of the same customer and type within the time for it."""
    latest: dict[tuple[Any, str], Moment] = {}
    found = set()
    for index, request in enumerate(requests):
        key = (request.customer_id, request.type)
        before = latest.get(key)
        if before and request.customer_id is not None and request.received.at - before.at <= REPEATED_WITHIN:
            found.add(index)
        latest[key] = request.received
    return found


def _in_time_rate(requests: Sequence[_Request], settings: Settings) -> float | None:
    now = Moment(clock.now(), clock.zone().key)
    answers: defaultdict[bool, int] = defaultdict(int)
    for request in requests:
        was_in_time = in_time(request.received, request.responded or now, request.severity, settings)
        if request.responded or not was_in_time:
            answers[was_in_time] += 1
    return _rate(answers[True], sum(answers.values()))


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _moment(at: int, zone: str, all_day: int) -> Moment:
    return Moment(from_milliseconds(at), zone, bool(all_day))
