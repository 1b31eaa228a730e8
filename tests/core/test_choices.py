from unicodedata import normalize

import pytest

from desktop_crm.core import choices, i18n
from desktop_crm.core.choices import GENDERS, LEVELS, Choice, ChoiceList
from desktop_crm.core.rooms import FIELDS

LISTS = sorted({field.choices for fields in FIELDS for field in fields if field.choices}, key=lambda each: each.name)


def each_choice():
    return [pytest.param(each, choice, id=f"{each.name}-{choice.code}") for each in LISTS for choice in each.choices]


def words_of(choice):
    labels = [i18n.translate(choice.label, language) for language in i18n.LANGUAGES]
    return [choice.code, *labels, *choice.aliases]


def test_the_lists_of_all_rooms_are_looked_at():
    assert {"account_types", "statuses", "industries", "channels", "followup_statuses", "order_statuses"} <= {
        each.name for each in LISTS
    }


@pytest.mark.parametrize(("choice_list", "choice"), each_choice())
def test_a_choice_is_known_by_its_code_its_label_in_both_languages_and_its_aliases(choice_list, choice):
    assert {word: choice_list.code_of(word) for word in words_of(choice)} == dict.fromkeys(
        words_of(choice), choice.code
    )


@pytest.mark.parametrize("choice_list", LISTS, ids=lambda each: each.name)
def test_the_codes_of_a_list_differ_and_its_name_is_its_own(choice_list):
    codes = [choice.code for choice in choice_list.choices]
    assert len(set(codes)) == len(codes)
    assert [each.name for each in LISTS].count(choice_list.name) == 1


@pytest.mark.parametrize("choice_list", LISTS, ids=lambda each: each.name)
def test_the_labels_of_a_list_differ_in_both_languages_and_its_chinese_is_chinese(choice_list, either_language):
    labels = [choice_list.label_of(choice.code) for choice in choice_list.choices]
    assert len(set(labels)) == len(labels)
    title = i18n._(choice_list.title)
    assert i18n.translate(choice_list.title, "en") == choice_list.title
    assert (title != choice_list.title) == (either_language == "zh")


@pytest.mark.parametrize("text", ["  ｈｉｇｈ ", "HIGH", "紧 急", "Ｈ", "１"])
def test_width_case_and_blanks_do_not_matter(text):
    assert LEVELS.code_of(text) == "high"


def test_a_decomposed_word_is_the_same_word():
    accented = ChoiceList("drinks", "Drinks", (Choice("cafe", "Café"),))
    assert accented.code_of(normalize("NFD", "CAFÉ")) == "cafe"


@pytest.mark.parametrize("text", ["", "   ", "very high", "urgent!", "hig"])
def test_an_unknown_word_has_no_code(text):
    assert LEVELS.code_of(text) is None


def test_a_built_in_choice_follows_the_language_and_an_own_word_stays(either_language):
    assert GENDERS.label_of("female") == {"zh": "女", "en": "Female"}[either_language]
    assert GENDERS.label_of("guest of honour") == "guest of honour"


def test_the_index_gets_a_choice_in_every_language_and_an_own_word_as_it_is():
    assert GENDERS.words_of("female").split() == ["女", "Female"]
    assert GENDERS.words_of("巡检") == "巡检"


def test_the_lists_on_which_rules_depend_are_closed():
    closed = {each.name for each in LISTS if not each.open}
    assert closed == {
        *("account_types", "statuses", "tiers", "levels", "trends", "followup_statuses", "order_statuses"),
        *("needs_kinds", "needs_statuses", "chain_states", "commitments_directions", "commitments_statuses"),
        *("quotations_statuses", "contracts_statuses", "service_severities", "service_statuses", "feedback_tones"),
        "surveys_statuses",
    }


def test_the_first_of_two_choices_that_claim_a_word_gets_it():
    both = ChoiceList("both", "Both", (Choice("one", "One", ("shared",)), Choice("two", "Two", ("shared",))))
    assert both.code_of("shared") == "one"
    assert choices.CHANNELS.code_of("E-MAIL") == "email"
