"""Where each customer stands, kept beside the records so that lists sort and filter by it.

It follows from the records alone and is written in the same transaction as they are, without a journal. What time alone
changes is brought up to date by `catch_up`, when a book opens and when a new day begins.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, or_, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.standing import TREND_NUMBERS, values_of
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.settings import settings
from desktop_crm.core.database.schema.standing import standing as table
from desktop_crm.core.database.session import Session, canonical
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.rules import trend_of
from desktop_crm.core.tiers import completeness, reasons
from desktop_crm.core.tiers.completeness import Completeness
from desktop_crm.core.tiers.facts import Known, read_facts, records_there
from desktop_crm.core.tiers.rules import Reason, Thresholds, judge
from desktop_crm.core.values.moment import whole_day
from desktop_crm.core.values.money import Money, as_seen

CHUNK = 20_000  # customers in one transaction, when all are judged anew
_RULES = 1  # counts up when the rules change, so that every customer is judged anew
_BASIS = "standing.basis"

Progress = Callable[[int, int], None]  # customers done, and customers in all


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer: `tier` is a code of the tiers or empty, `repeat_percent` the share of repeat orders in a year or
    None with fewer than two, `score` the latest satisfaction, `trend` a code of the trends or empty. `words` say why
    the customer is in its tier, the deciding reason first; read while presenting they tell no amount exactly."""

    tier: str
    reasons: tuple[Reason, ...]
    words: tuple[str, ...]
    annual_value: Money
    repeat_percent: int | None
    score: int | None
    trend: str
    complete_percent: int


def standing_of(connection: Connection, customer_id: CustomerId) -> Standing | None:
    """Where a customer stands; None when there is none, or none was judged yet."""
    row = connection.execute(select(table).where(table.c.customer_id == customer_id)).first()
    if row is None:
        return None
    values = values_of(row)
    found = reasons.from_text(row.reasons)
    return Standing(
        row.tier,
        found,
        tuple(map(reasons.words_of, found)),
        as_seen(Money(row.year_cents)),
        values["repeat_share"],
        row.score,
        values["trend"] or "",
        row.complete_percent,
    )


def completeness_of(connection: Connection, customer_id: CustomerId) -> Completeness:
    """How complete a customer's file is, with all that is missing (D-08)."""
    (customer,) = CUSTOMERS.get_many(connection, [customer_id])
    values = {field.name: getattr(customer, field.name) for field in CUSTOMERS.fields.in_columns}
    return completeness.completeness(values, records_there(connection, customer_id))


def settle(session: Session) -> None:
    """Judge anew whom this action touched; everybody, when it changed what the rules go by."""
    if settings.name in session.tables and _basis(session.connection) != _basis_kept(session.connection):
        refresh(session, _all_ids(session.connection), touched=_touched(session))
        _keep_basis(session)
    else:
        touched = _touched(session)
        refresh(session, touched, touched=touched)


def refresh(session: Session, customer_ids: Iterable[int], *, touched: Collection[int] = ()) -> None:
    """Judge these customers anew; records of those `touched` were written by this action."""
    connection, ids = session.connection, sorted(customer_ids)
    limits = Thresholds.of(settings_store.load(connection))
    at = dict.fromkeys(touched, to_milliseconds(session.at))
    for chunk in write.chunks(each for each in ids if each not in at):
        before = select(table.c.customer_id, table.c.touched_at).where(table.c.customer_id.in_(chunk))
        at |= {row.customer_id: row.touched_at for row in connection.execute(before)}
    rows = (_row(known, limits) | {"touched_at": at.get(known.customer_id)} for known in read_facts(connection, ids))
    write.note_aside(session, table, rows)


def catch_up(database: Database, progress: Progress | None = None) -> int:
    """How many customers were judged anew: those whom a new day changed, or all, when the rules are others than before.

    A quick question when there are none. A book that cannot be written stays as it is.
    """
    if database.read_only:
        return 0
    count = _judge(database, database.read_unmasked(_outdated), progress)
    if database.read_unmasked(lambda connection: _basis(connection) != _basis_kept(connection)):
        database.write("judge", _keep_basis)
    return count


def refresh_all(database: Database, progress: Progress | None = None) -> int:
    """How many customers there are, all of whom were judged anew."""
    return _judge(database, database.read_unmasked(_all_ids), progress)


def _judge(database: Database, ids: list[int], progress: Progress | None) -> int:
    done = 0
    for chunk in write.chunks(ids, CHUNK):
        database.write("judge", partial(_refreshed, ids=chunk))
        done += len(chunk)
        if progress:
            progress(done, len(ids))
    return done


def _refreshed(session: Session, *, ids: list[int]) -> Changes:
    """Lists are to read these customers again, though no record of theirs changed."""
    refresh(session, ids)
    return Changes.of(Kind.CUSTOMERS, updated=ids)


def _row(known: Known, limits: Thresholds) -> dict[str, Any]:
    judgment = judge(known.facts, limits, clock.today())
    scores = known.facts.scores
    return {
        "customer_id": known.customer_id,
        "tier": judgment.tier,
        "reasons": reasons.to_text(judgment.reasons),
        "year_cents": judgment.bought.year_cents,
        "repeat_permille": judgment.bought.repeat_permille,
        "score": scores[0] if scores else None,
        "trend": TREND_NUMBERS.get(trend_of(scores)),
        "complete_percent": known.complete_percent,
        "good_until": to_milliseconds(whole_day(judgment.until, clock.zone()).at) if judgment.until else None,
        "met_at": known.met_at,
        "cadence_days": known.cadence_days,
    }


def _touched(session: Session) -> set[int]:
    """The customers to whom a record belongs, or belonged, that this action wrote."""
    found = set(session.owners)
    for name, ids in session.touched.items():
        source = metadata.tables[name]
        if name == customers.name:
            found |= ids
        elif "customer_id" in source.c and source is not table:
            for chunk in write.chunks(ids):
                owners = select(source.c.customer_id).where(source.c.id.in_(chunk), source.c.customer_id.is_not(None))
                found |= set(session.connection.scalars(owners.distinct()))
    return found


def _outdated(connection: Connection) -> list[int]:
    """The customers in use who were never judged, or whose judgment time has overtaken, by id."""
    if _basis(connection) != _basis_kept(connection):
        return _all_ids(connection)
    late = or_(table.c.customer_id.is_(None), table.c.good_until <= to_milliseconds(clock.now()))
    found = (
        select(customers.c.id)
        .outerjoin(table, table.c.customer_id == customers.c.id)
        .where(customers.c.deleted_at.is_(None), late)
        .order_by(customers.c.id)
    )
    return list(connection.scalars(found))


def _all_ids(connection: Connection) -> list[int]:
    return list(connection.scalars(select(customers.c.id).order_by(customers.c.id)))


def _basis(connection: Connection) -> str:
    """What all judgments go by beside the records: the rules, their thresholds, the fields that count."""
    limits = Thresholds.of(settings_store.load(connection))
    counted = [completeness.fields_that_matter(account_type) for account_type in ("company", "individual")]
    return canonical([_RULES, repr(limits), counted, clock.zone().key])


def _basis_kept(connection: Connection) -> str | None:
    kept: str | None = settings_store.kept(connection, _BASIS)
    return kept


def _keep_basis(session: Session) -> Changes:
    return settings_store.keep_aside(session, _BASIS, _basis(session.connection))
