import pytest

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.store import CUSTOMERS, id_in_trash
from desktop_crm.core.database import fulltext, tailoring_store
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.combining import Take
from desktop_crm.core.workflows.merge_customers import merge, proposal
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer
from desktop_crm.core.workflows.unmerge_customer import unmerge

PHONE, OTHER_PHONE = parse_phone("021-58881234"), parse_phone("010-88886666")


@pytest.fixture
def add(database):
    """Adds one record of any kind: its id."""
    return lambda entity, kind: database.write("add", lambda s: ROOMS[kind].add(s, [entity])).new_id(kind)


@pytest.fixture
def merged(database):
    """Merges customers, as one action each: the others into the first."""

    def do(survivor, *others, **choices):
        for other in others:
            changes = database.write("merge_customers", lambda s, other=other: merge(s, survivor, other, choices))
        return changes

    return do


@pytest.fixture
def separated(database):
    return lambda other: database.write("unmerge_customer", lambda session: unmerge(session, other))


@pytest.fixture
def change(database):
    return lambda records, record_id, **values: database.write(
        "change", lambda session: records.change(session, record_id, **values)
    )


@pytest.fixture
def get(database):
    return lambda records, record_id: database.read(lambda connection: records.get(connection, record_id))


@pytest.fixture
def state(database):
    """Every row of every kind, by kind and id."""

    def read():
        return database.read(
            lambda connection: {
                (kind.value, row["id"]): dict(row)
                for kind, room in ROOMS.items()
                for row in connection.execute(room.table.select()).mappings()
            }
        )

    return read


@pytest.fixture
def twins(add_customer):
    """Two customers that are one: survivor and other."""
    return (
        add_customer(
            name="云帆科技有限公司", phone=PHONE, notes="甲说", need_tags=("报价",), first_contact=Day("2023-10")
        ),
        add_customer(
            name="云帆科技",
            phone=OTHER_PHONE,
            notes="乙说",
            need_tags=("报价", "培训"),
            email="a@yunfan.cn",
            risk_alert="付款慢",
            unplaced={"车牌": "沪A1"},
            first_contact=Day("2022-05"),
        ),
    )


def test_the_proposal_keeps_most_and_names_only_what_differs(database, twins):
    found = database.read(lambda connection: proposal(connection, *twins))
    assert {each.field.name: each.default for each in found} == {
        "name": Take.SURVIVOR,
        "phone": Take.SURVIVOR,
        "notes": Take.BOTH,
        "need_tags": Take.BOTH,
        "email": Take.OTHER,
        "risk_alert": Take.OTHER,
        "unplaced": Take.OTHER,
        "first_contact": Take.OTHER,
    }
    phone = next(each for each in found if each.field.name == "phone")
    assert (phone.survivor, phone.other, phone.takes) == (PHONE, OTHER_PHONE, (Take.SURVIVOR, Take.OTHER))


def test_what_says_more_about_a_field_follows_that_field(database, add_customer, merged, get):
    ours = add_customer(status="won")
    theirs = add_customer(status="churned", churn_reason="competitor", status_since=Day("2026-01-01"))
    found = database.read(lambda connection: proposal(connection, ours, theirs))
    assert {each.field.name: each.default for each in found} == dict.fromkeys(
        ("status", "churn_reason", "status_since"), Take.SURVIVOR
    )
    merged(ours, theirs, status=Take.OTHER)
    customer = get(CUSTOMERS, ours)
    assert (customer.status, customer.churn_reason, customer.status_since) == (
        "churned",
        "competitor",
        Day("2026-01-01"),
    )


def test_the_survivor_has_what_was_chosen_and_for_the_rest_what_was_proposed(twins, merged, get):
    ours, theirs = twins
    number = get(CUSTOMERS, theirs).number
    merged(ours, theirs, name=Take.OTHER, risk_alert=Take.SURVIVOR)
    customer = get(CUSTOMERS, ours)
    assert (customer.name, customer.risk_alert) == ("云帆科技", "")
    assert (customer.notes, customer.need_tags) == ("甲说\n乙说", ("报价", "培训"))
    assert (customer.phone, customer.email, customer.first_contact) == (PHONE, "a@yunfan.cn", Day("2022-05"))
    assert customer.unplaced == {"车牌": "沪A1"}
    assert customer.former_numbers == (number,)


def test_a_choice_that_does_not_fit_its_field_is_a_mistake(twins, merged, state):
    before = state()
    with pytest.raises(ValueError, match="phone"):
        merged(*twins, phone=Take.BOTH)
    assert state() == before


