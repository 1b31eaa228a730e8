import pytest

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import OWN, FieldType
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.search.finding import find
from desktop_crm.core.tailoring import TYPES
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money
from desktop_crm.core.workflows import tailor_fields
from desktop_crm.core.workflows.check_record import findings
from desktop_crm.core.workflows.steps import Steps
from desktop_crm.core.workflows.tailor_fields import (
    FieldInUseError,
    IndispensableFieldError,
    LabelRefusedError,
    NoSuchFieldError,
    add_field,
    change_field,
    hide_field,
    order_fields,
    remove_field,
    show_field,
)
from desktop_crm.core.workflows.undo import undo

VALUES = {
    FieldType.TEXT: "三号线",
    FieldType.LONG_TEXT: "第一行\n第二行",
    FieldType.NUMBER: 0,
    FieldType.MONEY: Money(1_234_50, "CNY", "1234.5元"),
    FieldType.DAY: Day("2026-12"),
    FieldType.CHOICE: "金牌",
    FieldType.CHOICES: ("金牌", "自己的词"),
    FieldType.YES_NO: False,
    FieldType.TAGS: ("华东", "直营"),
}


@pytest.fixture
def tailor(database):
    """Does one verb to the fields of a kind, as one action."""

    def do(verb, *arguments, kind=Kind.CUSTOMERS, **options):
        database.write("tailor_fields", lambda session: verb(session, kind, *arguments, **options))

    return do


@pytest.fixture
def own(database):
    """The user's own fields of a kind by label."""
    return lambda kind=Kind.CUSTOMERS: {field.label: field for field in database.tailoring.fields.get(kind, ())}


@pytest.fixture
def add(tailor, own):
    """Adds an own field, and gives its name."""

    def make(label, field_type=FieldType.TEXT, *, kind=Kind.CUSTOMERS, **options):
        if field_type in tailor_fields.WITH_CHOICES:
            options.setdefault("choices", ["金牌", "银牌"])
        tailor(add_field, label, field_type, kind=kind, **options)
        return own(kind)[label].name

    return make


@pytest.fixture
def customer(database):
    return lambda customer_id: database.read(lambda connection: CUSTOMERS.get(connection, customer_id))


def test_types_that_an_own_field_can_have_are_all_tried_here():
    assert set(VALUES) == set(TYPES)


@pytest.mark.parametrize("field_type", TYPES)
def test_a_value_of_an_own_field_of_any_type_comes_back_is_changed_and_emptied(
    database, add, add_customer, customer, field_type
):
    name, value = add("等级", field_type), VALUES[field_type]
    customer_id = add_customer(own={name: value})
    assert customer(customer_id).own == {name: value}
    assert getattr(customer(customer_id), name) == value
    assert type(getattr(customer(customer_id), name)) is type(value)
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, notes="x"))
    assert getattr(customer(customer_id), name) == value, "another edit leaves it"
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **{name: None}))
    assert customer(customer_id).own == {}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_record_can_have_own_fields(database, add, kind):
    name = add("我的字段", kind=kind)
    entity = ROOMS[kind].entity.of(**{name: "填好了"})
    record_id = database.write("add", lambda session: ROOMS[kind].add(session, [entity])).new_id(kind)
    assert getattr(database.read(lambda connection: ROOMS[kind].get(connection, record_id)), name) == "填好了"
    assert [found.id for found in database.read(lambda connection: find(connection, "填好了"))] == [record_id]


def test_own_fields_stand_behind_the_built_in_ones_in_the_order_in_which_they_came(database, add):
    names = [add(label) for label in ("甲字段", "乙字段")]

    def read(_connection):
        fields = ROOMS[Kind.CUSTOMERS].fields
        return [field.name for field in fields][-2:], [field.name for field in fields.stored][-2:]

    assert database.read(read) == (names, names)
    assert all(name.startswith(OWN) and name.removeprefix(OWN).isalnum() for name in names)
    assert not any(field.name in names for field in ROOMS[Kind.CUSTOMERS].fields), "outside the book nobody knows them"


def test_two_fields_made_in_one_action_are_both_there(database, own):
    def work(session):
        return add_field(session, Kind.ORDERS, "甲字段") | add_field(session, Kind.ORDERS, "乙字段")

    database.write("tailor_fields", work)
    assert list(own(Kind.ORDERS)) == ["甲字段", "乙字段"]


