"""The timeline of a customer: interactions, follow-ups and orders in one stream, the newest first (habit 15)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from enum import Enum
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, Select, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.database.columns import from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.activities import followups, interactions
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.database.write import chunks
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.choices import STATUSES as FOLLOWUP_STATUSES
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.ids import EPOCH, CustomerId, InteractionId, millisecond_of
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.choices import STATUSES as ORDER_STATUSES
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.timeline.entry import Accent, Entry, Key
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import show_money

_EPOCH_MILLISECONDS = to_milliseconds(EPOCH)


class Part(Enum):
    """What of the stream is wanted; milestones are interactions, too."""

    INTERACTIONS = N_("Interactions")
    MILESTONES = N_("Milestones")
    FOLLOWUPS = N_("Follow-ups")
    ORDERS = N_("Orders")


EVERYTHING = frozenset({Part.INTERACTIONS, Part.FOLLOWUPS, Part.ORDERS})


def entries(
    connection: Connection,
    customer_id: CustomerId,
    parts: Collection[Part] = EVERYTHING,
    before: Key | None = None,
    limit: int = 200,
) -> list[Entry]:
    """At most `limit` entries, the newest first, all of them older than `before`.

    An interaction stands at its time; a follow-up at its end, while it is open at its due time; an order at its day.
    What has no readable time stands where it was entered.
    """
    keys = [(kind, key) for kind, key in _keys(connection, customer_id, parts) if before is None or _is(key, before)]
    page = nlargest(limit, keys, key=lambda pair: (pair[1].at, pair[1].id))
    made: dict[Key, Entry] = {}
    for wanted, make in _MAKERS.items():
        made.update(make(connection, [key for kind, key in page if kind is wanted]))
    return [made[key] for _kind, key in page]


def _is(key: Key, before: Key) -> bool:
    return (key.at, key.id) < (before.at, before.id)


def _keys(connection: Connection, customer_id: CustomerId, parts: Collection[Part]) -> Iterator[tuple[Kind, Key]]:
    """Where every record of the customer stands; few columns, so that thousands are read in milliseconds."""
    table: Any
    if Part.INTERACTIONS in parts or Part.MILESTONES in parts:
        table = interactions
        question = _of(customer_id, table, table.c.id, table.c.occurred)
        if Part.INTERACTIONS not in parts:
            question = question.where(table.c.milestone.is_not(None))
        for record_id, occurred in connection.execute(question):
            yield Kind.INTERACTIONS, Key(_or_entered(occurred, record_id), record_id)
    if Part.FOLLOWUPS in parts:
        table = followups
        for record_id, status, due, done in connection.execute(
            _of(customer_id, table, table.c.id, table.c.status, table.c.due, table.c.done)
        ):
            at = (done if status == DONE else due) or due
            yield Kind.FOLLOWUPS, Key(_or_entered(at, record_id), record_id)
    if Part.ORDERS in parts:
        table = orders
        for record_id, ordered in connection.execute(_of(customer_id, table, table.c.id, table.c.ordered)):
            first = Day(ordered).first() if ordered else None
            at = to_milliseconds(whole_day(first, clock.zone()).at) if first else None
            yield Kind.ORDERS, Key(_or_entered(at, record_id), record_id)


def _of(customer_id: CustomerId, table: Any, *columns: Any) -> Select[Any]:
    return select(*columns).where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))


def _or_entered(at: int | None, record_id: int) -> int:
    return millisecond_of(record_id) + _EPOCH_MILLISECONDS if at is None else at


def _interactions(connection: Connection, keys: list[Key]) -> Iterator[tuple[Key, Entry]]:
    steps = _next_steps(connection, [key.id for key in keys])
    for key, interaction in _records(connection, INTERACTIONS, keys):
        yield key, _interaction(key, interaction, steps.get(interaction.id, []))


def _records(connection: Connection, room: Any, keys: list[Key]) -> Iterator[tuple[Key, Any]]:
    by_id = {key.id: key for key in keys}
    for entity in room.get_many(connection, by_id):
        yield by_id[entity.id], entity


def _next_steps(connection: Connection, ids: Iterable[int]) -> dict[InteractionId, list[Followup]]:
    steps: dict[InteractionId, list[Followup]] = {}
    for chunk in chunks(ids):
        question = select(followups).where(followups.c.interaction_id.in_(chunk), followups.c.deleted_at.is_(None))
        for row in connection.execute(question.order_by(followups.c.id)).mappings():
            followup = FOLLOWUPS.entity_of(row)
            if followup.interaction_id:
                steps.setdefault(followup.interaction_id, []).append(followup)
    return steps


def _interaction(key: Key, one: Interaction, steps: list[Followup]) -> Entry:
    method, purpose = (show(INTERACTIONS.fields[name], getattr(one, name)) for name in ("method", "purpose"))
    title = " · ".join(filter(None, (method, purpose))) or _("Interaction")
    mark, accent = (method or title)[:1].upper(), Accent.TALK
    if one.milestone:
        milestone = show(INTERACTIONS.fields["milestone"], one.milestone)
        title, mark, accent = _("Milestone: {name}").format(name=milestone), "★", Accent.MILESTONE
    feedback = _("Feedback: {text}").format(text=one.feedback) if one.feedback else ""
    chips = [_step_chip(step) for step in steps]
    if one.commitments:
        chips.append((_("Promised: {text}").format(text=one.commitments), Accent.PLAIN))
    return Entry(
        Kind.INTERACTIONS,
        key,
        from_milliseconds(key.at),
        mark,
        accent,
        title,
        " · ".join(filter(None, (_when(one.occurred), show(INTERACTIONS.fields["participants"], one.participants)))),
        "\n".join(filter(None, (one.summary, feedback))),
        tuple(chips),
    )


def _step_chip(step: Followup) -> tuple[str, Accent]:
    due = step.due
    when = short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day) if due else ""
    if step.status == DONE:
        return " · ".join(("✓ " + step.title, _("done"))), Accent.DONE
    text = " · ".join(filter(None, (step.title, when)))
    return _("Next: {step}").format(step=text), _accent_of(step)


def _accent_of(step: Followup) -> Accent:
    if step.status == DONE:
        return Accent.DONE
    overdue = step.status == OPEN and step.due is not None and step.due.end() <= clock.now()
    return Accent.OVERDUE if overdue else Accent.TALK if step.status == OPEN else Accent.PLAIN


def _followups(connection: Connection, keys: list[Key]) -> Iterator[tuple[Key, Entry]]:
    for key, step in _records(connection, FOLLOWUPS, keys):
        accent = _accent_of(step)
        state = _("Overdue") if accent is Accent.OVERDUE else FOLLOWUP_STATUSES.label_of(step.status)
        at = (step.done if step.status == DONE else step.due) or step.due
        title = _("Follow-up: {title}").format(title=step.title)
        body = "\n".join(filter(None, (step.result, step.notes)))
        yield (
            key,
            Entry(
                Kind.FOLLOWUPS,
                key,
                from_milliseconds(key.at),
                _("Fu"),
                accent,
                title,
                _when(at),
                body,
                ((state, accent),),
            ),
        )


def _orders(connection: Connection, keys: list[Key]) -> Iterator[tuple[Key, Entry]]:
    for key, order in _records(connection, ORDERS, keys):
        amount = show_money(order.amount).removesuffix(".00") if order.amount else ""
        chips = ((ORDER_STATUSES.label_of(CANCELLED), Accent.PLAIN),) if order.status == CANCELLED else ()
        day = order.ordered.text if order.ordered else ""
        yield (
            key,
            Entry(
                Kind.ORDERS,
                key,
                from_milliseconds(key.at),
                _("Or"),
                Accent.DONE,
                _("Order {amount}").format(amount=amount).strip(),
                day[5:] if order.ordered and order.ordered.precision == "day" else day,
                " · ".join(filter(None, (order.product, order.order_number))),
                chips,
            ),
        )


_MAKERS: dict[Kind, Callable[[Connection, list[Key]], Iterator[tuple[Key, Entry]]]] = {
    Kind.INTERACTIONS: _interactions,
    Kind.FOLLOWUPS: _followups,
    Kind.ORDERS: _orders,
}


def _when(moment: Moment | None) -> str:
    """The day without its year, which stands in the heading of the month, and the time if it has one."""
    if moment is None:
        return ""
    local: datetime = moment.local() if moment.all_day else moment.at.astimezone(clock.zone())
    return f"{local:%m-%d}" if moment.all_day else f"{local:%m-%d %H:%M}"
