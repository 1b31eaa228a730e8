"""What the rules look at, read for many customers with a handful of questions."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, case, func, literal_column, select, text

from desktop_crm.core import clock
from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.database.columns import column_names, from_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.database.schema.needs import needs
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.database.schema.satisfaction import satisfaction
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.ids import EPOCH, millisecond_of
from desktop_crm.core.needs.choices import DROPPED, EXPLICIT
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.tiers import completeness
from desktop_crm.core.tiers.rules import Facts, Purchase
from desktop_crm.core.values.day import Day

_YUAN = "CNY"
_CHUNK = 2_000  # customers in one question


@dataclass(frozen=True, slots=True)
class Known:
    """One customer: what the rules look at, how complete its file is, in percent, and what clocks go by."""

    customer_id: int
    facts: Facts
    complete_percent: int
    met_at: int | None = None  # the last interaction, in milliseconds since 1970 UTC
    cadence_days: int | None = None  # as the table of standings has it


def read_facts(connection: Connection, ids: Sequence[int]) -> Iterator[Known]:
    """The facts of these customers, those in the Trash included; unknown ids are passed over."""
    for start in range(0, len(ids), _CHUNK):
        yield from _Chunk(connection, ids[start : start + _CHUNK]).customers()


def records_there(connection: Connection, customer_id: int) -> frozenset[str]:
    """Which of the records that count for completeness a customer has."""
    return frozenset(_Chunk(connection, [customer_id]).there(customer_id))


class _Chunk:
    """All that is known of some customers, by id."""

    def __init__(self, connection: Connection, ids: Sequence[int]) -> None:
        self._connection = connection
        self._ids = json.dumps(list(ids))
        self._zone = clock.zone()
        self._fields = {each: completeness.fields_that_matter(each) for each in (COMPANY, INDIVIDUAL)}
        n, f, i, p = needs.c, followups.c, interactions.c, contacts.c
        self._primary = {
            row[0]
            for row in self._rows(
                select(p.customer_id).where(
                    self._among(p.customer_id), _in_use(contacts), p.is_primary == 1, p.left_on.is_(None)
                )
            )
        }
        self._explicit_need: dict[int, bool] = {
            owner: bool(explicit)
            for owner, explicit in self._rows(
                select(n.customer_id, func.max(n.kind == EXPLICIT))
                .where(self._among(n.customer_id), _in_use(needs), n.status.is_distinct_from(DROPPED))
                .group_by(n.customer_id)
            )
        }
        self._next_step = {
            row[0]
            for row in self._rows(
                select(f.customer_id)
                .where(
                    self._among(f.customer_id),
                    _in_use(followups),
                    f.status == OPEN,
                    func.coalesce(f.to_check, 0) == 0,
                )
                .distinct()
            )
        }
        # One step into an index for each customer; grouping all of its interactions would take much longer.
        latest = select(func.max(i.occurred)).where(i.customer_id == customers.c.id, i.deleted_at.is_(None))
        self._met: dict[int, int | None] = dict(
            self._rows(select(customers.c.id, latest.scalar_subquery()).where(self._among(customers.c.id)))
        )
        self._scores = self._read_scores()
        self._purchases = self._read_purchases()

    def customers(self) -> Iterator[Known]:
        """The customers, by id."""
        c = customers.c
        names = dict.fromkeys(name for fields in self._fields.values() for name in fields)
        columns = [c[column_names(FIELDS[name])[0]].label(name) for name in names]
        cadence = case((c.on_demand == 1, 0), else_=func.nullif(c.cadence_days, 0)).label("own_cadence")
        plain = (c.id, c.account_type, c.status, c.tier_override, c.tier_reason, c.industry_potential, cadence)
        for row in self._rows(select(*plain, *columns).where(self._among(c.id)).order_by(c.id)):
            met_at = self._met.get(row.id)
            yield Known(row.id, self._facts(row), self._complete_percent(row), met_at, row.own_cadence)

    def there(self, customer_id: int) -> Iterator[str]:
        """Which of the records that count for completeness there are."""
        sets: Mapping[str, Collection[int]] = {
            completeness.CONTACT: self._primary,
            completeness.NEED: self._explicit_need,
            completeness.NEXT_STEP: self._next_step,
        }
        yield from (name for name, owners in sets.items() if customer_id in owners)

    def _facts(self, row: Any) -> Facts:
        met = self._met.get(row.id)
        made = EPOCH + timedelta(milliseconds=millisecond_of(row.id))
        return Facts(
            row.status or "",
            made.astimezone(self._zone).date(),
            from_milliseconds(met).astimezone(self._zone).date() if met is not None else None,
            tuple(self._scores.get(row.id, ())),
            tuple(self._purchases.get(row.id, ())),
            self._explicit_need.get(row.id, False),
            row.industry_potential or "",
            row.tier_override or "",
            row.tier_reason or "",
        )

    def _complete_percent(self, row: Any) -> int:
        account_type = row.account_type or COMPANY
        fields = self._fields[account_type]
        records = completeness.records_that_matter(account_type, row.status or "")
        there = set(self.there(row.id))
        missing = sum(getattr(row, name) is None for name in fields) + sum(name not in there for name in records)
        return completeness.percent(len(fields) + len(records), missing)

    def _read_scores(self) -> dict[int, list[int]]:
        """The last two scores of each customer, the newest first."""
        s = satisfaction.c
        found: defaultdict[int, list[int]] = defaultdict(list)
        for owner, score in self._rows(
            select(s.customer_id, s.score)
            .where(self._among(s.customer_id), _in_use(satisfaction), s.score.is_not(None))
            .order_by(s.customer_id, s.scored_on.is_(None), s.scored_on.desc(), s.id.desc())
        ):
            if len(found[owner]) < 2:
                found[owner].append(score)
        return found

    def _read_purchases(self) -> dict[int, list[Purchase]]:
        """The orders of each customer that count, by their days."""
        o = orders.c
        found: defaultdict[int, list[tuple[date, int, Purchase]]] = defaultdict(list)
        for order_id, owner, ordered, cents, currency in self._rows(
            select(o.id, o.customer_id, o.ordered, o.amount_cents, o.amount_currency).where(
                self._among(o.customer_id),
                _in_use(orders),
                o.status.is_distinct_from(CANCELLED),
                o.ordered.is_not(None),
            )
        ):
            if day := Day(ordered).first():
                in_yuan = currency in {None, _YUAN}
                found[owner].append((day, order_id, Purchase(day, cents if in_yuan else None, not in_yuan)))
        return {owner: [each[2] for each in sorted(days, key=lambda each: each[:2])] for owner, days in found.items()}

    def _among(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return column.in_(text("SELECT value FROM json_each(:chunk)").columns(literal_column("value")))

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        yield from self._connection.execute(query, {"chunk": self._ids})


def _in_use(table: Table) -> ColumnElement[bool]:
    """That a record does not lie in the Trash; the + keeps SQLite from reading all that do not, instead of a few."""
    return literal_column(f"+{table.name}.deleted_at").is_(None)
