from collections import Counter
from dataclasses import fields
from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, agenda
from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL, WON
from desktop_crm.core.database import fulltext
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.fields import FieldType
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.i18n import LANGUAGES
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample import generator
from desktop_crm.core.sample.generator import NoCustomersError, fill
from desktop_crm.core.values import uscc
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import export_cell


def without_ids(record):
    return {
        each.name: getattr(record, each.name)
        for each in fields(record)
        if each.name != "id" and not each.name.endswith("_id")
    }


def test_there_are_exactly_as_many_customers_and_interactions_as_asked_for(database, records):
    counts = fill(database, customers=60, interactions=600, seed=7)
    assert (counts[Kind.CUSTOMERS], counts[Kind.INTERACTIONS]) == (60, 600)
    assert counts == {kind: len(records(database, kind)) for kind in Kind}


@pytest.mark.parametrize(("customers", "interactions"), [(0, 0), (1, 0), (1, 1), (3, 1), (2, 41), (1, 200)])
def test_small_and_odd_numbers_are_met_too(database, records, customers, interactions):
    fill(database, customers=customers, interactions=interactions, seed=1)
    assert len(records(database, "customers")) == customers
    assert len(records(database, "interactions")) == interactions


def test_interactions_without_customers_are_refused(database, records):
    with pytest.raises(NoCustomersError):
        fill(database, customers=0, interactions=1, seed=1)
    assert records(database, "interactions") == []


