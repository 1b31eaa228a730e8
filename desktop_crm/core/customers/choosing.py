"""Which customers a list shows, and in which order: the orders of `listing`, some more, and filters by field."""

import json
from array import array
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from desktop_crm.core import clock
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.customers.celebrating import birthdays
from desktop_crm.core.customers.choices import AT_RISK, CHURNED, HIGH_VALUE, POTENTIAL, REGULAR
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order, ordered_ids
from desktop_crm.core.customers.rows import OPEN_STEP
from desktop_crm.core.customers.standing import COLUMNS, TREND_NUMBERS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import filtering
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import N_
from desktop_crm.core.values.moment import whole_day

_TIER_RANKS = (AT_RISK, HIGH_VALUE, POTENTIAL, REGULAR)
_IN_USE = customers.c.deleted_at.is_(None)

SILENT_30, SILENT_90, NEVER = "silent_30", "silent_90", "never"
NO_STEP, STEP_OVERDUE = "none", "overdue"
LOW, BIRTHDAY = "low", "birthday_week"
_CELEBRATION = "anniversary"  # whose condition asks for birthdays
_LOW_SCORE = 2  # so much or less is dissatisfied (G-07)
_DAYS_OF_WEEK = 7

# By what can be filtered that follows from other records.
CONDITIONS: Mapping[str, ChoiceList] = {
    "last_interaction": ChoiceList(
        "silences",
        N_("Silence"),
        (
            Choice(SILENT_30, N_("30 days without contact")),
            Choice(SILENT_90, N_("90 days without contact")),
            Choice(NEVER, N_("Never contacted")),
        ),
        open=False,
    ),
    "next_step": ChoiceList(
        "next_steps",
        N_("Next steps"),
        (Choice(NO_STEP, N_("No next step")), Choice(STEP_OVERDUE, N_("Next step overdue"))),
        open=False,
    ),
    "current_satisfaction": ChoiceList(
        "satisfactions",
        N_("Satisfaction"),
        (Choice(LOW, N_("Low satisfaction (1–2)")), *(Choice(str(score), str(score)) for score in range(5, 0, -1))),
        open=False,
    ),
    _CELEBRATION: ChoiceList("birthdays", N_("Birthdays"), (Choice(BIRTHDAY, N_("Birthday this week")),), open=False),
}
_SILENT_DAYS = {SILENT_30: 30, SILENT_90: 90}


class MoreOrder(StrEnum):
    """Orders that a header offers beside those of `listing.Order`."""

    STATUS = "status"  # by its stored code
    OWNER = "owner"
    INDUSTRY = "industry"
    REGION = "region"
    TIER = "tier"  # at risk, high value, potential, regular; customers without a tier come last
    SATISFACTION = "current_satisfaction"  # the latest score; those without one come before all others
    ANNUAL_VALUE = "annual_value"
    COMPLETENESS = "completeness"
    NEXT_STEP = "next_step"  # the earliest open due date; customers without one come before all others


def chosen_ids(
    connection: Connection,
    order: Order | MoreOrder,
    *,
    descending: bool = False,
    filters: Mapping[str, str] | None = None,
) -> "array[int]":
    """The ids (signed 64-bit) of the customers in use that have all these values, in order.

    `filters` is field name to stored value; of a field with several values one must be it, and of a field that
    follows from other records the value is one of `CONDITIONS`.
    """
    values = dict(filters or {})
    if isinstance(order, Order):
        status = values.pop("status", None)
        ids = ordered_ids(connection, order, descending=descending, status=status)
    else:
        key = _key(order)
        by = (key.desc(), customers.c.id.desc()) if descending else (key, customers.c.id)
        found = select(customers.c.id).outerjoin(standing, standing.c.customer_id == customers.c.id)
        ids = array("q", connection.scalars(found.where(_IN_USE).order_by(*by)))
    if not values:
        return ids
    fitting = frozenset(connection.scalars(_fitting(connection, values)))
    return array("q", (customer_id for customer_id in ids if customer_id in fitting))


def count_chosen(connection: Connection, filters: Mapping[str, str]) -> int:
    """How many customers `chosen_ids` would give."""
    return connection.scalar(select(func.count()).select_from(_fitting(connection, filters).subquery())) or 0


def filter_fields() -> list[Field]:
    """The fields by which the list can be filtered, with the conditions on other records in place of choices."""
    judged = [FIELDS[name] for name in ("tier", "trend")]
    conditions = [replace(FIELDS[name], choices=choices) for name, choices in CONDITIONS.items()]
    return [
        *(field for field in filtering.filter_fields(CUSTOMERS) if field.name not in CONDITIONS),
        *judged,
        *conditions,
    ]


