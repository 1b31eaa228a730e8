"""Days and repetitions can be typed in words wherever a form asks for them."""

from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.fields import FIELDS as CONTACT_FIELDS
from desktop_crm.core.followups.fields import FIELDS as FOLLOWUP_FIELDS
from desktop_crm.core.needs.fields import FIELDS as NEED_FIELDS
from desktop_crm.core.values.day import Day
from desktop_crm.ui.framework.field_editors import editor_for

_AHEAD = [("明天", 1), ("后天", 2), ("3天后", 3), ("tomorrow", 1), ("in 2 weeks", 14)]


@pytest.mark.parametrize(("words", "days"), _AHEAD)
def test_a_day_in_words_is_the_date_it_means(qtbot, context, words, days):
    editor = editor_for(NEED_FIELDS["due"], context)
    qtbot.addWidget(editor)
    editor.restore(words)
    meant = Day((clock.today() + timedelta(days=days)).isoformat())
    assert (editor.value(), editor.problem()) == (meant, None)
    editor.line.left.emit()
    assert editor.line.text() == meant.text


@pytest.mark.parametrize("text", ["2027-03", "2027", "2027-03-05"])
def test_a_date_stays_as_exact_as_it_was_typed(qtbot, context, text):
    editor = editor_for(NEED_FIELDS["due"], context)
    qtbot.addWidget(editor)
    editor.restore(text)
    assert editor.value() == Day(text)


@pytest.mark.parametrize("text", ["大约五年前", "soon"])
def test_what_is_no_day_stays_as_typed_with_a_doubt(qtbot, context, text):
    editor = editor_for(NEED_FIELDS["raised"], context)
    qtbot.addWidget(editor)
    editor.restore(text)
    assert editor.value() == Day(text)
    assert editor.problem() is not None


def test_a_birthday_without_a_year_is_no_coming_day(qtbot, context):
    editor = editor_for(CONTACT_FIELDS["birthday"], context)
    qtbot.addWidget(editor)
    editor.restore("08-15")
    editor.line.left.emit()
    assert editor.value() == Day("08-15")


@pytest.mark.parametrize(
    ("words", "rule"),
    [("每周一", "RRULE:FREQ=WEEKLY;BYDAY=MO"), ("every 3 months", "RRULE:FREQ=MONTHLY;INTERVAL=3"), ("", "")],
)
def test_a_repetition_is_typed_in_words(qtbot, context, words, rule):
    editor = editor_for(FOLLOWUP_FIELDS["recurrence"], context)
    qtbot.addWidget(editor)
    editor.restore(words)
    assert (editor.value(), editor.problem()) == (rule, None)


def test_what_is_no_repetition_is_not_saved(qtbot, context):
    editor = editor_for(FOLLOWUP_FIELDS["recurrence"], context)
    qtbot.addWidget(editor)
    editor.restore("now and then")
    assert editor.problem().blocking
