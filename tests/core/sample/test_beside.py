"""What is told of sample customers beside their talks and orders."""

from collections import Counter
from itertools import pairwise

import pytest

from desktop_crm.core import clock
from desktop_crm.core.choices import FALLING, RISING
from desktop_crm.core.customers.choices import INTERESTED, PROSPECT, WON
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample.generator import fill
from desktop_crm.core.satisfaction.rules import trend_of
from desktop_crm.core.surveys.questions import questions_in
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment


@pytest.fixture(scope="module", params=["zh", "en"])
def book(request, _empty_cellar, tmp_path_factory):
    """300 customers with 3,000 interactions."""
    opened = _empty_cellar.copy_to(tmp_path_factory.mktemp("sample") / "cellar").open()
    fill(opened, customers=300, interactions=3_000, seed=4, language=request.param)
    yield opened
    opened.close()


def test_every_kind_that_is_no_file_has_records_and_none_has_too_many(book, records):
    counts = {kind: len(records(book, kind)) for kind in Kind}
    assert {kind for kind, count in counts.items() if not count} == {Kind.ATTACHMENTS}
    more = sum(counts.values()) - sum(counts[kind] for kind in ("customers", "contacts", "interactions", "followups"))
    assert 300 < more < 3_000


def test_n_08_needs_have_an_owner_a_date_and_a_budget_and_interest_a_confirmed_one(book, records):
    needs = records(book, Kind.NEEDS)
    status = {customer.id: customer.status for customer in records(book, Kind.CUSTOMERS)}
    assert {need.kind for need in needs} == {"explicit", "implicit"}
    assert all(need.due and need.title for need in needs)
    explicit = [need for need in needs if need.kind == "explicit"]
    assert all(need.budget and need.budget.low_cents < need.budget.high_cents for need in explicit)
    for need in explicit:
        assert need.budget_confirmed == (status[need.customer_id] != PROSPECT)
    with_need = {need.customer_id for need in explicit}
    met = {each.customer_id for each in records(book, Kind.INTERACTIONS)}
    assert {each for each in met if status[each] in {INTERESTED, WON}} <= with_need


def test_k_08_a_decision_chain_has_three_steps_in_their_order(book, records):
    chains = {}
    for step in records(book, Kind.CHAIN):
        chains.setdefault(step.customer_id, []).append(step)
    assert chains
    for steps in chains.values():
        assert [step.position for step in steps] == [1, 2, 3]
        assert steps[-1].role == "approves"


def test_o_04_deals_quotations_contracts_and_orders_hang_together(book, records):
    deals = {deal.id: deal for deal in records(book, Kind.DEALS)}
    assert {deal.stage for deal in deals.values()} >= {"qualified", "proposal", "negotiation", "won", "lost"}
    assert all(deal.lost_reason for deal in deals.values() if deal.stage == "lost")
    for kind in (Kind.QUOTATIONS, Kind.CONTRACTS):
        assert all(deals[each.deal_id].customer_id == each.customer_id for each in records(book, kind))
    contracts = {contract.id: contract for contract in records(book, Kind.CONTRACTS)}
    linked = [order for order in records(book, Kind.ORDERS) if order.contract_id]
    assert linked
    for order in linked:
        assert contracts[order.contract_id].amount.cents == order.amount.cents
        assert contracts[order.contract_id].signed_on == order.ordered


def test_s_05_requests_come_in_every_severity_and_state_and_nothing_happens_in_the_future(book, records):
    requests = records(book, Kind.SERVICE)
    assert {each.severity for each in requests} == {"urgent", "normal", "suggestion"}
    assert {each.status for each in requests} >= {"confirmed"}
    for each in requests:
        times = [moment.at for moment in (each.received, each.responded, each.resolved, each.confirmed) if moment]
        assert times == sorted(times)
        assert times[-1] <= clock.now()
        assert bool(each.solution) == bool(each.resolved)
        assert bool(each.team) == (each.severity == "urgent")


def test_v_01_and_v_02_scores_go_from_one_to_five_up_and_down_and_a_fall_has_its_reason(book, records):
    of_customer = {}
    for score in sorted(records(book, Kind.SATISFACTION), key=lambda each: (each.scored_on.text, each.id)):
        of_customer.setdefault(score.customer_id, []).append(score)
    assert {score.score for scores in of_customer.values() for score in scores} >= {2, 3, 4, 5}
    trends = Counter(trend_of([score.score for score in reversed(scores)]) for scores in of_customer.values())
    assert {RISING, FALLING} <= trends.keys()
    for scores in of_customer.values():
        fallen = [now for before, now in pairwise(scores) if now.score < before.score]
        assert all(score.reason for score in fallen)


def test_v_05_answers_fit_the_survey_they_are_to(book, records):
    (survey,) = records(book, Kind.SURVEYS)
    questions = {question.text: question for question in questions_in(survey.questions)}
    answers = records(book, Kind.SURVEY_ANSWERS)
    assert answers
    for each in answers:
        assert each.survey_id == survey.id
        assert each.answers.keys() == questions.keys()
        assert all(questions[text].read(answer) is not None for text, answer in each.answers.items())


def test_i_06_promises_go_both_ways_and_some_are_still_open(book, records):
    promises = records(book, Kind.COMMITMENTS)
    assert {(each.direction, each.status) for each in promises} >= {
        ("ours", "open"),
        ("ours", "kept"),
        ("theirs", "open"),
        ("theirs", "kept"),
    }


def test_no_day_of_what_happened_lies_ahead(book, records):
    ahead = {"due", "expected_close", "valid_until", "ends_on"}
    today = clock.today().isoformat()
    for kind in ROOMS:
        for record in records(book, kind):
            for field in ROOMS[kind].fields.stored:
                value = getattr(record, field.name)
                if field.name not in ahead and isinstance(value, Day):
                    assert value.text <= today, (kind, field.name)
                if field.name not in ahead and isinstance(value, Moment) and kind is not Kind.FOLLOWUPS:
                    assert value.at <= clock.now(), (kind, field.name)


def test_the_survey_and_the_material_are_there_once_in_a_filling(database, records):
    fill(database, customers=3, interactions=5, seed=1)
    assert (len(records(database, Kind.SURVEYS)), len(records(database, Kind.MATERIALS))) == (1, 4)
