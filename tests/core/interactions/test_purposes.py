import pytest

from desktop_crm.core.i18n import LANGUAGES, translate
from desktop_crm.core.interactions import purposes
from desktop_crm.core.interactions.choices import PURPOSES
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS


def names(purpose, kind=Kind.INTERACTIONS):
    return [matter.name for matter in purposes.steering(purpose).matters if matter.kind is kind]


@pytest.mark.parametrize("choice", PURPOSES.choices, ids=lambda choice: choice.code)
def test_every_purpose_asks_for_fields_that_there_are_each_once_and_with_a_prompt(choice):
    found = purposes.steering(choice.code)
    asked = [(matter.kind, matter.name) for matter in found.matters]
    assert len(set(asked)) == len(asked) <= 6  # a few prompts, no wall of fields (I-22)
    for kind, name in asked:
        assert name in ROOMS[kind].fields
    for prompt in (found.summary, *(matter.prompt for matter in found.matters)):
        assert all(translate(prompt, language) for language in LANGUAGES)
        assert translate(prompt, "zh") != prompt


def test_i_16_what_matters_depends_on_the_purpose():
    assert names("first_contact", Kind.CUSTOMERS) == ["industry", "size", "source"]
    assert names("problem")[0] == "service_id"
    assert names("problem", Kind.SERVICE) == ["progress", "solution"]
    assert names("needs")[0] == "need_id"
    assert names("needs", Kind.NEEDS) == ["budget", "decision_cycle"]
    assert names("review")[0] == "outcome"
    assert names("value_share")[0] == "material_id"


def test_a_purpose_of_the_users_own_and_none_at_all_steer_nothing():
    assert purposes.steering("年度拜访") is None
    assert purposes.steering("") is None


def test_a_purpose_is_proposed_only_where_it_can_be_told():
    assert purposes.proposed("visit", is_first=True) == "first_contact"
    assert purposes.proposed("demo", is_first=False) == "needs"
    assert purposes.proposed("visit", is_first=False) == ""
