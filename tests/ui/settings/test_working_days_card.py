"""Working days in the settings: which years are known, and days taken from a file."""

from datetime import date

import pytest

from desktop_crm.core.database import overrides_store
from desktop_crm.ui.settings.working_days_card import WorkingDaysCard


@pytest.fixture
def card(qtbot, context, window, english) -> WorkingDaysCard:
    made = WorkingDaysCard(context)
    made.setParent(window)
    made.show()
    qtbot.waitUntil(lambda: bool(made.years.text()), timeout=10_000)
    return made


def test_it_says_which_years_are_known(card):
    this_year, next_year = card.years.text().splitlines()
    assert this_year.endswith("known")
    assert "Monday to Friday" in next_year
    assert card.own.isHidden()


def test_days_of_a_file_hold_and_can_be_forgotten(qtbot, card, book, tmp_path):
    path = tmp_path / "days.txt"
    path.write_text("2027-10-01 off\n2027-10-09 班\n", encoding="utf-8")
    card.take_file(path)
    qtbot.waitUntil(lambda: card.own.text().startswith("2 days"), timeout=10_000)
    assert book.read(overrides_store.load).days == {date(2027, 10, 1): False, date(2027, 10, 9): True}
    assert "not published" in card.years.text().splitlines()[1], "two days are no schedule"
    card.forget.click()
    qtbot.waitUntil(card.forget.isHidden, timeout=10_000)
    assert book.read(overrides_store.load).days == {}


def test_a_year_is_known_when_the_file_has_as_many_days_off_as_the_law(qtbot, card, tmp_path):
    path = tmp_path / "days.txt"
    path.write_text("".join(f"2027-10-{day} off\n" for day in range(1, 14)), encoding="utf-8")
    card.take_file(path)
    qtbot.waitUntil(lambda: card.own.text().startswith("13 days"), timeout=10_000)
    assert card.years.text().splitlines()[1].endswith("known")


def test_a_file_that_is_no_list_of_days_changes_nothing(qtbot, card, book, context, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(context.messages, "error", told.append)
    path = tmp_path / "days.txt"
    path.write_text("2027-10-01 off\nnever on Sunday\n", encoding="utf-8")
    card.take_file(path)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert "Line 2" in told[0].message
    assert book.read(overrides_store.load).days == {}
