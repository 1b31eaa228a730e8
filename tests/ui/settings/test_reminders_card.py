import pytest

from desktop_crm.core.reminders.notifier import Outcome
from desktop_crm.ui.reminders.outcomes import advice
from desktop_crm.ui.settings.reminders_card import RemindersCard


@pytest.fixture
def card(qtbot, context, window, english):
    made = RemindersCard(context)
    qtbot.addWidget(made)
    made.show()
    return made


def test_reminding_while_closed_is_of_this_installation_and_off_until_it_is_wanted(card, context):
    assert not card.at_login.isChecked()
    card.at_login.click()
    assert context.preferences.get("start_at_login") is True
    card.at_login.click()
    assert context.preferences.get("start_at_login") is False


def test_it_follows_what_is_decided_elsewhere(card, context):
    context.preferences.set("start_at_login", True)
    assert card.at_login.isChecked()


def test_a_system_that_refuses_is_told(card, context):
    context.preferences.changed.connect(lambda name: context.preferences.set(name, False))
    card.at_login.click()
    assert not card.at_login.isChecked()
    assert (card.outcome.isVisible(), card.outcome.property("role")) == (True, "problem")


def test_the_test_says_what_is_wrong_and_what_to_do(card, context):
    asked = []
    context.bus.notification_test_requested.connect(asked.append)
    card.test.click()
    assert not card.test.isEnabled()
    asked[0](advice(Outcome.NO_DAEMON))
    assert card.test.isEnabled()
    assert "dunst" in card.outcome.text()
    assert card.outcome.property("role") == "problem"
    card.test.click()
    asked[1](advice(Outcome.SHOWN))
    assert card.outcome.property("role") == "caption"
    assert "If you do not see it" in card.outcome.text()


def test_everything_that_can_be_wrong_has_its_own_advice():
    found = [advice(outcome) for outcome in Outcome]
    assert found.count("") == 1
    assert len(set(found)) == len(found)
