"""How a record of each kind reads in a timeline: mark, title, text and chips."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.commitments.choices import BROKEN, KEPT, OPEN, OURS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.feedback.choices import NEGATIVE
from desktop_crm.core.feedback.entity import Feedback
from desktop_crm.core.fields import Field
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.choices import OPEN as TO_DO
from desktop_crm.core.followups.choices import STATUSES as FOLLOWUP_STATUSES
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _, language
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import ONE, Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.choices import STATUSES as ORDER_STATUSES
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED, URGENT
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.timeline.entry import Accent
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, show_money

Chip = tuple[str, Accent]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one record; `beside` stands behind its time."""

    mark: str
    accent: Accent
    title: str
    beside: str = ""
    body: str = ""
    chips: tuple[Chip, ...] = ()


def words_of(kind: Kind, record: Any) -> Words:
    """What a timeline says of a record."""
    return _WORDS.get(kind, _plainly)(kind, record)


def step_chip(step: Followup) -> Chip:
    """A next step as a chip of the interaction in which it was agreed."""
    if step.status == DONE:
        return " · ".join(("✓ " + step.title, _("done"))), Accent.DONE
    text = " · ".join(filter(None, (step.title, _due(step.due))))
    return _("Next: {step}").format(step=text), _accent_of_step(step)


def commitment_chip(promise: Commitment) -> Chip:
    """A promise as a chip of the interaction in which it was made."""
    text = " · ".join(filter(None, (promise.title, _due(promise.due))))
    ours = promise.direction == OURS
    words = (_("We promised: {text}") if ours else _("They promised: {text}")).format(text=text)
    return words, _accent_of_promise(promise)


def attachment_chip(name: str) -> Chip:
    """A file as a chip of the record to which it belongs."""
    return _("Attached: {name}").format(name=name), Accent.PLAIN


def _due(due: Moment | None) -> str:
    return short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day) if due else ""


def _is_late(due: Moment | None) -> bool:
    return due is not None and due.end() <= clock.now()


def _accent_of_step(step: Followup) -> Accent:
    if step.status == DONE:
        return Accent.DONE
    if step.status != TO_DO:
        return Accent.PLAIN
    return Accent.OVERDUE if _is_late(step.due) else Accent.TALK


def _accent_of_promise(promise: Commitment) -> Accent:
    if promise.status == KEPT:
        return Accent.DONE
    late = promise.status == BROKEN or (promise.status == OPEN and _is_late(promise.due))
    return Accent.OVERDUE if late else Accent.TALK if promise.status == OPEN else Accent.PLAIN


def _field(kind: Kind, name: str) -> Field:
    return ROOMS[kind].fields[name]


def _shown(kind: Kind, record: Any, *names: str) -> list[str]:
    return [text for name in names if (text := show(_field(kind, name), getattr(record, name)))]


def _interaction(kind: Kind, one: Interaction) -> Words:
    method, purpose = (show(_field(kind, name), getattr(one, name)) for name in ("method", "purpose"))
    title = " · ".join(filter(None, (method, purpose))) or _("Interaction")
    mark, accent = (method or title)[:1].upper(), Accent.TALK
    if one.milestone:
        milestone = show(_field(kind, "milestone"), one.milestone)
        title, mark, accent = _("Milestone: {name}").format(name=milestone), "★", Accent.MILESTONE
    feedback = _("Feedback: {text}").format(text=one.feedback) if one.feedback else ""
    people = show(_field(kind, "participants"), (*one.participants, *one.our_participants) or None)
    promised = ((_("Promised: {text}").format(text=one.commitments), Accent.PLAIN),) if one.commitments else ()
    return Words(mark, accent, title, people, "\n".join(filter(None, (one.summary, feedback))), promised)


def _followup(_kind: Kind, step: Followup) -> Words:
    accent = _accent_of_step(step)
    state = _("Overdue") if accent is Accent.OVERDUE else FOLLOWUP_STATUSES.label_of(step.status)
    title = _("Follow-up: {title}").format(title=step.title)
    return Words(_("Fu"), accent, title, "", "\n".join(filter(None, (step.result, step.notes))), ((state, accent),))


