import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.vault.errors import MistypedRecoveryKeyError
from desktop_crm.core.vault.recovery import new_recovery_key, parse_recovery_key, printed

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_printed_key_has_nine_groups_of_four_without_letters_that_look_alike():
    groups = printed(new_recovery_key()).split("-")
    assert [len(group) for group in groups] == [4] * 9
    assert set("".join(groups)) <= set(ALPHABET)


def test_printed_keys_stay_readable_by_later_versions():
    key = bytes(range(20))
    assert printed(key) == "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-RBZ5"
    assert parse_recovery_key("000G-40R4-0M30-E209-185G-R38E-1W81-24GK-RBZ5") == key


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=20, max_size=20))
def test_what_is_printed_can_be_typed(key):
    assert parse_recovery_key(printed(key)) == key


@settings(max_examples=60, deadline=None)
@given(key=st.binary(min_size=20, max_size=20), noise=st.randoms(use_true_random=False))
def test_case_spaces_dashes_and_look_alikes_do_not_matter(key, noise):
    likes = {"0": "0Oo０", "1": "1IilL１"}
    typed = "".join(
        noise.choice(likes.get(character, character + character.lower()))
        + noise.choice(["", "", " ", "-", "—", "－", "\t", "\u3000", "\n"])
        for character in printed(key).replace("-", "")
    )
    assert parse_recovery_key(typed) == key


@settings(max_examples=60, deadline=None)
@given(key=st.binary(min_size=20, max_size=20), place=st.integers(0, 35), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told_as_mistyped(key, place, other):
    typed = list(printed(key).replace("-", ""))
    if typed[place] == other:
        other = ALPHABET[(ALPHABET.index(other) + 1) % 32]
    typed[place] = other
    with pytest.raises(MistypedRecoveryKeyError):
        parse_recovery_key("".join(typed))


@settings(max_examples=60, deadline=None)
@given(key=st.binary(min_size=20, max_size=20), first=st.integers(0, 7), second=st.integers(0, 7))
def test_two_groups_in_the_wrong_order_are_told_as_mistyped(key, first, second):
    groups = printed(key).split("-")
    if groups[first] != groups[second]:
        groups[first], groups[second] = groups[second], groups[first]
        with pytest.raises(MistypedRecoveryKeyError):
            parse_recovery_key("-".join(groups))


@pytest.mark.parametrize(
    "typed", ["", "   ", "AAAA", "U" * 36, "A" * 35, "A" * 37, "钥" * 36, "\x00" * 36, "A" * 100_000]
)
def test_what_cannot_be_a_key_is_told_as_mistyped(typed):
    with pytest.raises(MistypedRecoveryKeyError) as caught:
        parse_recovery_key(typed)
    assert not typed.strip() or typed not in str(caught.value)
