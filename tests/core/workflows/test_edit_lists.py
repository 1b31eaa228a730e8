import pytest

from desktop_crm.core.choices import LEVELS, Choice
from desktop_crm.core.customers.choices import INDUSTRIES, SOURCES, STATUSES
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.search.finding import find
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.money import Money
from desktop_crm.core.workflows.edit_lists import (
    ListRefusedError,
    add_choice,
    hide_choice,
    list_named,
    lists,
    offer_choice,
    order_choices,
    rename_choice,
    restore_list,
    set_words,
)
from desktop_crm.core.workflows.steps import Steps
from desktop_crm.core.workflows.tailor_fields import add_field

CLOSED = [each for each in lists().values() if not each.open]


@pytest.fixture
def edit(database):
    """Does one verb to a list, as one action."""
    return lambda verb, choices, *arguments: database.write(
        "edit_list", lambda session: verb(session, choices, *arguments)
    )


@pytest.fixture
def offered(database):
    """What a list offers, in the language in use."""
    return lambda choices: database.read(
        lambda _connection: [choices.label_of(choice.code) for choice in choices.offered]
    )


@pytest.fixture
def found(database):
    return lambda query: [hit.id for hit in database.read(lambda connection: find(connection, query))]


def test_every_list_of_every_field_is_there_by_its_name():
    assert set(lists().values()) == {field.choices for fields in FIELDS for field in fields if field.choices}
    assert all(list_named(name) is choices for name, choices in lists().items())
    with pytest.raises(RefusedError, match="industries"):
        list_named("colors")


def test_a_word_of_the_users_own_is_offered_last_and_stored_as_it_is(database, edit, offered, add_customer, english):
    before = offered(SOURCES)
    edit(add_choice, SOURCES, "  老  朋友 ")
    assert offered(SOURCES) == [*before, "老 朋友"]
    customer_id = add_customer(source="老 朋友")
    field = CUSTOMERS.fields["source"]

    def read(connection):
        return show(field, CUSTOMERS.get(connection, customer_id).source), parse(field, "老朋友").value

    assert database.read(read) == ("老 朋友", "老 朋友")
    assert [choice.label for choice in SOURCES.offered] == [choice.label for choice in SOURCES.choices]


@pytest.mark.parametrize("word", ["展会", "Trade fair", " ｔｒａｄｅ fair "])
def test_a_word_that_the_list_has_already_is_not_added(edit, offered, chinese, word):
    before = offered(SOURCES)
    with pytest.raises(ListRefusedError):
        edit(add_choice, SOURCES, word)
    assert offered(SOURCES) == before


def test_a_renamed_choice_keeps_its_code_and_its_records_and_files_may_name_it_as_before(
    database, edit, offered, add_customer, either_language
):
    customer_id = add_customer(source="trade_fair")
    edit(rename_choice, SOURCES, "trade_fair", "广交会")
    assert "广交会" in offered(SOURCES)
    field = CUSTOMERS.fields["source"]

    def read(connection):
        assert show(field, CUSTOMERS.get(connection, customer_id).source) == "广交会"
        return {parse(field, word).value for word in ("广交会", "行业展会", "Trade fair", "展会", "trade_fair")}

    assert database.read(read) == {"trade_fair"}


def test_a_choice_is_not_renamed_to_another_one_of_the_list(edit):
    for word in ("官网", "Company website", " "):
        with pytest.raises(ListRefusedError):
            edit(rename_choice, SOURCES, "trade_fair", word)
    with pytest.raises(ListRefusedError, match="no_such"):
        edit(rename_choice, SOURCES, "no_such", "展")


def test_a_hidden_choice_is_no_longer_offered_but_known_and_can_be_offered_again(
    database, edit, offered, add_customer, chinese
):
    customer_id, before = add_customer(source="trade_fair"), offered(SOURCES)
    edit(hide_choice, SOURCES, "trade_fair")
    assert offered(SOURCES) == [word for word in before if word != "行业展会"]
    field = CUSTOMERS.fields["source"]

    def read(connection):
        return show(field, CUSTOMERS.get(connection, customer_id).source), parse(field, "展会").value

    assert database.read(read) == ("行业展会", "trade_fair")
    edit(offer_choice, SOURCES, "trade_fair")
    assert offered(SOURCES) == before
    edit(hide_choice, SOURCES, "trade_fair")
    edit(add_choice, SOURCES, "Trade fair")
    assert offered(SOURCES) == before, "adding it again brings it back, to its place"


def test_an_own_word_that_was_renamed_and_hidden_is_still_shown_by_its_last_name(database, edit, add_customer):
    edit(add_choice, SOURCES, "邻居")
    customer_id = add_customer(source="邻居")
    edit(rename_choice, SOURCES, "邻居", "邻里介绍")
    edit(hide_choice, SOURCES, "邻居")
    source = database.read(
        lambda connection: show(CUSTOMERS.fields["source"], CUSTOMERS.get(connection, customer_id).source)
    )
    assert source == "邻里介绍"


def test_the_last_word_of_a_list_stays(database, edit):
    database.write(
        "tailor_fields",
        lambda session: add_field(session, Kind.CUSTOMERS, "等级", FieldType.CHOICE, choices=["唯一"]),
    )
    (field,) = database.tailoring.fields[Kind.CUSTOMERS]
    with pytest.raises(ListRefusedError):
        edit(hide_choice, field.choices, "唯一")
    with pytest.raises(ListRefusedError):
        edit(set_words, field.choices, [])


