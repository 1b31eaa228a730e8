import pytest

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.combining import Take
from desktop_crm.core.workflows.links import LINKS
from desktop_crm.core.workflows.merge_contacts import merge_contacts, proposal

MOBILE, SAME_MOBILE, OTHER_MOBILE = map(parse_phone, ("13800002211", "+86 138 0000 2211", "13900003322"))


@pytest.fixture
def add(database):
    """Adds one record of any kind: its id."""
    return lambda entity, kind=Kind.CONTACTS: database.write("add", lambda s: ROOMS[kind].add(s, [entity])).new_id(kind)


@pytest.fixture
def get(database):
    return lambda records, record_id: database.read(lambda connection: records.get(connection, record_id))


@pytest.fixture
def merged(database):
    return lambda ours, theirs, **choices: database.write(
        "merge_contacts", lambda session: merge_contacts(session, ours, theirs, choices)
    )


def test_the_person_has_everything_and_a_second_phone_is_a_further_one(add_customer, add, merged, get):
    customer = add_customer()
    ours = add(Contact(customer_id=customer, name="张三", mobile=MOBILE, email="a@b.cn", notes="甲"))
    theirs = add(
        Contact(
            customer_id=customer,
            name="张叁",
            mobile=OTHER_MOBILE,
            phone=SAME_MOBILE,
            email="c@d.cn",
            notes="乙",
            title="经理",
        )
    )
    merged(ours, theirs)
    person = get(CONTACTS, ours)
    assert (person.name, person.title, person.notes) == ("张三", "经理", "甲\n乙")
    assert (person.mobile, person.phone, person.email) == (MOBILE, SAME_MOBILE, "a@b.cn")
    assert (person.other_phones, person.other_emails) == (("13900003322",), ("c@d.cn",))


def test_what_is_chosen_holds_and_the_survivors_own_phone_is_kept_then(database, add_customer, add, merged, get):
    customer = add_customer()
    ours = add(Contact(customer_id=customer, mobile=MOBILE))
    theirs = add(Contact(customer_id=customer, mobile=OTHER_MOBILE))
    (difference,) = database.read(lambda connection: proposal(connection, ours, theirs))
    assert (difference.field.name, difference.default) == ("mobile", Take.SURVIVOR)
    merged(ours, theirs, mobile=Take.OTHER)
    assert (get(CONTACTS, ours).mobile, get(CONTACTS, ours).other_phones) == (OTHER_MOBILE, ("13800002211",))


def test_whatever_refers_to_the_other_refers_to_the_survivor(database, add_customer, add, merged, get):
    customer = add_customer()
    ours, theirs = (add(Contact(customer_id=customer, name=name)) for name in "甲乙")
    links = [link for link in LINKS if link.target is Kind.CONTACTS]
    ids = [add(ROOMS[link.kind].entity(**{link.column: theirs}), link.kind) for link in links]
    paper = add(Attachment(record_kind="contacts", record_id=theirs), Kind.ATTACHMENTS)
    merged(ours, theirs)
    assert [getattr(get(ROOMS[link.kind], each), link.column) for link, each in zip(links, ids, strict=True)] == [
        ours
    ] * len(links)
    assert len(links) > 5
    assert get(ATTACHMENTS, paper).record_id == ours
    assert database.read(CONTACTS.count) == 2  # the survivor, and who is replaced by it


def test_nobody_replaces_himself(add_customer, add, merged, get, database):
    customer = add_customer()
    theirs = add(Contact(customer_id=customer))
    ours = add(Contact(customer_id=customer, replaced_by=theirs))
    merged(ours, theirs)
    assert get(CONTACTS, ours).replaced_by is None


@pytest.mark.parametrize("primary", [0, 1])
def test_one_of_them_being_primary_the_survivor_is(add_customer, add, merged, get, primary):
    customer = add_customer()
    pair = [add(Contact(customer_id=customer, name=str(n), is_primary=n == primary)) for n in range(2)]
    changes = merged(*pair)
    assert get(CONTACTS, pair[0]).is_primary
    assert changes.removed == {Kind.CONTACTS: (pair[1],)}


def test_only_two_contacts_of_one_customer_are_merged(database, add_customer, add, merged):
    ours = add(Contact(customer_id=add_customer(), name="甲"))
    theirs = add(Contact(customer_id=add_customer(), name="甲"))
    for pair in ((ours, theirs), (ours, ours), (ours, 404)):
        with pytest.raises(RefusedError):
            merged(*pair)
    database.write("trash", lambda session: CONTACTS.trash(session, [theirs]))
    with pytest.raises(RefusedError):
        merged(ours, theirs)
    lone = [add(Contact(name="乙")) for _n in range(2)]
    assert merged(*lone).removed == {Kind.CONTACTS: (lone[1],)}


def test_a_confidential_phone_is_not_kept_in_the_open(cellar, database, add_customer, add):
    customer = add_customer()
    ours = add(Contact(customer_id=customer, mobile=MOBILE, notes="甲"))
    theirs = add(Contact(customer_id=customer, mobile=OTHER_MOBILE, notes="乙"))
    cleared = cellar.open(clearance_key=b"k" * 32)
    cleared.write("mark", lambda s: CONTACTS.mark(s, [theirs], "mobile") | CONTACTS.mark(s, [theirs], "notes"))
    cleared.write("merge_contacts", lambda session: merge_contacts(session, ours, theirs))
    person = cleared.read(lambda connection: CONTACTS.get(connection, ours))
    rows = repr(cleared.read(lambda connection: connection.execute(CONTACTS.table.select()).all()))
    cleared.close()
    assert (person.mobile, person.other_phones, person.notes) == (MOBILE, (), "甲\n乙")
    assert "13900003322" not in rows
    assert "乙" not in rows