def test_a_refused_action_leaves_the_fields_as_they_were(database, own):
    def work(session):
        add_field(session, Kind.ORDERS, "甲字段")
        return add_field(session, Kind.ORDERS, " 甲 字段 ")

    with pytest.raises(LabelRefusedError):
        database.write("tailor_fields", work)
    assert own(Kind.ORDERS) == {}
    assert not database.read(lambda _connection: ROOMS[Kind.ORDERS].fields.own)


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("", "name"),
        ("  ", "name"),
        ("*:", "name"),
        ("客户名称", "Customer name"),
        ("customer  NAME", "Customer name"),
        ("其他说明", "Notes"),  # a heading by which files name the notes
        ("size", "Company size"),
        ("ＶＩＰ 等级", "vip等级"),
        ("长" * 61, "60"),
    ],
)
def test_a_label_that_is_empty_or_means_another_field_already_is_refused(add, own, english, label, why):
    add("vip等级")
    with pytest.raises(LabelRefusedError, match=why):
        add(label)
    assert list(own()) == ["vip等级"]


def test_the_same_label_may_stand_in_two_kinds(add, own):
    assert add("批次") != add("批次", kind=Kind.ORDERS)
    assert list(own()) == list(own(Kind.ORDERS)) == ["批次"]


@pytest.mark.parametrize("field_type", sorted(set(FieldType) - set(TYPES)))
def test_an_own_field_is_of_no_type_that_needs_the_program_to_know_more(add, field_type):
    with pytest.raises(RefusedError):
        add("特殊", field_type)


@pytest.mark.parametrize("choices", [[], ["", "  "]])
def test_a_list_without_words_is_refused(add, choices):
    with pytest.raises(RefusedError):
        add("等级", FieldType.CHOICE, choices=choices)


def test_a_field_can_be_called_required_and_listed_otherwise(add, tailor, own, add_customer, customer):
    name = add("等级")
    customer_id = add_customer(own={name: "A"})
    tailor(change_field, name, label="会员等级", required=True, in_table=True)
    field = own()["会员等级"]
    assert (field.name, field.required, field.in_table, field.type) == (name, True, True, FieldType.TEXT)
    tailor(change_field, name, required=False)
    assert own()["会员等级"].in_table, "what is not named stays"
    assert getattr(customer(customer_id), name) == "A"
    tailor(change_field, name, label="会员等级")  # its own label is no obstacle


def test_a_new_name_may_not_be_that_of_another_field(add, tailor):
    name = add("等级")
    add("批次")
    for label in ("批次", "客户状态", ""):
        with pytest.raises(LabelRefusedError):
            tailor(change_field, name, label=label)


def test_the_type_changes_only_while_no_record_has_a_value_the_trash_included(database, add, tailor, own, add_customer):
    name = add("等级")
    customer_id = add_customer(own={name: "A"})
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))
    with pytest.raises(FieldInUseError):
        tailor(change_field, name, field_type=FieldType.NUMBER)
    tailor(change_field, name, field_type=FieldType.LONG_TEXT)  # text stays text
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **{name: None}))
    tailor(change_field, name, field_type=FieldType.NUMBER)
    assert own()["等级"].type is FieldType.NUMBER


def test_a_value_that_looks_like_the_name_of_a_field_does_not_keep_its_type(add, tailor, own, add_customer):
    name = add("等级")
    add_customer(own={add("备考"): f'"{name}": 1'}, notes=f'"{name}": 1')
    tailor(change_field, name, field_type=FieldType.NUMBER)
    assert own()["等级"].type is FieldType.NUMBER


def test_a_field_that_becomes_a_list_needs_its_words(add, tailor, own):
    name = add("等级")
    with pytest.raises(RefusedError):
        tailor(change_field, name, field_type=FieldType.CHOICE)
    tailor(change_field, name, field_type=FieldType.CHOICE, choices=["A", "B"])
    assert [choice.label for choice in own()["等级"].choices.offered] == ["A", "B"]
    tailor(change_field, name, field_type=FieldType.CHOICES)
    assert [choice.label for choice in own()["等级"].choices.offered] == ["A", "B"]
    tailor(change_field, name, field_type=FieldType.DAY)
    assert own()["等级"].choices is None


