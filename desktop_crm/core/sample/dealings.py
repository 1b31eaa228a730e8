"""What a sample customer needs and buys: needs with budgets, the decision chain, deals, quotations and contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.commitments.choices import BROKEN, KEPT, OPEN, OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.contracts.choices import SIGNED
from desktop_crm.core.contracts.entity import Contract
from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.deals.choices import DEAL_LOST, DEAL_WON
from desktop_crm.core.deals.entity import Deal
from desktop_crm.core.ids import CommitmentId, ContractId, DealId, DecisionStepId, NeedId, QuotationId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import CLOSED, EXPLICIT, IMPLICIT
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.quotations.entity import Quotation
from desktop_crm.core.sample.case import Case, day_of
from desktop_crm.core.sample.chance import pick
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money, MoneyRange

# How often a customer has one, for those of whom it can be.
_NEED_OF_PROSPECT, _IMPLICIT, _CHAIN, _DEAL, _QUOTED = 0.4, 0.3, 0.4, 0.8, 0.7
_OURS, _THEIRS = 0.35, 0.2
_PROMISED_SOON = 0.15  # of what is still to be kept
_LEFT_LYING = 0.01  # of what was to be done by now
_CHECK_DAYS = 14  # after a rollout

_NEED_STATUSES: Mapping[str, tuple[str, ...]] = {
    PROSPECT: ("raised",),
    INTERESTED: ("in_work", "proposed", "proposed"),
    WON: ("agreed", "delivered", "delivered", "verified"),
    CHURNED: ("delivered", "dropped"),
}
_STAGES: Mapping[str, tuple[tuple[str, int], ...]] = {
    INTERESTED: (("qualified", 30), ("proposal", 50), ("negotiation", 75)),
    WON: ((DEAL_WON, 100),),
    CHURNED: ((DEAL_LOST, 0), (DEAL_WON, 100)),
}
_QUOTATION_STATUSES = {DEAL_WON: "accepted", DEAL_LOST: "declined", "negotiation": "sent", "proposal": "sent"}
_CHAIN_STATES = {WON: ("agreed", "agreed", "agreed"), INTERESTED: ("agreed", "under_way", "pending")}
_LEVELS = ("high", "medium", "medium", "low")


@dataclass(frozen=True, slots=True)
class Dealings:
    """The records by kind; `deal` and `contract` are those that the first order came from."""

    records: Mapping[Kind, list[Any]]
    deal: Deal | None
    contract: Contract | None


def dealings(case: Case) -> Dealings:
    """What one customer needs, who decides, what was offered, agreed and promised."""
    needs = list(_needs(case))
    deal = _deal(case, needs[0].id if needs else None)
    contract = _contract(case, deal)
    records: dict[Kind, list[Any]] = {
        Kind.NEEDS: needs,
        Kind.CHAIN: list(_chain(case, deal)),
        Kind.DEALS: [deal] if deal else [],
        Kind.QUOTATIONS: list(_quotations(case, deal)),
        Kind.CONTRACTS: [contract] if contract else [],
        Kind.COMMITMENTS: list(_promises(case)),
    }
    return Dealings(records, deal, contract)


def _needs(case: Case) -> Iterator[Need]:
    if not case.interactions or (case.prospect and not case.chance(_NEED_OF_PROSPECT)):
        return
    random, words, status = case.random, case.words, case.customer.status
    said, gaps, raised = pick(random, words["needs" if case.company else "consumer_needs"]), case.gaps(), _raised(case)
    state = pick(random, _NEED_STATUSES[status])
    solved = case.later(raised, 3, 21) if status != PROSPECT else None
    rolled_out = case.later(case.signed, 20, 60) if state in {"delivered", "verified"} and case.signed else None
    if rolled_out and (case.times.today - rolled_out).days > _CHECK_DAYS and not case.chance(_LEFT_LYING):
        state = "verified"
    checked = case.later(rolled_out, 7, _CHECK_DAYS) if state == "verified" and rolled_out else None
    texts = {name: said[name].format_map(gaps) for name in ("title", "pain", "solution", "value")}
    yield Need(
        id=NeedId(case.new_id()),
        customer_id=case.customer.id,
        title=texts["title"],
        kind=EXPLICIT,
        pain_points=texts["pain"],
        status=state,
        priority=pick(random, _LEVELS),
        urgency=pick(random, _LEVELS),
        importance=pick(random, _LEVELS),
        owner=case.author,
        due=_due(case, raised + timedelta(days=30 + int(random.random() * 60)), state),
        raised=day_of(raised),
        interaction_id=case.talk_id("need_confirmed") or case.interactions[0].id,
        budget=_budget(case),
        budget_confirmed=status != PROSPECT,
        budget_confirmed_on=day_of(case.later(raised, 1, 20)) if status != PROSPECT else None,
        decision_cycle=pick(random, words["decision_cycles"]) if case.company else "",
        service_mode="" if case.company else pick(random, ("phone", "visit", "wechat")),
        solution=texts["solution"] if solved else "",
        solved_on=day_of(solved) if solved else None,
        value=texts["value"] if solved else "",
        rolled_out=day_of(rolled_out) if rolled_out else None,
        value_checked=day_of(checked) if checked else None,
        value_check=texts["value"] if checked else "",
    )
    if case.company and case.chance(_IMPLICIT):
        yield Need(
            id=NeedId(case.new_id()),
            customer_id=case.customer.id,
            title=pick(random, words["implicit_needs"]),
            kind=IMPLICIT,
            status=state,
            priority=pick(random, _LEVELS),
            owner=case.author,
            due=_due(case, raised + timedelta(days=90), state),
            raised=day_of(raised),
            interaction_id=case.interactions[0].id,
        )


def _due(case: Case, planned: date, state: str) -> Day:
    """When a need is to be answered: what is not answered yet was put off, but for a little that was left lying."""
    if state in {"delivered", *CLOSED} or planned > case.times.today or case.chance(_LEFT_LYING):
        return day_of(planned)
    return day_of(case.times.later().day())


def _raised(case: Case) -> date:
    return case.since("need_confirmed")


def _budget(case: Case) -> MoneyRange:
    """A range around what it comes to in the end, in round figures."""
    step = 1_000_000 if case.deal_cents >= 10_000_000 else 10_000
    low = max(case.deal_cents * 8 // 10 // step, 1) * step
    return MoneyRange(low, max(case.deal_cents * 13 // 10 // step, low // step + 1) * step)


def _chain(case: Case, deal: Deal | None) -> Iterator[DecisionStep]:
    """Three steps, each with the contact who plays that part (K-08)."""
    if not case.company or case.prospect or not case.chance(_CHAIN):
        return
    states = _CHAIN_STATES.get(case.customer.status, ("agreed", "refused", "pending"))
    steps = zip(pick(case.random, case.words["chains"]), states, strict=True)
    for position, ((name, role), state) in enumerate(steps, start=1):
        yield DecisionStep(
            id=DecisionStepId(case.new_id()),
            customer_id=case.customer.id,
            position=position,
            name=name,
            role=role,
            contact_id=next((each.id for each in case.contacts if each.decision_role == role), None),
            state=state,
            attitude=pick(case.random, ("supports", "supports", "neutral", "unknown")),
            deal_id=deal.id if deal else None,
        )


def _deal(case: Case, need_id: NeedId | None) -> Deal | None:
    if case.prospect or not case.chance(_DEAL):
        return None
    random = case.random
    stage, probability = pick(random, _STAGES[case.customer.status])
    won = stage == DEAL_WON and case.signed
    closing = case.signed if won else case.times.today + timedelta(days=10 + int(random.random() * 80))
    if stage == DEAL_LOST:
        closing = case.last_day()
    assert closing  # noqa: S101 - signed is there where it won
    return Deal(
        id=DealId(case.new_id()),
        customer_id=case.customer.id,
        title=case.product,
        stage=stage,
        amount=Money(case.deal_cents),
        probability=probability,
        product=case.product,
        expected_close=day_of(closing),
        owner=case.author,
        need_id=need_id,
        payment_terms=pick(random, case.words["payment_terms"]) if case.company else "",
        closed_on=day_of(closing) if stage in {DEAL_WON, DEAL_LOST} else None,
        lost_reason=pick(random, case.words["lost_reasons"]) if stage == DEAL_LOST else "",
    )


def _quotations(case: Case, deal: Deal | None) -> Iterator[Quotation]:
    if deal is None or deal.stage == "qualified" or not case.chance(_QUOTED):
        return
    sent = case.since("proposal")
    yield Quotation(
        id=QuotationId(case.new_id()),
        customer_id=case.customer.id,
        title=deal.title,
        kind="quotation" if case.chance(0.7) else "proposal",
        quotation_number=f"BJ-{sent.year}-{int(case.random.random() * 100_000):05}",
        sent_on=day_of(sent),
        amount=Money(case.deal_cents * 105 // 100 // 100 * 100),
        valid_until=day_of(sent + timedelta(days=30)),
        status=_QUOTATION_STATUSES[deal.stage],
        payment_terms=deal.payment_terms,
        deal_id=deal.id,
        owner=case.author,
    )


def _contract(case: Case, deal: Deal | None) -> Contract | None:
    if deal is None or deal.stage != DEAL_WON or not case.company or case.signed is None:
        return None
    return Contract(
        id=ContractId(case.new_id()),
        customer_id=case.customer.id,
        title=deal.title,
        contract_number=f"XS-{case.signed.year}-{int(case.random.random() * 100_000):05}",
        status=SIGNED if not case.left else "ended",
        signed_on=day_of(case.signed),
        amount=deal.amount,
        starts_on=day_of(case.signed),
        ends_on=day_of(case.signed + timedelta(days=364)),
        payment_terms=deal.payment_terms,
        signed_by=case.contacts[0].name if case.contacts else case.customer.name,
        deal_id=deal.id,
        owner=case.author,
    )


def _promises(case: Case) -> Iterator[Commitment]:
    """Promises of both sides: most of the older ones kept, some of the newest still open."""
    if not case.interactions:
        return
    for direction, probability in ((OURS, _OURS), (THEIRS, _THEIRS)):
        if not case.chance(probability):
            continue
        talk = case.interactions[-1] if case.chance(0.5) else pick(case.random, case.interactions)
        if talk.occurred is None:
            continue
        made, recent = talk.occurred.day(), talk is case.interactions[-1] and not case.left
        soon = case.times.within_a_week if case.chance(_PROMISED_SOON) else case.times.later
        due = soon() if recent else case.times.past((case.times.today - made).days)
        status = OPEN if recent else BROKEN if case.chance(0.1) else KEPT
        yield Commitment(
            id=CommitmentId(case.new_id()),
            customer_id=case.customer.id,
            direction=direction,
            title=pick(case.random, case.words["promises"][direction]),
            person=case.author if direction == OURS else (case.contacts[0].name if case.contacts else ""),
            due=due,
            status=status,
            made_on=day_of(made),
            kept_on=day_of(case.later(made, 0, 10)) if status == KEPT else None,
            interaction_id=talk.id,
        )