def test_a_language_without_words_is_refused(database):
    with pytest.raises(ValueError, match="fr"):
        fill(database, customers=1, interactions=1, seed=1, language="fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_seed_gives_the_same_data_but_for_the_ids(cellar, tmp_path, fixed_clock, records, language):
    made = []
    for name, seed in (("one", 5), ("same", 5), ("other", 6)):
        database = cellar.copy_to(tmp_path / name).open()
        fill(database, customers=20, interactions=150, seed=seed, language=language)
        made.append({kind: [without_ids(record) for record in records(database, kind)] for kind in Kind})
        database.close()
    one, same, other = made
    assert one == same
    assert one != other


def test_a_second_filling_comes_on_top_of_the_first(database, records):
    for seed in (1, 2):
        fill(database, customers=10, interactions=30, seed=seed)
    numbers = [customer.number for customer in records(database, "customers")]
    assert len(set(numbers)) == len(numbers) == 20


def test_many_records_come_in_several_actions_and_progress_is_told(database, cellar, records, monkeypatch):
    monkeypatch.setattr(generator, "_BATCH", 100)
    heard = []
    fill(database, customers=40, interactions=200, seed=3, report=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (240, 240)
    assert heard == sorted(set(heard))
    verbs = database.read(lambda connection: connection.exec_driver_sql("SELECT verb FROM actions").scalars().all())
    assert verbs == ["sample"] * len(heard)
    assert len(heard) > 2
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []


def test_every_value_is_one_that_its_field_reads_without_a_doubt(filled, records):
    for kind, room in ROOMS.items():
        for record in records(filled, kind):
            for field in room.fields.stored:
                value = getattr(record, field.name)
                if value and field.type not in {FieldType.REFERENCE, FieldType.MOMENT, FieldType.UNPLACED}:
                    read = parse(field, export_cell(field, value))
                    assert (field.name, read.problem) == (field.name, None)
                    assert field.type in {FieldType.MONEY, FieldType.MONEY_RANGE} or read.value == value


def test_companies_have_valid_codes_and_names_of_their_own(filled, records):
    companies = [customer for customer in records(filled, "customers") if customer.account_type == COMPANY]
    assert len(companies) == 51  # 85 %
    assert [company.uscc for company in companies if uscc.problem_of(company.uscc)] == []
    assert len({company.name for company in companies}) == len(companies)
    assert len({company.uscc for company in companies}) == len(companies)


def test_a_company_has_one_to_four_contacts_of_whom_one_is_the_primary_and_an_individual_none(filled, records):
    contacts = records(filled, "contacts")
    of_customer = Counter(contact.customer_id for contact in contacts)
    primary = Counter(contact.customer_id for contact in contacts if contact.is_primary)
    types = {customer.id: customer.account_type for customer in records(filled, "customers")}
    companies = {customer_id for customer_id, account_type in types.items() if account_type == COMPANY}
    assert INDIVIDUAL in types.values()
    assert set(of_customer) == companies
    assert set(of_customer.values()) <= {1, 2, 3, 4}
    assert primary == dict.fromkeys(companies, 1)


def test_interactions_lie_within_the_past_three_years_and_not_evenly(filled, records):
    interactions = records(filled, "interactions")
    times = [interaction.occurred.at for interaction in interactions]
    assert max(times) < clock.now()
    assert min(times) > clock.now() - timedelta(days=3 * 366)
    shares = sorted(Counter(interaction.customer_id for interaction in interactions).values(), reverse=True)
    assert shares[0] > 4 * shares[len(shares) // 2]


def test_a_customer_was_first_met_at_the_first_interaction(filled, records):
    first = {}
    for interaction in records(filled, "interactions"):
        first.setdefault(interaction.customer_id, interaction)
    for customer in records(filled, "customers"):
        assert first[customer.id].milestone == "first_contact"
        assert customer.first_contact.text == first[customer.id].occurred.day().isoformat()


@pytest.mark.parametrize("seed", range(3))
def test_the_agenda_has_something_in_every_group(database, fixed_clock, seed):
    fill(database, customers=60, interactions=600, seed=seed)
    groups = Counter(item.group for item in database.read(agenda))
    assert {Group.OVERDUE, Group.TODAY, Group.WEEK, Group.NO_NEXT_STEP} <= groups.keys()
    assert groups[Group.OVERDUE] < 20


def test_done_followups_have_a_result_and_nothing_is_planned_with_customers_who_left(filled, records):
    left = {customer.id for customer in records(filled, "customers") if customer.status == CHURNED}
    followups = records(filled, "followups")
    done = [followup for followup in followups if followup.status == DONE]
    assert done != []
    assert [followup for followup in done if not followup.result or followup.done.at > clock.now()] == []
    assert [each for each in followups if each.status != DONE and each.customer_id in left] == []


def test_those_who_bought_have_orders_that_are_not_in_the_future(filled, records):
    status = {customer.id: customer.status for customer in records(filled, "customers")}
    orders = records(filled, "orders")
    assert {status[order.customer_id] for order in orders} == {WON, CHURNED}
    assert {order.customer_id for order in orders} >= {each for each, its in status.items() if its == WON}
    assert max(order.ordered.text for order in orders) <= clock.today().isoformat()
    assert min(order.amount.cents for order in orders) > 0


def test_everything_refers_to_records_that_exist_and_no_gap_in_a_sentence_is_left_open(filled, records):
    assert filled.read(lambda connection: connection.exec_driver_sql("PRAGMA foreign_key_check").all()) == []
    texts = [str(without_ids(record)) for kind in Kind for record in records(filled, kind)]
    assert [text for text in texts if "{contact}" in text or "{product}" in text or "|" in text] == []


def test_every_record_is_found_by_its_words(filled, records):
    asked = {
        Kind.CUSTOMERS: lambda customer: customer.name,
        Kind.CONTACTS: lambda contact: contact.mobile.text,
        Kind.INTERACTIONS: lambda interaction: interaction.summary,
        Kind.FOLLOWUPS: lambda followup: followup.title,
        Kind.ORDERS: lambda order: order.order_number,
    }
    with filled._engine.connect() as connection:
        for kind, words in asked.items():
            for record in records(filled, kind)[::3]:
                hits = fulltext.search(connection, words(record), limit=1_000)
                assert record.id in {hit.id for hit in hits}, words(record)
