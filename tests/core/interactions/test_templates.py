"""Templates of notes: their headings, the date they propose, and what is left of headings nobody answered."""

from datetime import UTC, date, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.calendar.working_days import is_working_day
from desktop_crm.core.database import settings_store
from desktop_crm.core.interactions.templates import Template, answered, templates
from desktop_crm.core.settings import CALL_TEMPLATE, DEFAULT_TIME, VISIT_NEXT_DAYS, VISIT_TEMPLATE

THURSDAY = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
TEMPLATE = Template("Visit", "Purpose:\nCompetitors:", None)


@pytest.fixture
def set_to(database):
    def set_to(setting, value):
        database.write("change_setting", lambda session: settings_store.store(session, setting, value))

    return set_to


def test_there_are_three_in_the_users_language(database, either_language):
    with clock.fixed(THURSDAY, "Asia/Shanghai"):
        found = database.read(templates)
    expected = {"zh": (["拜访", "电话", "投诉"], "：\n"), "en": (["Visit", "Phone call", "Complaint"], ":\n")}
    titles, end = expected[either_language]
    assert [template.title for template in found] == titles
    assert all(template.headings.count(end) >= 2 for template in found)


def test_a_date_is_proposed_on_a_working_day_at_the_usual_time(database, set_to):
    set_to(VISIT_NEXT_DAYS, 2)  # a Saturday
    set_to(DEFAULT_TIME, "14:30")
    with clock.fixed(THURSDAY, "Asia/Shanghai"):
        visit = database.read(templates)[0]
    local = visit.next_step.at.astimezone(clock.zone())
    assert is_working_day(local.date())
    assert visit.next_step.at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    assert local.date() > date(2026, 11, 21)


def test_none_is_proposed_for_no_days(database, set_to):
    set_to(VISIT_NEXT_DAYS, 0)
    assert database.read(templates)[0].next_step is None


def test_the_user_changes_them_and_takes_them_away(database, set_to):
    set_to(VISIT_TEMPLATE, "谁:\n什么:")
    set_to(CALL_TEMPLATE, "")
    found = database.read(templates)
    assert found[0].headings == "谁:\n什么:"
    assert len(found) == 2


def test_headings_go_below_what_is_written():
    assert TEMPLATE.onto(" \n") == TEMPLATE.headings
    assert TEMPLATE.onto("They called.\n") == "They called.\n\nPurpose:\nCompetitors:"


@pytest.mark.parametrize(
    ("note", "left"),
    [
        (TEMPLATE.headings, ""),
        ("Purpose: renewal\nCompetitors:", "Purpose: renewal"),
        ("Purpose:\nrenewal\nCompetitors:\n", "Purpose:\nrenewal"),
        ("Purpose:\nCompetitors: two", "Competitors: two"),
        ("Nothing to do with it:", "Nothing to do with it:"),
        ("One\n\nTwo", "One\n\nTwo"),
    ],
)
def test_headings_that_nobody_answered_are_left_out(note, left):
    assert answered(note, [TEMPLATE]) == left


def test_a_note_without_templates_stays_as_it_is():
    assert answered("Purpose:\n", []) == "Purpose:"