def test_own_fields_are_merged_like_the_others(database, add_customer, merged, get):
    fields = [Field("own_1", "颜色"), Field("own_2", "车型")]
    database.write("change_fields", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, fields))
    ours, theirs = add_customer(own={"own_1": "蓝"}), add_customer(own={"own_1": "红", "own_2": "轿车"})
    merged(ours, theirs)
    assert get(CUSTOMERS, ours).own == {"own_1": "蓝", "own_2": "轿车"}


def test_every_record_of_the_other_moves_also_from_the_trash(database, twins, add, merged, get):
    ours, theirs = twins
    ids = {kind: add(ROOMS[kind].entity(customer_id=theirs), kind) for kind in OF_CUSTOMER}
    trashed = add(Interaction(customer_id=theirs), Kind.INTERACTIONS)
    database.write("trash", lambda session: INTERACTIONS.trash(session, [trashed]))
    merged(ours, theirs)
    assert {kind: get(ROOMS[kind], record_id).customer_id for kind, record_id in ids.items()} == dict.fromkeys(
        OF_CUSTOMER, ours
    )
    assert get(INTERACTIONS, trashed).customer_id == ours
    assert database.read(INTERACTIONS.count) == 1


def test_the_other_lies_in_the_trash_and_is_found_by_its_number_as_the_survivor(database, twins, merged, get):
    ours, theirs = twins
    number = get(CUSTOMERS, theirs).number
    changes = merged(ours, theirs)
    assert changes.removed == {Kind.CUSTOMERS: (theirs,)}
    assert database.read(lambda connection: id_in_trash(connection, number)) == theirs
    assert [hit.id for hit in database.read(lambda connection: fulltext.search(connection, number))] == [ours]


def test_one_primary_contact_remains_the_survivors(twins, add, merged, separated, get):
    ours, theirs = twins
    first = add(Contact(customer_id=ours, is_primary=True), Kind.CONTACTS)
    second = add(Contact(customer_id=theirs, is_primary=True), Kind.CONTACTS)
    merged(ours, theirs)
    assert [get(CONTACTS, each).is_primary for each in (first, second)] == [True, False]
    separated(theirs)
    assert [get(CONTACTS, each).is_primary for each in (first, second)] == [True, True]


def test_without_one_of_its_own_the_survivor_gets_the_others_primary_contact(twins, add, merged, get):
    ours, theirs = twins
    add(Contact(customer_id=ours), Kind.CONTACTS)
    second = add(Contact(customer_id=theirs, is_primary=True), Kind.CONTACTS)
    merged(ours, theirs)
    assert get(CONTACTS, second).is_primary


def test_the_steps_of_the_others_decision_chain_come_behind(twins, add, merged, get):
    ours, theirs = twins
    steps = [add(DecisionStep(customer_id=owner, position=at), Kind.CHAIN) for owner in (ours, theirs) for at in (1, 2)]
    merged(ours, theirs)
    assert [get(CHAIN, step).position for step in steps] == [1, 2, 3, 4]


def test_what_is_attached_to_the_other_itself_is_attached_to_the_survivor(twins, add, merged, separated, get):
    ours, theirs = twins
    paper = add(Attachment(customer_id=theirs, record_kind="customers", record_id=theirs), Kind.ATTACHMENTS)
    merged(ours, theirs)
    assert get(ATTACHMENTS, paper).record_id == ours
    separated(theirs)
    assert get(ATTACHMENTS, paper).record_id == theirs


def test_a_customer_is_not_merged_with_itself_with_one_in_the_trash_or_with_nobody(
    database, twins, add_customer, merged, state
):
    ours, theirs = twins
    trashed = add_customer(name="旧")
    database.write("trash", lambda session: trash_customer(session, trashed))
    before = state()
    for pair in ((ours, ours), (ours, trashed), (trashed, ours), (ours, 404)):
        with pytest.raises(RefusedError):
            merged(*pair)
        with pytest.raises(RefusedError):
            database.read(lambda connection, pair=pair: proposal(connection, *pair))
    merged(ours, theirs)
    with pytest.raises(RefusedError):
        merged(trashed, theirs)
    assert before.keys() == state().keys()


def test_a_merged_customer_does_not_come_out_of_the_trash_by_itself(database, twins, merged, state):
    ours, theirs = twins
    merged(ours, theirs)
    before = state()
    with pytest.raises(RefusedError):
        database.write("bring_back", lambda session: bring_customer_back(session, theirs))
    assert state() == before


def test_separating_gives_everything_back(twins, add, merged, separated, state):
    ours, theirs = twins
    for owner in twins:
        for kind in OF_CUSTOMER:
            add(ROOMS[kind].entity(customer_id=owner), kind)
    before = state()
    merged(ours, theirs, phone=Take.OTHER)
    changes = separated(theirs)
    assert state() == before
    assert changes.added == {Kind.CUSTOMERS: (theirs,)}


