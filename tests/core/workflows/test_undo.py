import json
from threading import Thread

import pytest
from sqlalchemy import func, select

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, settings_store, tailoring_store, write
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.journal.undone import undone_actions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.workflows.steps import Steps, last_step, last_undo
from desktop_crm.core.workflows.trash_customer import trash_customer
from desktop_crm.core.workflows.undo import UndoConflictError, undo
from desktop_crm.core.workflows.verify_records import verify


@pytest.fixture
def steps(database):
    return Steps(database)


@pytest.fixture
def customer(database, steps, add_customer):
    """A customer, added in this session."""
    return add_customer(name="云帆科技有限公司", notes="第一")


@pytest.fixture
def change(database):
    return lambda records, record_id, **values: database.write(
        f"change_{records.kind}", lambda session: records.change(session, record_id, **values)
    )


@pytest.fixture
def get(database):
    return lambda records, record_id: database.read(lambda connection: records.get(connection, record_id))


@pytest.fixture
def found(database):
    """The ids that a search finds."""
    return lambda query: [hit.id for hit in database.read(lambda connection: fulltext.search(connection, query))]


@pytest.fixture
def action_of(database):
    """The id of the last action of a verb."""

    def read(verb):
        newest = select(actions.c.id).where(actions.c.verb == verb).order_by(actions.c.sequence.desc())
        return database.read(lambda connection: connection.scalar(newest))

    return read


def add(database, records, *entities):
    changes = database.write(f"add_{records.kind}", lambda session: records.add(session, entities))
    return changes.added[records.kind]


def test_an_edit_is_taken_back_and_done_again(steps, customer, change, get, found):
    change(CUSTOMERS, customer, notes="第二", name="蓝鲸物流有限公司")
    assert steps.undo() == Changes.of(Kind.CUSTOMERS, updated=[customer])
    assert (get(CUSTOMERS, customer).notes, found("云帆"), found("蓝鲸")) == ("第一", [customer], [])
    assert steps.redo() == Changes.of(Kind.CUSTOMERS, updated=[customer])
    assert (get(CUSTOMERS, customer).notes, found("云帆"), found("蓝鲸")) == ("第二", [], [customer])


def test_a_new_record_goes_and_comes_again_with_its_id_and_its_words(steps, customer, get, found):
    before = get(CUSTOMERS, customer)
    assert steps.undo() == Changes.of(Kind.CUSTOMERS, removed=[customer])
    assert (get(CUSTOMERS, customer), found("云帆")) == (None, [])
    assert steps.redo() == Changes.of(Kind.CUSTOMERS, added=[customer])
    assert (get(CUSTOMERS, customer), found("云帆")) == (before, [customer])


def test_many_steps_are_taken_back_and_done_again_one_by_one(steps, customer, change, get):
    for notes in ("第二", "第三", "第四"):
        change(CUSTOMERS, customer, notes=notes)
    seen = []
    for _step in range(3):
        steps.undo()
        seen.append(get(CUSTOMERS, customer).notes)
    assert seen == ["第三", "第二", "第一"]
    for _step in range(3):
        steps.redo()
        seen.append(get(CUSTOMERS, customer).notes)
    assert seen[3:] == ["第二", "第三", "第四"]
    steps.undo()
    assert get(CUSTOMERS, customer).notes == "第三"


def test_a_number_stays_given_after_its_customer_was_taken_back(database, steps, customer, get):
    number = get(CUSTOMERS, customer).number
    steps.undo()
    with pytest.raises(customer_commands.NumberTakenError):
        database.write("add", lambda session: customer_commands.add(session, [Customer(name="乙", number=number)]))
    changes = database.write("add", lambda session: customer_commands.add(session, [Customer(name="乙")]))
    assert get(CUSTOMERS, changes.new_id(Kind.CUSTOMERS)).number != number
    assert database.read(lambda c: c.scalar(select(func.count()).select_from(customer_numbers))) == 2