def _order(_kind: Kind, order: Order) -> Words:
    chips = ((ORDER_STATUSES.label_of(CANCELLED), Accent.PLAIN),) if order.status == CANCELLED else ()
    title = _("Order {amount}").format(amount=_amount(order.amount)).strip()
    return Words(_("Or"), Accent.DONE, title, "", " · ".join(filter(None, (order.product, order.order_number))), chips)


def _amount(money: Money | None) -> str:
    return show_money(money).removesuffix(".00") if money else ""


def _commitment(kind: Kind, promise: Commitment) -> Words:
    accent = _accent_of_promise(promise)
    title, _accent = commitment_chip(promise)
    (state,) = _shown(kind, promise, "status") or ("",)
    return Words(_title_of(kind)[:1], accent, title, promise.person, promise.result, ((state, accent),))


def _service(kind: Kind, request: ServiceRequest) -> Words:
    done = request.status in {RESOLVED, CONFIRMED}
    accent = Accent.DONE if done else Accent.OVERDUE if request.severity == URGENT else Accent.TALK
    title = " · ".join((_title_of(kind), *_shown(kind, request, "severity", "status")))
    body = "\n".join(filter(None, (request.title, request.solution, request.customer_feedback)))
    return Words(_title_of(kind)[:1], accent, title, request.owner, body)


def _satisfaction(kind: Kind, one: Satisfaction) -> Words:
    low = one.score is not None and one.score <= _LOW_SCORE
    title = _("Satisfaction {score} of 5").format(score=one.score)
    beside = " · ".join(_shown(kind, one, "mode"))
    return Words(_title_of(kind)[:1], Accent.OVERDUE if low else Accent.DONE, title, beside, one.reason)


def _feedback(kind: Kind, one: Feedback) -> Words:
    accent = Accent.OVERDUE if one.tone == NEGATIVE else Accent.DONE
    title = " · ".join((_title_of(kind), *_shown(kind, one, "tone")))
    measure = _("Improvement: {text}").format(text=one.measures) if one.measures else ""
    return Words(_title_of(kind)[:1], accent, title, "", "\n".join(filter(None, (one.content, measure))))


# What the other kinds say beside their name: chips, then text.
_CHIPS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NEEDS: ("kind", "priority", "status"),
    Kind.DEALS: ("stage", "amount"),
    Kind.QUOTATIONS: ("status", "amount"),
    Kind.CONTRACTS: ("status", "amount"),
    Kind.GIFTS: ("occasion",),
    Kind.NEWS: ("type",),
    Kind.ATTACHMENTS: ("type",),
}
_TEXTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NEEDS: ("description", "pain_points", "budget"),
    Kind.DEALS: ("product",),
    Kind.QUOTATIONS: ("quotation_number", "content"),
    Kind.CONTRACTS: ("contract_number",),
    Kind.GIFTS: ("reaction",),
    Kind.NEWS: ("content",),
    Kind.STORIES: ("result",),
    Kind.SURVEY_ANSWERS: ("main_problems", "suggestions"),
    Kind.ATTACHMENTS: ("notes",),
}
_LOW_SCORE = 2


def _plainly(kind: Kind, record: Any) -> Words:
    fields = ROOMS[kind].fields
    called = "" if fields.named_by in _TEXTS.get(kind, ()) else fields.named_by
    title = " · ".join((_title_of(kind), *(_shown(kind, record, called) if called else ())))
    chips = tuple((text, Accent.PLAIN) for text in _shown(kind, record, *_CHIPS.get(kind, ())))
    body = "\n".join(_shown(kind, record, *_TEXTS.get(kind, ())))
    return Words(_title_of(kind)[:1], Accent.TALK, title, "", body, chips)


def _title_of(kind: Kind) -> str:
    title = _(ONE[kind])
    return title[:1].upper() + title[1:]


_WORDS: Mapping[Kind, Callable[[Kind, Any], Words]] = {
    Kind.INTERACTIONS: _interaction,
    Kind.FOLLOWUPS: _followup,
    Kind.ORDERS: _order,
    Kind.COMMITMENTS: _commitment,
    Kind.SERVICE: _service,
    Kind.SATISFACTION: _satisfaction,
    Kind.FEEDBACK: _feedback,
}