def test_what_records_hold_in_a_removed_field_stays_and_is_back_when_the_removal_is_undone(
    database, add, tailor, own, add_customer, customer
):
    steps = Steps(database)
    name, other = add("等级", FieldType.MONEY), add("批次")
    customer_id = add_customer(own={name: VALUES[FieldType.MONEY], other: "B1"})
    tailor(remove_field, name)
    assert list(own()) == ["批次"]
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **{other: "B2"}))
    kept = customer(customer_id)
    assert kept.own.keys() == {name, other}
    steps.undo()
    steps.undo()
    assert list(own()) == ["等级", "批次"]
    assert customer(customer_id).own == {name: VALUES[FieldType.MONEY], other: "B1"}


def test_a_record_made_while_a_field_was_there_can_be_saved_after_it_was_removed(database, add, tailor, add_customer):
    """A form may be open meanwhile: its values are those of the field that is gone."""
    values = {add(f"字段{each}", each): value for each, value in VALUES.items()}
    for name in values:
        tailor(remove_field, name)
    customer_id = add_customer(own=values)
    raw = database.read(lambda connection: CUSTOMERS.get(connection, customer_id))
    assert raw.own.keys() == values.keys()
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, notes="x"))
    again = database.read(lambda connection: CUSTOMERS.get(connection, customer_id))
    assert again.own == raw.own


def test_a_value_from_before_the_type_changed_is_read_as_it_was(database, add, tailor, add_customer, customer):
    """Undoing an older action can bring one back."""
    name = add("等级")
    customer_id = add_customer(own={name: "十二"})
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **{name: None}))
    emptied = database.read(lambda connection: history(connection, CUSTOMERS, customer_id))[0].action_id
    tailor(change_field, name, field_type=FieldType.NUMBER)
    database.write("undo", lambda session: undo(session, emptied))
    assert getattr(customer(customer_id), name) == "十二"


def test_fields_stand_in_the_order_asked_for(add, tailor, own):
    first, second, third = (add(label) for label in ("甲字段", "乙字段", "丙字段"))
    tailor(order_fields, [third, first])
    assert list(own()) == ["丙字段", "甲字段", "乙字段"]
    tailor(order_fields, [second])
    assert list(own()) == ["乙字段", "丙字段", "甲字段"]


@pytest.mark.parametrize("verb", [remove_field, change_field, show_field, hide_field])
def test_what_is_not_there_cannot_be_changed(tailor, verb):
    with pytest.raises(NoSuchFieldError):
        tailor(verb, "own_0")


def test_a_built_in_field_is_neither_renamed_nor_removed(tailor):
    for verb in (remove_field, change_field):
        with pytest.raises(NoSuchFieldError):
            tailor(verb, "notes")


def test_a_hidden_field_is_not_shown_and_keeps_what_it_holds(database, tailor, add_customer, customer):
    customer_id = add_customer(website="https://example.cn", competitors="远山")
    tailor(hide_field, "website")
    tailor(hide_field, "competitors")

    def shown(_connection):
        return {field.name for field in ROOMS[Kind.CUSTOMERS].fields.shown}

    assert not {"website", "competitors"} & database.read(shown)
    assert customer(customer_id).website == "https://example.cn"
    tailor(show_field, "website")
    assert {"website", "competitors"} & database.read(shown) == {"website"}
    assert "website" in {field.name for field in ROOMS[Kind.CUSTOMERS].fields.shown}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.CUSTOMERS, "name"),
        (Kind.CUSTOMERS, "account_type"),
        (Kind.CONTACTS, "customer_id"),
        (Kind.NEEDS, "owner"),
        (Kind.SURVEY_ANSWERS, "survey_id"),
    ],
)
def test_a_field_that_records_need_cannot_be_hidden(database, tailor, kind, name):
    with pytest.raises(IndispensableFieldError):
        tailor(hide_field, name, kind=kind)
    assert database.tailoring.hidden == {}


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_can_lose_the_field_by_which_its_records_are_called(kind):
    fields = ROOMS[kind].fields
    assert not tailor_fields.can_be_hidden(fields, fields[fields.named_by])


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.CUSTOMERS, {"status": "churned", "tier_override": "high_value"}),
        (Kind.NEEDS, {"budget_confirmed": True}),
        (Kind.SERVICE, {"status": "confirmed"}),
        (Kind.FEEDBACK, {"tone": "negative"}),
        *((kind, {}) for kind in Kind),
    ],
)
def test_what_is_asked_for_before_a_record_is_saved_cannot_be_hidden(database, kind, values):
    found = database.read(lambda connection: findings(connection, kind, values))
    asked = {finding.field for finding in found if finding.blocking}
    assert asked or not values
    hideable = {field.name for field in ROOMS[kind].fields if tailor_fields.can_be_hidden(ROOMS[kind].fields, field)}
    assert not asked & hideable
    assert hideable, "most fields can be hidden"


