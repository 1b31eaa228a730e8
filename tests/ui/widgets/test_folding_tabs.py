"""Tabs that have no room are in a menu; the one that is chosen never is."""

import pytest

from desktop_crm.ui.widgets.folding_tabs import FoldingTabs

TITLES = ["Timeline", "Details", "Contacts", "Opportunities", "Satisfaction"]


@pytest.fixture
def tabs(window, english):
    made = FoldingTabs("Customer", TITLES, [0, 1, 4, 2, 3])
    made.setParent(window)
    made.show()
    return made


def widths(tabs):
    return [tabs.bar.width_of(place) for place in range(len(TITLES))]


def test_where_there_is_room_every_tab_is_in_sight(tabs):
    tabs.resize(sum(widths(tabs)) + 1, 40)
    assert tabs.folded() == []
    assert tabs.more.isHidden()


def test_what_is_needed_least_is_folded_first_and_comes_back(tabs):
    whole = sum(widths(tabs))
    tabs.resize(whole - 1, 40)
    assert 3 in tabs.folded()
    assert not {0, 1} & set(tabs.folded())
    assert not tabs.more.isHidden()
    assert sum(tabs.bar.tabRect(place).width() for place in range(len(TITLES))) <= whole
    tabs.resize(whole + 50, 40)
    assert tabs.folded() == []


def test_a_tab_chosen_from_the_menu_is_in_sight_from_then_on(tabs):
    tabs.resize(sum(widths(tabs)) // 2, 40)
    folded = tabs.folded()
    assert [action.text() for action in tabs.menu().actions()] == [TITLES[place] for place in folded]
    tabs.menu().actions()[-1].trigger()
    assert tabs.bar.currentIndex() == folded[-1]
    assert tabs.bar.isTabVisible(folded[-1])
    tabs.resize(10, 40)
    assert tabs.bar.isTabVisible(folded[-1])


def test_longer_words_fold_more(tabs):
    tabs.resize(sum(widths(tabs)) + 1, 40)
    tabs.bar.setTabText(2, "Contacts 1,000,000")
    tabs.fold()
    assert tabs.folded()
