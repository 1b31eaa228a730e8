import pytest

from desktop_crm.core.values.uscc import normal_uscc, problem_of

RIGHT = "91110000600037341L"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        "９１１１００００６０００３７３４１Ｌ",
        " 91110000 60003734 1l ",
        "91110000-60003734-1L",
        "91110000\u3000600037341L",
    ],
)
def test_a_right_code_is_right_however_it_is_written(text):
    assert normal_uscc(text) == RIGHT
    assert problem_of(normal_uscc(text)) is None


def test_every_mistyped_character_is_noticed(english):
    for place, character in enumerate(RIGHT):
        other = ALPHABET[(ALPHABET.index(character) + 7) % 31]
        assert "check digit" in problem_of(RIGHT[:place] + other + RIGHT[place + 1 :])


def test_two_swapped_characters_are_noticed(english):
    assert "check digit" in problem_of(RIGHT[:13] + RIGHT[14] + RIGHT[13] + RIGHT[15:])


def test_a_wrong_length_is_told(english):
    assert "15" in problem_of("110000600037341")


def test_characters_outside_the_standard_are_named(english):
    assert "“IO”" in problem_of("9111000060003734IO")


def test_codes_that_begin_with_a_letter_belong_to_the_standard():
    code = "N2110000600037341"
    rest = sum(ALPHABET.index(character) * 3**place for place, character in enumerate(code)) % 31
    assert problem_of(code + ALPHABET[(31 - rest) % 31]) is None