def test_a_satisfaction_that_falls_asks_for_its_reason_which_cannot_be_hidden():
    fields = ROOMS[Kind.SATISFACTION].fields
    assert not tailor_fields.can_be_hidden(fields, fields["reason"])


def test_own_fields_are_in_the_history_field_by_field(database, add, add_customer):
    level, money = add("等级", FieldType.CHOICE), add("押金", FieldType.MONEY)
    customer_id = add_customer(own={level: "金牌", money: Money(100)})
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **{level: "银牌"}))
    edited, created = database.read(lambda connection: history(connection, CUSTOMERS, customer_id))
    assert [(change.field.label, change.old, change.new) for change in edited.changes] == [("等级", "金牌", "银牌")]
    told = {change.field.name: change.new for change in created.changes}
    assert (told[level], told[money]) == ("金牌", Money(100))


def test_the_fields_themselves_are_in_the_journal_and_their_change_can_be_undone_and_redone(database, add, own):
    steps = Steps(database)
    add("等级")
    steps.undo()
    assert own() == {}
    steps.redo()
    assert list(own()) == ["等级"]


def test_two_books_with_different_fields_are_used_side_by_side(cellar, tmp_path):
    one, two = cellar.open(), cellar.copy_to(tmp_path / "other").open()
    try:
        made = {}
        for book, label in ((one, "等级"), (two, "批次")):
            book.write("tailor_fields", lambda session, label=label: add_field(session, Kind.CUSTOMERS, label))
            (field,) = book.tailoring.fields[Kind.CUSTOMERS]
            changes = book.write(
                "add",
                lambda session, name=field.name, label=label: CUSTOMERS.add(
                    session, [Customer.of(number="1", name="甲", **{name: f"{label}的值"})]
                ),
            )
            made[book] = (field.name, changes.new_id(Kind.CUSTOMERS))

        def read_the_other(connection):
            """One book is read within a read of the other: each sees its own fields, and the outer ones come back."""
            inner = two.read(lambda inside: (CUSTOMERS.get(inside, made[two][1]), ROOMS[Kind.CUSTOMERS].fields.own))
            return inner, CUSTOMERS.get(connection, made[one][1]), ROOMS[Kind.CUSTOMERS].fields.own

        (other, others_fields), entity, fields = one.read(read_the_other)
        assert [field.label for field in fields] == ["等级"]
        assert [field.label for field in others_fields] == ["批次"]
        assert entity.own == {made[one][0]: "等级的值"}
        assert other.own == {made[two][0]: "批次的值"}
        # A record written into the other book keeps the values of fields that are unknown there.
        two.write("add", lambda session: CUSTOMERS.add(session, [entity.having(id=0, number="2")]))
        (kept,) = two.read(
            lambda connection: [
                each
                for each in CUSTOMERS.get_many(connection, connection.scalars(CUSTOMERS.table.select()).all())
                if each.number == "2"
            ]
        )
        assert kept.own == entity.own
    finally:
        one.close()
        two.close()


def test_a_book_opened_again_has_its_fields(cellar):
    book = cellar.open()
    book.write("tailor_fields", lambda session: add_field(session, Kind.CONTACTS, "花名", required=True))
    book.close()
    again = cellar.open()
    try:
        (field,) = again.tailoring.fields[Kind.CONTACTS]
        assert (field.label, field.required) == ("花名", True)
        assert again.read(lambda _connection: field.name in CONTACTS.fields)
    finally:
        again.close()


def test_own_values_without_their_definition_stay_through_any_change(database, add_customer, customer):
    """As when a record came from a book with other fields, or the settings were lost."""
    stray = {"own_1a": {"cents": 5, "currency": "CNY", "text": "5"}, "own_2b": ["a", "b"], "own_3c": 7, "own_4d": True}
    customer_id = add_customer(own=stray)
    assert customer(customer_id).own == stray
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, name="新名称", own_3c=8))
    assert customer(customer_id).own == stray | {"own_3c": 8}