def test_what_was_changed_since_stays_with_the_survivor(twins, add, merged, separated, change, get):
    ours, theirs = twins
    merged(ours, theirs)
    change(CUSTOMERS, ours, notes="后来写的", website="yunfan.cn")
    later = add(Interaction(customer_id=ours, summary="合并之后"), Kind.INTERACTIONS)
    separated(theirs)
    survivor, other = get(CUSTOMERS, ours), get(CUSTOMERS, theirs)
    assert (survivor.notes, survivor.website, survivor.email) == ("后来写的", "yunfan.cn", "")
    assert (survivor.former_numbers, other.notes) == ((), "乙说")
    assert get(INTERACTIONS, later).customer_id == ours


def test_what_was_written_between_two_merges_stays_and_what_came_before_and_after_it_goes(
    add_customer, merged, separated, change, get
):
    ids = [add_customer(notes=f"说{n}") for n in range(3)]
    merged(ids[0], ids[1])
    change(CUSTOMERS, ids[0], notes="中间写的")
    merged(ids[0], ids[2])
    assert get(CUSTOMERS, ids[0]).notes == "中间写的\n说2"
    separated(ids[2])
    assert get(CUSTOMERS, ids[0]).notes == "中间写的"
    separated(ids[1])
    assert get(CUSTOMERS, ids[0]).notes == "中间写的"


def test_a_record_goes_back_with_what_was_changed_in_it_since(twins, add, merged, separated, change, get):
    ours, theirs = twins
    visit = add(Interaction(customer_id=theirs, summary="拜访"), Kind.INTERACTIONS)
    merged(ours, theirs)
    change(INTERACTIONS, visit, summary="拜访,已补充")
    separated(theirs)
    assert (get(INTERACTIONS, visit).customer_id, get(INTERACTIONS, visit).summary) == (theirs, "拜访,已补充")


def test_a_record_that_was_given_to_another_customer_stays_there(twins, add, add_customer, merged, separated, change):
    ours, theirs = twins
    third = add_customer(name="第三家")
    visit = add(Interaction(customer_id=theirs), Kind.INTERACTIONS)
    merged(ours, theirs)
    change(INTERACTIONS, visit, customer_id=third)
    assert Kind.INTERACTIONS not in separated(theirs).kinds


def test_a_primary_contact_whom_somebody_chose_since_stays_the_one(twins, add, merged, separated, change, get):
    ours, theirs = twins
    add(Contact(customer_id=ours, is_primary=True), Kind.CONTACTS)
    second = add(Contact(customer_id=theirs, is_primary=True), Kind.CONTACTS)
    third = add(Contact(customer_id=theirs), Kind.CONTACTS)
    merged(ours, theirs)
    change(CONTACTS, third, is_primary=True)
    separated(theirs)
    assert [get(CONTACTS, each).is_primary for each in (second, third)] == [False, True]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_three_merged_each_comes_out_alone_in_any_order(add_customer, add, merged, separated, get, state, order):
    ids = [add_customer(name=f"云帆{n}", notes=f"说{n}", need_tags=(str(n),)) for n in range(3)]
    for owner in ids:
        add(Contact(customer_id=owner, is_primary=True), Kind.CONTACTS)
        add(DecisionStep(customer_id=owner, position=1), Kind.CHAIN)
    before = state()
    merged(*ids)
    assert get(CUSTOMERS, ids[0]).notes == "说0\n说1\n说2"
    first, second = order
    separated(ids[first])
    survivor = get(CUSTOMERS, ids[0])
    assert (survivor.notes, survivor.need_tags) == (f"说0\n说{second}", ("0", str(second)))
    assert survivor.former_numbers == (get(CUSTOMERS, ids[second]).number,)
    separated(ids[second])
    assert state() == before


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_what_came_from_the_other_goes_back_also_when_the_survivor_was_merged_further(
    add_customer, add, merged, separated, get, state, order
):
    ids = [add_customer(name=f"云帆{n}", notes=f"说{n}", email=f"{n}@yunfan.cn" * (n == 2)) for n in range(3)]
    for owner in ids:
        add(Contact(customer_id=owner, is_primary=True), Kind.CONTACTS)
        add(DecisionStep(customer_id=owner, position=1), Kind.CHAIN)
    before = state()
    merged(ids[1], ids[2])
    merged(ids[0], ids[1])
    survivor = get(CUSTOMERS, ids[0])
    assert (survivor.notes, survivor.email) == ("说0\n说1\n说2", "2@yunfan.cn")
    separated(ids[order[0]])
    survivor = get(CUSTOMERS, ids[0])
    if order[0] == 2:
        assert (survivor.notes, survivor.email) == ("说0\n说1", "")
        assert survivor.former_numbers == (get(CUSTOMERS, ids[1]).number,)
    else:
        assert (survivor.notes, survivor.email, survivor.former_numbers) == ("说0", "", ())
        assert get(CUSTOMERS, ids[1]).notes == "说1\n说2"
    separated(ids[order[1]])
    assert state() == before