def test_the_trash_is_an_added_and_a_removed_record_for_those_who_hear_of_it(database, steps, customer):
    (contact,) = add(database, CONTACTS, Contact(customer_id=customer, name="张三"))
    database.write("trash", lambda session: trash_customer(session, customer))
    back = steps.undo()
    assert back.added == {Kind.CUSTOMERS: (customer,), Kind.CONTACTS: (contact,)}
    again = steps.redo()
    assert again.removed == {Kind.CUSTOMERS: (customer,), Kind.CONTACTS: (contact,)}


def test_the_primary_contact_changes_places_without_a_moment_of_two(database, steps, customer, get):
    first, second = add(
        database, CONTACTS, Contact(customer_id=customer, name="甲", is_primary=True), Contact(customer_id=customer)
    )
    orders = ([(first, 0), (second, 1)], [(second, 0), (first, 1)])  # whichever of them has the lower id
    for order in orders:
        rows = [{"id": record_id, "is_primary": mark} for record_id, mark in order]

        def work(session, rows=rows):
            return Changes.of(Kind.CONTACTS, updated=write.update(session, CONTACTS.table, rows))

        database.write("change_contacts", work)
    for primary in (second, first):
        steps.undo()
        assert [get(CONTACTS, each).is_primary for each in (first, second)] == [primary == first, primary == second]
    steps.redo()
    steps.redo()
    assert get(CONTACTS, first).is_primary


def test_two_changes_of_one_record_in_one_action_are_taken_back_both(database, steps, customer, get):
    def work(session):
        changes = CUSTOMERS.change(session, customer, notes="第二", risk_alert="a")
        return changes | CUSTOMERS.change(session, customer, notes="第三")

    database.write("change_customers", work)
    steps.undo()
    assert (get(CUSTOMERS, customer).notes, get(CUSTOMERS, customer).risk_alert) == ("第一", "")
    steps.redo()
    assert (get(CUSTOMERS, customer).notes, get(CUSTOMERS, customer).risk_alert) == ("第三", "a")


def test_an_older_action_is_taken_back_alone_where_nothing_later_depends_on_it(steps, customer, change, get):
    change(CUSTOMERS, customer, notes="第二")
    step = steps.next_undo
    change(CUSTOMERS, customer, risk_alert="付款慢")
    steps.undo(step)
    assert (get(CUSTOMERS, customer).notes, get(CUSTOMERS, customer).risk_alert) == ("第一", "付款慢")
    assert steps.next_undo.verb == "change_customers"
    steps.undo()
    assert get(CUSTOMERS, customer).risk_alert == ""


def test_a_later_change_of_the_same_field_refuses_and_says_whose_it_is(database, steps, customer, change, get, english):
    change(CUSTOMERS, customer, notes="第二")
    step = steps.next_undo
    database.author = "李雷"
    change(CUSTOMERS, customer, notes="第三")
    with pytest.raises(UndoConflictError) as refused:
        steps.undo(step)
    assert "“Notes” of customer “云帆科技有限公司” was changed again on 20" in refused.value.message
    assert "by 李雷" in refused.value.message
    assert get(CUSTOMERS, customer).notes == "第三"
    assert steps.next_undo != step


def test_a_later_change_that_was_undone_does_not_stand_in_the_way(steps, customer, change, get):
    change(CUSTOMERS, customer, notes="第二")
    step = steps.next_undo
    change(CUSTOMERS, customer, notes="第三")
    steps.undo()
    steps.undo(step)
    assert get(CUSTOMERS, customer).notes == "第一"


def test_a_record_that_was_changed_since_does_not_go_with_its_making(steps, customer, change, get, english):
    step = steps.next_undo
    change(CUSTOMERS, customer, risk_alert="付款慢")
    with pytest.raises(UndoConflictError, match="Risk alert"):
        steps.undo(step)
    assert get(CUSTOMERS, customer).risk_alert == "付款慢"


