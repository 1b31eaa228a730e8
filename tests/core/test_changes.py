import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.changes import Changes
from desktop_crm.core.kinds import Kind

ids = st.dictionaries(st.sampled_from(Kind), st.lists(st.integers(1, 9), min_size=1, unique=True).map(tuple))
changes = st.builds(Changes, ids, ids, ids)


def test_what_was_touched_is_named_by_kind_and_id():
    done = Changes.of(Kind.ORDERS, added=[3, 1], removed=iter([2]))
    assert done.added == {Kind.ORDERS: (3, 1)}
    assert done.updated == {}
    assert done.removed == {Kind.ORDERS: (2,)}
    assert done.kinds == {Kind.ORDERS}


def test_nothing_done_is_false_and_names_no_kind():
    assert not Changes()
    assert not Changes.of(Kind.CUSTOMERS, added=[])
    assert Changes.of(Kind.CUSTOMERS, added=[]).kinds == frozenset()
    assert Changes.of(Kind.CUSTOMERS, updated=[1])


def test_joined_changes_keep_the_order_of_events_and_name_nothing_twice():
    first = Changes.of(Kind.CUSTOMERS, added=[5, 2])
    second = Changes.of(Kind.CUSTOMERS, added=[2, 9]) | Changes.of(Kind.CONTACTS, updated=[7])
    joined = first | second
    assert joined.added == {Kind.CUSTOMERS: (5, 2, 9)}
    assert joined.updated == {Kind.CONTACTS: (7,)}
    assert joined.kinds == {Kind.CUSTOMERS, Kind.CONTACTS}


@given(changes, changes, changes)
def test_joining_is_associative_and_nothing_is_its_neutral_element(one, two, three):
    assert (one | two) | three == one | (two | three)
    assert one | Changes() == one == Changes() | one


def test_the_one_new_id_is_given_and_two_or_none_are_a_mistake():
    assert Changes.of(Kind.ORDERS, added=[2**62 + 5]).new_id(Kind.ORDERS) == 2**62 + 5
    with pytest.raises(ValueError, match="unpack"):
        Changes.of(Kind.ORDERS, added=[1, 2]).new_id(Kind.ORDERS)
    with pytest.raises(KeyError):
        Changes.of(Kind.ORDERS, added=[1]).new_id(Kind.CONTACTS)
