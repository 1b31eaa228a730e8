import pytest

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.commitments.choices import KEPT, OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contacts import commands
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.replace_contact import CannotReplaceError, replace_contact, unfinished

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def people(database, add_customer):
    company = add_customer()
    pair = (Contact(customer_id=company, name="李娜"), Contact(customer_id=company, name="王强"))
    ids = database.write("add", lambda session: commands.add(session, pair)).added[Kind.CONTACTS]
    return company, *ids


def records(database, room, *entities):
    return database.write("add", lambda session: room.add(session, entities)).added[room.kind]


def read(database, room, record_id):
    return database.read(lambda connection: room.get(connection, record_id))


def replace(database, *args, **options):
    return database.write("replace", lambda session: replace_contact(session, *args, **options))


def test_k_11_the_successor_takes_the_place_and_the_history_stays(database, people):
    company, old, new = people
    open_one, done = records(
        database,
        FOLLOWUPS,
        Followup(customer_id=company, contact_id=old, title="报价"),
        Followup(customer_id=company, contact_id=old, title="已完成", status=DONE),
    )
    theirs, kept, ours = records(
        database,
        COMMITMENTS,
        Commitment(customer_id=company, direction=THEIRS, title="盖章", person="李娜"),
        Commitment(customer_id=company, direction=THEIRS, title="付款", person="李娜", status=KEPT),
        Commitment(customer_id=company, direction=OURS, title="方案", person="李娜"),
    )
    pending, agreed = records(
        database,
        CHAIN,
        DecisionStep(customer_id=company, position=1, name="采购部", contact_id=old),
        DecisionStep(customer_id=company, position=2, name="财务部", contact_id=old, state="agreed"),
    )
    replace(database, old, new, Day("2026-11-20"))
    before, after = read(database, CONTACTS, old), read(database, CONTACTS, new)
    assert (before.left_on, before.replaced_by, before.is_primary) == (Day("2026-11-20"), new, False)
    assert after.is_primary
    assert (read(database, FOLLOWUPS, open_one).contact_id, read(database, FOLLOWUPS, done).contact_id) == (new, old)
    assert [read(database, COMMITMENTS, each).person for each in (theirs, kept, ours)] == ["王强", "李娜", "李娜"]
    assert (read(database, CHAIN, pending).contact_id, read(database, CHAIN, agreed).contact_id) == (new, old)


def test_k_11_what_is_under_way_need_not_be_handed_over(database, people):
    company, old, new = people
    (followup,) = records(database, FOLLOWUPS, Followup(customer_id=company, contact_id=old, title="报价"))
    assert database.read(lambda connection: unfinished(connection, old)).followups == (followup,)
    replace(database, old, new, Day("2026-11-20"), hand_over=False)
    assert read(database, FOLLOWUPS, followup).contact_id == old


def test_k_11_nobody_else_becomes_primary_when_a_secondary_contact_leaves(database, people):
    _company, primary, secondary = people
    replace(database, secondary, primary, Day("2026-11-20"))
    assert read(database, CONTACTS, primary).is_primary
    assert not read(database, CONTACTS, secondary).is_primary


def test_nobody_takes_over_from_elsewhere_or_after_leaving(database, people, add_customer):
    company, old, new = people
    other = add_customer(name="晨光")
    (stranger,) = records(database, CONTACTS, Contact(customer_id=other, name="赵六"))
    (gone,) = records(database, CONTACTS, Contact(customer_id=company, name="孙七", left_on=Day("2025")))
    database.write("trash", lambda session: CONTACTS.trash(session, [new]))
    for candidate in (stranger, gone, new, old):
        with pytest.raises(CannotReplaceError):
            replace(database, old, candidate, Day("2026-11-20"))
    assert read(database, CONTACTS, old).left_on is None