def test_what_went_to_the_trash_with_the_survivor_comes_out_with_the_other(
    database, twins, add, merged, separated, get
):
    ours, theirs = twins
    visit = add(Interaction(customer_id=theirs, summary="拜访"), Kind.INTERACTIONS)
    gone = add(Interaction(customer_id=theirs, summary="删除的"), Kind.INTERACTIONS)
    merged(ours, theirs)
    database.write("trash", lambda session: INTERACTIONS.trash(session, [gone]))
    database.write("trash", lambda session: trash_customer(session, ours))
    changes = separated(theirs)
    assert changes.added == {Kind.CUSTOMERS: (theirs,), Kind.INTERACTIONS: (visit,)}
    assert get(INTERACTIONS, gone).customer_id == theirs
    assert database.read(INTERACTIONS.count) == 1


def test_only_a_merged_customer_is_separated(twins, merged, separated):
    ours, theirs = twins
    with pytest.raises(RefusedError):
        separated(theirs)
    merged(ours, theirs)
    with pytest.raises(RefusedError):
        separated(ours)
    separated(theirs)
    with pytest.raises(RefusedError):
        separated(theirs)


def test_a_customer_is_merged_again_after_it_was_separated(twins, add, merged, separated, state):
    ours, theirs = twins
    add(Interaction(customer_id=theirs), Kind.INTERACTIONS)
    before = state()
    for _time in range(2):
        merged(ours, theirs)
        separated(theirs)
        assert state() == before
    merged(theirs, ours)
    separated(ours)
    assert state() == before


# Confidential values: `cellar` opens a database that makes their key when the first one is written


@pytest.fixture
def cleared(cellar, database):
    """The same database, opened by somebody who may see confidential values."""
    opened = cellar.open(clearance_key=b"k" * 32)
    yield opened
    opened.close()


def in_cleared(cleared, work):
    return cleared.write("test", work)


def secret_texts(cleared):
    """What lies in the columns of all customers, as text."""
    return repr(cleared.read(lambda connection: connection.execute(CUSTOMERS.table.select()).all()))


@pytest.mark.parametrize("whose", ["survivor", "other", "both"])
def test_a_confidential_value_stays_confidential_and_goes_back(cleared, twins, whose):
    ours, theirs = twins
    marked = {"survivor": [ours], "other": [theirs], "both": [ours, theirs]}[whose]
    in_cleared(cleared, lambda session: CUSTOMERS.mark(session, marked, "notes"))
    before = cleared.read(lambda c: (CUSTOMERS.get_many(c, twins), CUSTOMERS.secrets(c, twins), secret_rows(c)))
    in_cleared(cleared, lambda session: merge(session, ours, theirs))
    assert cleared.read(lambda connection: CUSTOMERS.get(connection, ours)).notes == "甲说\n乙说"
    assert "甲说\\n乙说" not in secret_texts(cleared)
    in_cleared(cleared, lambda session: unmerge(session, theirs))
    assert cleared.read(lambda c: (CUSTOMERS.get_many(c, twins), CUSTOMERS.secrets(c, twins), secret_rows(c))) == before


def test_a_confidential_value_that_was_changed_since_stays_with_the_survivor(cleared, twins):
    ours, theirs = twins
    in_cleared(cleared, lambda session: CUSTOMERS.mark(session, [theirs], "notes"))
    in_cleared(cleared, lambda session: merge(session, ours, theirs))
    in_cleared(cleared, lambda session: CUSTOMERS.change(session, ours, notes="后来"))
    in_cleared(cleared, lambda session: unmerge(session, theirs))
    notes = [customer.notes for customer in cleared.read(lambda c: CUSTOMERS.get_many(c, twins))]
    assert notes == ["后来", "乙说"]


def test_whoever_may_not_see_a_confidential_value_leaves_it_where_it_is(cellar, cleared, twins):
    ours, theirs = twins
    in_cleared(cleared, lambda session: CUSTOMERS.mark(session, [theirs], "notes"))
    blind = cellar.open()
    found = blind.read(lambda connection: proposal(connection, ours, theirs))
    assert "notes" not in {each.field.name for each in found}
    blind.write("merge_customers", lambda session: merge(session, ours, theirs))
    blind.write("unmerge_customer", lambda session: unmerge(session, theirs))
    blind.close()
    notes = [customer.notes for customer in cleared.read(lambda c: CUSTOMERS.get_many(c, twins))]
    assert notes == ["甲说", "乙说"]


def secret_rows(connection):
    return connection.execute(secret_values.select().order_by(secret_values.c.id)).all()
