import pytest

from desktop_crm.core import tailoring
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.choices import CHURNED, COMPANY, INDIVIDUAL
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import DROPPED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.tailoring import Tailoring
from desktop_crm.core.tiers import completeness
from desktop_crm.core.tiers.completeness import CONTACT, NEED, NEXT_STEP, fields_that_matter
from desktop_crm.core.tiers.standing import completeness_of
from desktop_crm.core.values.day import Day

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


def test_d_08_only_the_fields_of_its_account_type_count():
    for account_type in (COMPANY, INDIVIDUAL):
        for name in fields_that_matter(account_type):
            assert FIELDS[name].account_type in {None, account_type}, name
    assert "uscc" in fields_that_matter(COMPANY)
    assert "home_address" in fields_that_matter(INDIVIDUAL)


def test_d_08_a_hidden_field_does_not_count():
    with tailoring.using(Tailoring(hidden={Kind.CUSTOMERS: frozenset({"uscc"})})):
        assert "uscc" not in fields_that_matter(COMPANY)


def test_d_08_the_gaps_come_in_words_and_the_percentage_rounds_down():
    found = completeness.completeness({"account_type": COMPANY, "name": "云帆"}, {NEED})
    assert found.percent == 100 * 2 // 15
    assert [gap.words for gap in found.gaps][-3:] == ["Account owner", "Primary contact", "Next step"]
    full = dict.fromkeys(fields_that_matter(COMPANY), "x") | {"account_type": COMPANY}
    assert completeness.completeness(full, {CONTACT, NEED, NEXT_STEP}) == completeness.Completeness(100, ())
    almost = completeness.completeness(full, {CONTACT, NEED})
    assert (almost.percent, [gap.kind for gap in almost.gaps]) == (93, [Kind.FOLLOWUPS])


def test_d_08_a_person_needs_no_contact_and_whoever_left_nothing_more():
    person = completeness.completeness({"account_type": INDIVIDUAL}, ())
    assert CONTACT not in [gap.field for gap in person.gaps]
    gone = completeness.completeness({"account_type": COMPANY, "status": CHURNED}, ())
    assert [gap.field for gap in gone.gaps if gap.kind is not Kind.CUSTOMERS] == [CONTACT]


def test_k_05_a_company_without_a_primary_contact_who_is_there_is_told(add_customer, add, database):
    customer_id = add_customer()

    def missing():
        found = database.read(lambda connection: completeness_of(connection, customer_id))
        return {gap.field for gap in found.gaps if gap.kind is not Kind.CUSTOMERS}

    assert missing() == {CONTACT, NEED, NEXT_STEP}
    (contact,) = add(CONTACTS, Contact(customer_id=customer_id, name="李娜", is_primary=True))
    add(NEEDS, Need(customer_id=customer_id, title="CRM", status=DROPPED))
    add(FOLLOWUPS, Followup(customer_id=customer_id, title="旧", status=DONE))
    add(FOLLOWUPS, Followup(customer_id=customer_id, title="导入的", to_check=True))
    assert missing() == {NEED, NEXT_STEP}
    add(NEEDS, Need(customer_id=customer_id, title="CRM"))
    add(FOLLOWUPS, Followup(customer_id=customer_id, title="回访"))
    assert missing() == set()
    database.write("edit", lambda session: CONTACTS.change(session, contact, left_on=Day("2026-11-01")))
    assert missing() == {CONTACT}


def test_what_is_kept_for_lists_agrees_with_what_a_record_says(add_customer, add, database, standing_of):
    company = add_customer(industry="software", owner="王芳", founded=Day("2018-05"))
    person = add_customer(name="张三", account_type=INDIVIDUAL, gender="male", region="上海", uscc="x")
    add(NEEDS, Need(customer_id=person, title="CRM"))
    for customer_id in (company, person):
        told = database.read(lambda connection, each=customer_id: completeness_of(connection, each))
        assert standing_of(customer_id).complete_percent == told.percent