def test_choices_stand_in_the_order_asked_for(edit, offered, chinese):
    before = offered(SOURCES)
    edit(order_choices, SOURCES, ["referral", "website"])
    assert offered(SOURCES)[:2] == ["老客户转介绍", "企业官网"]
    assert sorted(offered(SOURCES)) == sorted(before)
    with pytest.raises(ListRefusedError):
        edit(order_choices, SOURCES, ["no_such"])


def test_a_list_can_be_given_just_the_words_wanted_and_be_as_it_was_again(edit, offered, chinese):
    before = offered(SOURCES)
    edit(set_words, SOURCES, ["邻居", "官网", "展会", "邻居"])
    assert offered(SOURCES) == ["邻居", "企业官网", "行业展会"]
    edit(set_words, SOURCES, ["客户拜访"])
    assert offered(SOURCES) == ["客户拜访"]
    edit(restore_list, SOURCES)
    assert offered(SOURCES)[: len(before)] == before


def test_a_choice_that_a_later_version_brings_is_offered_in_an_edited_list_too(edit, offered):
    edit(set_words, SOURCES, ["官网"])
    newer = type(SOURCES)(SOURCES.name, SOURCES.title, (*SOURCES.choices, Choice("fax", "Fax poll")))
    assert offered(newer)[-1] == "Fax poll"


@pytest.mark.parametrize("choices", CLOSED, ids=lambda each: each.name)
def test_a_list_on_which_rules_depend_stays_as_it_is(database, edit, choices):
    code = choices.choices[0].code
    for verb, *arguments in (
        (add_choice, "新词"),
        (rename_choice, code, "新词"),
        (hide_choice, code),
        (offer_choice, code),
        (order_choices, [code]),
        (set_words, ["新词"]),
        (restore_list,),
    ):
        with pytest.raises(ListRefusedError):
            edit(verb, choices, *arguments)
    assert database.tailoring.lists == {}


def test_the_closed_lists_are_tried_above():
    assert {STATUSES, LEVELS} <= set(CLOSED)


def test_the_list_of_an_own_field_is_edited_like_any_other(database, edit, offered, add_customer):
    database.write(
        "tailor_fields",
        lambda session: add_field(session, Kind.CUSTOMERS, "等级", FieldType.CHOICE, choices=["金", "银"]),
    )
    (field,) = database.tailoring.fields[Kind.CUSTOMERS]
    customer_id = add_customer(own={field.name: "金"})
    edit(rename_choice, field.choices, "金", "黄金")
    edit(add_choice, field.choices, "铜")
    edit(hide_choice, field.choices, "银")
    assert offered(field.choices) == ["黄金", "铜"]

    def read(connection):
        customer = CUSTOMERS.get(connection, customer_id)
        own = CUSTOMERS.fields[field.name]
        return customer.own[field.name], show(own, customer.own[field.name]), list_named(field.name)

    assert database.read(read) == ("金", "黄金", field.choices)


# The text index


def test_records_are_found_by_the_new_name_of_what_they_hold(edit, add_customer, found):
    one, other = add_customer(name="甲", industry="software"), add_customer(name="乙", industry="retail")
    assert found("软件和信息技术") == [one]
    edit(rename_choice, INDUSTRIES, "software", "数字产业")
    assert found("数字产业") == [one]
    assert found("软件和信息技术") == []
    edit(rename_choice, INDUSTRIES, "retail", "软件和信息技术零售")
    assert found("软件和信息技术") == [other]


def test_the_index_follows_the_undoing_of_a_new_name_too(database, edit, add_customer, found):
    steps = Steps(database)
    customer_id = add_customer(industry="software")
    edit(rename_choice, INDUSTRIES, "software", "数字产业")
    steps.undo()
    assert found("软件和信息技术") == [customer_id]
    assert found("数字产业") == []
    steps.redo()
    assert found("数字产业") == [customer_id]


@pytest.mark.parametrize("field_type", [FieldType.CHOICE, FieldType.CHOICES])
def test_records_are_found_by_the_new_name_of_an_own_fields_choice(database, edit, add_customer, found, field_type):
    database.write(
        "tailor_fields",
        lambda session: add_field(session, Kind.CUSTOMERS, "级别", field_type, choices=["甲级会员", "乙级会员"]),
    )
    (field,) = database.tailoring.fields[Kind.CUSTOMERS]
    held = "甲级会员" if field_type is FieldType.CHOICE else ("甲级会员", "乙级会员")
    customer_id = add_customer(own={field.name: held})
    add_customer(name="另一家")
    edit(rename_choice, field.choices, "甲级会员", "钻石会员")
    assert found("钻石会员") == [customer_id]
    assert found("甲级会员") == []


def test_a_record_in_the_trash_does_not_come_back_into_the_index(database, edit, add_customer, found):
    customer_id = add_customer(industry="software")
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))
    edit(rename_choice, INDUSTRIES, "software", "数字产业")
    assert found("数字产业") == []
    database.write("back", lambda session: CUSTOMERS.bring_back(session, [customer_id]))
    assert found("数字产业") == [customer_id]


def test_an_own_amount_is_found_as_it_was_typed_and_a_number_by_its_digits(database, add_customer, found):
    for label, field_type in (("押金", FieldType.MONEY), ("台数", FieldType.NUMBER), ("是否直营", FieldType.YES_NO)):
        database.write(
            "tailor_fields",
            lambda session, label=label, field_type=field_type: add_field(session, Kind.CUSTOMERS, label, field_type),
        )
    deposit, count, direct = database.tailoring.fields[Kind.CUSTOMERS]
    values = {deposit.name: Money(3_800_000, "CNY", "三万八千元"), count.name: 4711, direct.name: True}
    customer_id = add_customer(own=values)
    assert found("三万八千") == found("4711") == [customer_id]
    assert found("CNY") == found("true") == []