def test_a_record_that_others_refer_to_does_not_go(database, steps, customer, get, english):
    step = steps.next_undo
    (contact,) = add(database, CONTACTS, Contact(customer_id=customer, name="张三"))
    with pytest.raises(
        UndoConflictError, match=r"contact “张三” belongs to customer “云帆科技有限公司” since 20.*王芳"
    ):
        steps.undo(step)
    database.write("trash", lambda session: CONTACTS.trash(session, [contact]))
    with pytest.raises(UndoConflictError):
        steps.undo(step)
    assert get(CUSTOMERS, customer) is not None


def test_a_record_with_an_attachment_does_not_go(database, steps, customer, english):
    (interaction,) = add(database, INTERACTIONS, Interaction(summary="拜访"))
    step = steps.next_undo
    add(database, ATTACHMENTS, Attachment(name="纪要.pdf", record_kind="interactions", record_id=interaction))
    with pytest.raises(UndoConflictError, match="纪要"):
        steps.undo(step)


def test_what_lies_beside_a_record_goes_and_comes_with_it(database, steps, customer):
    step = steps.next_undo
    count = select(func.count()).select_from(verifications)
    database.write("verify", lambda session: verify(session, Kind.CUSTOMERS, customer, ["name"]))
    assert steps.undo(step).removed == {Kind.CUSTOMERS: (customer,)}
    assert database.read(lambda connection: connection.scalar(count)) == 0
    steps.redo()
    assert database.read(lambda connection: connection.scalar(count)) == 1


def test_a_rule_between_records_that_stands_in_the_way_is_told_as_a_conflict(database, steps, customer, get):
    def making_primary(record_id):
        rows = [{"id": record_id, "is_primary": 1}]
        return lambda session: Changes.of(Kind.CONTACTS, updated=write.update(session, CONTACTS.table, rows))

    first, second = add(database, CONTACTS, Contact(customer_id=customer, is_primary=True), Contact())
    database.write("trash", lambda session: CONTACTS.trash(session, [first]))
    step = steps.next_undo
    database.write("change_contacts", lambda session: CONTACTS.change(session, second, customer_id=customer))
    database.write("change_contacts", making_primary(second))
    with pytest.raises(UndoConflictError):
        steps.undo(step)
    assert get(CONTACTS, second).is_primary


def test_p_05_a_conflict_names_nobody_while_others_see_the_screen(database, steps, customer, change):
    change(CUSTOMERS, customer, notes="第二")
    step = steps.next_undo
    change(CUSTOMERS, customer, notes="第三")
    database.presenting = True
    with pytest.raises(UndoConflictError) as refused:
        steps.undo(step)
    assert "云帆" not in refused.value.message
    assert "*" in refused.value.message


def test_an_action_is_undone_once(database, steps, customer, change, action_of):
    change(CUSTOMERS, customer, notes="第二")
    edit = action_of("change_customers")
    steps.undo()
    assert database.read(undone_actions) == {edit}
    with pytest.raises(RefusedError, match=r"undone|撤销"):
        database.write("undo", lambda session: undo(session, edit))
    steps.redo()
    assert database.read(undone_actions) == {action_of("undo")}


def test_what_is_for_good_and_what_never_was_are_refused(database, steps, action_of):
    database.write("set_up", lambda session: settings_store.store(session, USER_NAME, "王芳"))
    for action_id in (action_of("set_up"), 404):
        with pytest.raises(RefusedError):
            database.write("undo", lambda session, action_id=action_id: undo(session, action_id))


def test_there_is_nothing_to_undo_in_a_new_session_and_nothing_to_redo(steps):
    assert (steps.next_undo, steps.next_redo) == (None, None)
    for step in (steps.undo, steps.redo):
        with pytest.raises(RefusedError):
            step()


def test_only_what_changed_the_book_is_offered(database, steps, customer):
    offered = steps.next_undo

    def noting(session):
        session.note(file="a.csv")
        return Changes()

    for verb in ("export", "print", "test"):
        database.write(verb, noting)
    database.write("change_customers", lambda session: CUSTOMERS.change(session, customer, notes="第一"))
    database.write("change_setting", lambda session: settings_store.store(session, USER_NAME, "李雷"))
    assert steps.next_undo == offered


