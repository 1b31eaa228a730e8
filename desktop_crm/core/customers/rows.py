"""What a list shows of its customers, read for a page of ids at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.standing import values_of
from desktop_crm.core.database.columns import RecordColumns, column_names, from_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.database.write import chunks
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money

OPEN_STEP = "open"  # the status of an open follow-up; no room imports another

# What a list may show beside the columns it has at first.
MORE = tuple(
    FIELDS[name] for name in ("phone", "email", "source", "size", "flags", "need_tags", "referrer", "first_contact")
)
_MORE_COLUMNS = RecordColumns(MORE)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The open follow-up that is due first; `due` is None where no open one has a time."""

    title: str
    due: Moment | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One line of a list of customers; `status`, `industry`, `tier` and `trend` are stored codes.

    What follows from other records is empty or None where it is not known: the tier, the latest satisfaction score and
    how it stands to the one before, the amount of a year, and how complete the file is, in percent.
    `more` are the values of the fields in `MORE` that are not empty, by name.
    """

    id: CustomerId
    number: str
    name: str
    status: str
    owner: str
    industry: str
    region: str
    last_interaction: Moment | None
    next_step: NextStep | None
    tier: str = ""
    satisfaction: int | None = None
    trend: str = ""
    annual_value: Money | None = None
    complete_percent: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


# One step into an index for each customer of the page.
_LAST = (
    select(interactions.c.id)
    .where(interactions.c.customer_id == customers.c.id, interactions.c.deleted_at.is_(None))
    .order_by(interactions.c.occurred.desc(), interactions.c.id.desc())
    .limit(1)
    .correlate(customers)
    .scalar_subquery()
)
_OPEN = select(followups.c.id).where(
    followups.c.customer_id == customers.c.id,
    followups.c.deleted_at.is_(None),
    followups.c.status == OPEN_STEP,
    func.coalesce(followups.c.to_check, 0) == 0,
)
_NEXT = func.coalesce(
    *(
        _OPEN.where(condition).order_by(followups.c.due, followups.c.id).limit(1).correlate(customers).scalar_subquery()
        for condition in (followups.c.due.is_not(None), followups.c.due.is_(None))
    )
)
_ROWS = (
    select(
        *(customers.c[name] for name in ("id", "number", "name", "status", "owner", "industry", "region")),
        *(customers.c[name] for each in MORE for name in column_names(each)),
        interactions.c.occurred,
        interactions.c.occurred_zone,
        interactions.c.occurred_all_day,
        followups.c.id.label("next_id"),
        followups.c.title,
        followups.c.due,
        followups.c.due_zone,
        followups.c.due_all_day,
        standing.c.customer_id.label("judged"),
        *(standing.c[name] for name in ("tier", "score", "trend", "year_cents", "repeat_permille", "complete_percent")),
    )
    .select_from(customers)
    .outerjoin(interactions, interactions.c.id == _LAST)
    .outerjoin(followups, followups.c.id == _NEXT)
    .outerjoin(standing, standing.c.customer_id == customers.c.id)
)


def rows(connection: Connection, ids: Iterable[int]) -> list[CustomerRow]:
    """The rows of these customers in the order asked for, one question for 500; unknown ids are passed over."""
    wanted = list(ids)
    found = {row.id: row for chunk in chunks(wanted) for row in _read(connection, chunk)}
    return [found[customer_id] for customer_id in map(CustomerId, wanted) if customer_id in found]


def _read(connection: Connection, ids: list[int]) -> Iterator[CustomerRow]:
    now = clock.now()
    for row in connection.execute(_ROWS.where(customers.c.id.in_(ids))):
        due = _moment(row.due, row.due_zone, row.due_all_day)
        derived = values_of(row) if row.judged is not None else {}
        step = NextStep(row.title or "", due, due is not None and due.end() <= now) if row.next_id else None
        yield CustomerRow(
            CustomerId(row.id),
            row.number or "",
            row.name or "",
            row.status or "",
            row.owner or "",
            row.industry or "",
            row.region or "",
            _moment(row.occurred, row.occurred_zone, row.occurred_all_day),
            step,
            derived.get("tier") or "",
            derived.get("current_satisfaction"),
            derived.get("trend") or "",
            derived.get("annual_value"),
            derived.get("completeness"),
            _MORE_COLUMNS.values_in(row._mapping),  # noqa: SLF001 - SQLAlchemy's public way to a row's mapping
        )


def _moment(milliseconds: int | None, zone: str, all_day: int | None) -> Moment | None:
    return None if milliseconds is None else Moment(from_milliseconds(milliseconds), zone, bool(all_day))