def words_in_use(connection: Connection, name: str) -> list[str]:
    """Every value that a text, choice or tag field has in some customer in use, the most frequent first."""
    if name not in COLUMNS:
        return filtering.words_in_use(connection, CUSTOMERS, name)
    column = COLUMNS[name]
    judged = select(column).join(customers, customers.c.id == standing.c.customer_id).where(_IN_USE)
    found = judged.where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column)
    return [value for stored in connection.scalars(found) if (value := _word(name, stored))]


def _fitting(connection: Connection, filters: Mapping[str, str]) -> Select[int]:
    stored = {name: value for name, value in filters.items() if name not in CONDITIONS and name not in COLUMNS}
    conditions = [_CONDITION_OF[name](value) for name, value in filters.items() if name in _CONDITION_OF]
    conditions += [_celebrating(connection)] * (_CELEBRATION in filters)
    conditions += [
        _judged(name, value) for name, value in filters.items() if name in COLUMNS and name not in CONDITIONS
    ]
    return filtering.fitting(CUSTOMERS, stored).where(*conditions)


def _judged(name: str, value: str) -> ColumnElement[bool]:
    """Whether a customer stands so, as `tiers` computed it."""
    stored = TREND_NUMBERS.get(value) if name == "trend" else value if name == "tier" else int(value)
    return customers.c.id.in_(select(standing.c.customer_id).where(COLUMNS[name] == stored))


def _word(name: str, stored: object) -> str:
    """What a filter says for a stored value."""
    return next((code for code, number in TREND_NUMBERS.items() if name == "trend" and number == stored), str(stored))


def _key(order: MoreOrder) -> ColumnElement[Any]:
    match order:
        case MoreOrder.NEXT_STEP:
            return _next_due()
        case MoreOrder.TIER:
            return case({tier: rank for rank, tier in enumerate(_TIER_RANKS)}, value=standing.c.tier, else_=9)
        case MoreOrder.SATISFACTION | MoreOrder.ANNUAL_VALUE | MoreOrder.COMPLETENESS:
            return COLUMNS[order.value]
        case _:
            return customers.c[order.value]


def _silent(value: str) -> ColumnElement[bool]:
    """Nothing was recorded with the customer for some days, or ever; nobody keeps in touch with lost customers."""
    talks = select(interactions.c.id).where(
        interactions.c.customer_id == customers.c.id, interactions.c.deleted_at.is_(None)
    )
    if value in _SILENT_DAYS:
        day = clock.today() - timedelta(days=_SILENT_DAYS[value])
        talks = talks.where(interactions.c.occurred >= to_milliseconds(whole_day(day, clock.zone()).at))
    return and_(~talks.exists(), customers.c.status.is_distinct_from(CHURNED))


def _stepping(value: str) -> ColumnElement[bool]:
    """As the agenda has it: lost customers need no next step, and one is overdue when its end has passed."""
    if value == NO_STEP:
        return and_(~_open_steps().exists(), customers.c.status.is_distinct_from(CHURNED))
    now = to_milliseconds(clock.now())
    midnight = to_milliseconds(whole_day(clock.today(), clock.zone()).at)
    whole = func.coalesce(followups.c.due_all_day, 0) == 1
    late = or_(and_(whole, followups.c.due < midnight), and_(~whole, followups.c.due <= now))
    return _open_steps().where(late).exists()


def _satisfied(value: str) -> ColumnElement[bool]:
    fits = standing.c.score <= _LOW_SCORE if value == LOW else standing.c.score == int(value)
    return customers.c.id.in_(select(standing.c.customer_id).where(fits))


def _celebrating(connection: Connection) -> ColumnElement[bool]:
    """Whether somebody there has a birthday in this week, from Monday to Sunday, by the calendar he keeps."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    found = birthdays(connection, monday, monday + timedelta(days=_DAYS_OF_WEEK - 1))
    members = func.json_each(json.dumps([each.customer_id for each in found if each.customer_id])).table_valued("value")
    return customers.c.id.in_(select(members.c.value))


_CONDITION_OF = {
    "last_interaction": _silent,
    "next_step": _stepping,
    "current_satisfaction": _satisfied,
}


def _open_steps() -> Select[int]:
    return select(followups.c.id).where(
        followups.c.customer_id == customers.c.id,
        followups.c.deleted_at.is_(None),
        followups.c.status == OPEN_STEP,
        func.coalesce(followups.c.to_check, 0) == 0,
    )


def _next_due() -> ColumnElement[object]:
    return _open_steps().with_only_columns(func.min(followups.c.due)).scalar_subquery()
