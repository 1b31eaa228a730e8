from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from desktop_crm.core import clock
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit, at_present, date_in_full, understand


@pytest.fixture
def edit(qtbot, theme, fixed_now):
    made = MomentEdit("When", Expects.FUTURE)
    qtbot.addWidget(made)
    made.show()
    return made


def at(*parts):
    return Moment(datetime(*parts, tzinfo=clock.zone()).astimezone(UTC), clock.zone().key)


def test_words_are_shown_as_the_date_they_mean(edit, compose):
    compose(edit.line, commit="下周三 14:00")
    assert edit.value() == at(2026, 11, 25, 14)
    assert edit.resolved.text() == "→ 2026 年 11 月 25 日 星期三 14:00"
    assert edit.resolved.property("tone") == "green"
    assert edit.line.accessibleDescription() == edit.resolved.text()


def test_in_english_the_date_stands_in_english(edit, compose, english):
    compose(edit.line, commit="next Wednesday 14:00")
    assert edit.resolved.text() == "→ Wednesday, November 25, 2026, 14:00"


def test_a_time_in_the_past_is_pointed_out_but_kept(edit, compose):
    compose(edit.line, commit="昨天 14:00")
    assert edit.value() == at(2026, 11, 18, 14)
    assert edit.resolved.property("tone") == "amber"
    assert "过去" in edit.resolved.text()


def test_what_is_no_time_is_said_in_red(edit, compose):
    compose(edit.line, commit="有空再说")
    assert edit.value() is None
    assert edit.resolved.property("tone") == "red"
    assert edit.line.property("invalid") is True


def test_words_beside_the_time_are_not_dropped_in_silence(edit, compose):
    compose(edit.line, commit="明天 14:00 带合同")
    assert edit.value() is None
    assert "带合同" in edit.resolved.text()


def test_a_moment_that_was_given_comes_back_to_the_microsecond(edit):
    given = Moment(datetime(2031, 2, 3, 4, 5, 6, 789, tzinfo=UTC), "America/New_York")
    edit.set_value(given)
    assert edit.value() == given
    edit.set_value(None)
    assert edit.value() is None
    assert edit.resolved.isHidden()


@pytest.mark.parametrize("days", [-400, -8, -3, -1, 0, 1, 2, 5, 9, 40, 400])
@pytest.mark.parametrize("all_day", [False, True])
def test_the_words_shown_mean_the_moment_that_was_given(theme, qtbot, fixed_now, days, all_day):
    day = fixed_now.date() + timedelta(days=days)
    given = whole_day(day, clock.zone()) if all_day else at(day.year, day.month, day.day, 16, 20)
    made = MomentEdit("When")
    qtbot.addWidget(made)
    made.set_value(given)
    assert understand(made.text()).moment == given


def test_a_time_of_day_said_of_what_happened_is_the_one_that_has_passed(fixed_now):
    assert understand("9:30", Expects.PAST).moment == at(2026, 11, 19, 9, 30)
    assert understand("9:30", Expects.FUTURE).moment == at(2026, 11, 20, 9, 30)
    assert understand("周五", Expects.PAST).notice != ""


def test_the_present_is_a_whole_minute(fixed_now):
    assert at_present() == at(2026, 11, 19, 10, 30)
    assert date_in_full(whole_day(fixed_now.date(), clock.zone())) == "2026 年 11 月 19 日 星期四"


def test_enter_is_passed_on_only_outside_of_composing(edit, qtbot, compose):
    heard = []
    edit.line.entered.connect(lambda: heard.append(edit.text()))
    compose(edit.line, preedit="xia zhou")
    qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert heard == []
    compose(edit.line, commit="下周三")
    qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert heard == ["下周三"]
