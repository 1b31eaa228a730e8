import string

import pytest

from desktop_crm.core.choices import CHANNELS, DECISION_ROLES
from desktop_crm.core.customers.choices import INDUSTRIES
from desktop_crm.core.gifts import choices as gift_choices
from desktop_crm.core.i18n import LANGUAGES
from desktop_crm.core.materials import choices as material_choices
from desktop_crm.core.news import choices as news_choices
from desktop_crm.core.sample.words import words
from desktop_crm.core.service import choices as service_choices

CHANNEL_CODES = {choice.code for choice in CHANNELS.choices}


def sentences(talk):
    return [sentence for name, texts in talk.items() for sentence in texts]


def gaps(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_languages_have_the_same_lists():
    assert [words(language).keys() for language in LANGUAGES] == [words("en").keys()] * len(LANGUAGES)
    for name in ("talks", "consumer_talks", "industries"):
        assert words("zh")[name].keys() == words("en")[name].keys()
    assert words("zh")["talks"].keys() == words("zh")["consumer_talks"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_have_only_gaps_that_are_filled(language):
    lists = words(language)
    for name in ("talks", "consumer_talks"):
        for talk in lists[name].values():
            for sentence in sentences(talk):
                assert gaps(sentence) <= {"contact", "product", "amount", "number", "percent", "day"}
    for step in lists["steps"] + lists["consumer_steps"]:
        assert gaps(step["title"]) <= {"contact", "product"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_those_of_the_drop_down_lists(language):
    lists = words(language)
    for name in ("talks", "consumer_talks"):
        for talk in lists[name].values():
            assert {summary.partition("|")[0] for summary in talk["summary"]} <= CHANNEL_CODES
    assert {method for step in lists["steps"] for method in step["methods"]} <= CHANNEL_CODES
    assert lists["industries"].keys() <= {choice.code for choice in INDUSTRIES.choices}
    assert {post["decision_role"] for post in lists["people"]} <= {choice.code for choice in DECISION_ROLES.choices}


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        words("fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_beside_has_only_gaps_that_are_filled_and_codes_that_there_are(language):
    lists = words(language)
    filled = {"product", "number", "percent"}
    for each in (*lists["needs"], *lists["consumer_needs"], *lists["service"]):
        assert all(gaps(text) <= filled for text in each.values())
    assert all(gaps(text) <= filled for text in (*lists["praise"], *lists["news"]))
    assert all(gaps(text) <= filled | {"need", "pain", "value", "praise"} for text in lists["story"].values())
    codes = {
        service_choices.TYPES: [each["type"] for each in lists["service"]],
        gift_choices.OCCASIONS: [each.partition("|")[0] for each in lists["gifts"]],
        news_choices.TYPES: [each.partition("|")[0] for each in lists["news"]],
        material_choices.TYPES: [each["type"] for each in lists["materials"]],
        DECISION_ROLES: [role for chain in lists["chains"] for _name, role in chain],
    }
    for choices, used in codes.items():
        assert set(used) <= {choice.code for choice in choices.choices}
    assert [len(chain) for chain in lists["chains"]] == [3] * len(lists["chains"])