def test_a_new_action_ends_what_could_be_redone_and_one_that_only_noted_something_does_not(database, steps, customer):
    def noting(session):
        session.note(file="a.csv")
        return Changes()

    steps.undo()
    database.write("export", noting)
    assert steps.next_redo.verb == "add"
    add(database, CONTACTS, Contact(name="张三"))
    assert steps.next_redo is None


def test_an_action_that_fails_is_no_step(database, steps, customer):
    before = steps.next_undo

    def failing(session):
        CUSTOMERS.change(session, customer, notes="x")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write("change_customers", failing)
    assert steps.next_undo == before


def test_a_stopped_undo_leaves_everything_as_it_was(database, steps, customer, get):
    entities = [Interaction(customer_id=customer, summary=str(number)) for number in range(2_500)]
    ids = add(database, INTERACTIONS, *entities)
    seen = []

    class StoppedError(Exception):
        pass

    def progress(done, total):
        seen.append((done, total))
        if done >= 2_000:
            raise StoppedError

    step = steps.next_undo
    with pytest.raises(StoppedError):
        steps.undo(progress=progress)
    assert seen == [(1_000, 2_500), (2_000, 2_500)]
    assert steps.next_undo == step
    assert database.read(INTERACTIONS.count) == 2_500
    assert len(steps.undo().removed[Kind.INTERACTIONS]) == len(ids)
    assert database.read(INTERACTIONS.count) == 0


def test_fields_of_ones_own_are_taken_back_and_their_values_too(database, steps, customer, get):
    field = Field("own_1", "颜色")
    database.write("change_fields", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, [field]))
    database.write("change_customers", lambda session: CUSTOMERS.change(session, customer, own_1="蓝"))
    steps.undo()
    assert get(CUSTOMERS, customer).own_1 is None
    steps.undo()
    assert database.tailoring.fields.get(Kind.CUSTOMERS, ()) == ()
    steps.redo()
    assert [each.name for each in database.tailoring.fields[Kind.CUSTOMERS]] == ["own_1"]
    steps.redo()
    assert get(CUSTOMERS, customer).own_1 == "蓝"


def test_undo_is_an_action_that_says_what_it_undoes_and_the_chain_holds(database, cellar, steps, customer, change):
    change(CUSTOMERS, customer, notes="第二")
    steps.undo()
    steps.redo()
    rows = database.read(
        lambda c: c.execute(select(actions.c.id, actions.c.verb, actions.c.details).order_by(actions.c.sequence)).all()
    )
    (_added, edit, undo_action, redo_action) = rows
    assert (undo_action.verb, json.loads(undo_action.details)) == (
        "undo",
        {"undoes": str(edit.id), "verb": "change_customers"},
    )
    assert (redo_action.verb, json.loads(redo_action.details)["undoes"]) == ("redo", str(undo_action.id))
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []


def test_steps_of_several_threads_are_all_there(database, steps, customer):
    def work(number):
        add(database, CONTACTS, Contact(customer_id=customer, name=str(number)))

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _number in threads:
        steps.undo()
    assert database.read(CONTACTS.count) == 0
    assert steps.next_undo.verb == "add"


def test_what_was_done_before_the_session_is_found_in_the_book(database, add_customer, change, get):
    customer = add_customer(notes="第一")
    change(CUSTOMERS, customer, notes="第二")
    change(CUSTOMERS, customer, notes="第三")
    steps = Steps(database)
    for notes in ("第二", "第一"):
        steps.undo(database.read(last_step))
        assert get(CUSTOMERS, customer).notes == notes
    for notes in ("第二", "第三"):
        steps.redo(database.read(last_undo))
        assert get(CUSTOMERS, customer).notes == notes
    assert database.read(last_undo) is None
    steps.undo(database.read(last_step))
    assert get(CUSTOMERS, customer).notes == "第二"
    change(CUSTOMERS, customer, notes="第五")
    assert database.read(last_undo) is None
    assert database.read(last_step).verb == "change_customers"
