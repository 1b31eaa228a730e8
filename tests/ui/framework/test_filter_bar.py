import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.ui.framework.filter_bar import FilterBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, a menu grabs nothing

CHOSEN = ("status", "industry", "owner", "size", "source")


@pytest.fixture
def bar(context, window, english, qtbot):
    made = FilterBar(
        context.operations, [FIELDS[name] for name in CHOSEN], ("status", "industry"), lambda _c, name: [f"{name} word"]
    )
    made.setParent(window)
    made.resize(900, 40)
    made.show()
    return made


def texts(bar):
    return [chip.text() for chip in bar.findChildren(QPushButton) if not chip.isHidden()]


def chip(bar, start):
    return next(chip for chip in bar.findChildren(QPushButton) if chip.text().startswith(start))


def menu_of(qtbot):
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def test_chips_come_in_the_order_wished_with_one_for_the_others(bar):
    assert texts(bar) == ["Status ▾", "Industry ▾", "+ Filter"]


def test_a_chip_offers_the_choices_and_then_says_what_was_chosen(bar, qtbot):
    chip(bar, "Status").click()
    menu = menu_of(qtbot)
    with qtbot.waitSignal(bar.changed):
        next(action for action in menu.actions() if action.text() == "Won").trigger()
    menu.close()
    assert dict(bar.values) == {"status": "won"}
    assert texts(bar)[0] == "Won ✕"
    assert chip(bar, "Won").accessibleName() == "Status: Won"


def test_a_click_on_a_filter_that_is_set_takes_it_away(bar, qtbot):
    bar.set("status", "won")
    with qtbot.waitSignal(bar.changed):
        chip(bar, "Won").click()
    assert dict(bar.values) == {}
    assert texts(bar)[0] == "Status ▾"


def test_other_fields_are_reached_through_the_last_chip_with_the_words_in_use(bar, qtbot):
    chip(bar, "+ Filter").click()
    menu = menu_of(qtbot)
    assert [action.text() for action in menu.actions()] == ["Account owner", "Company size", "Source"]
    words = menu.actions()[0].menu()
    words.aboutToShow.emit()
    qtbot.waitUntil(lambda: [action.text() for action in words.actions()] == ["owner word"])
    words.actions()[0].trigger()
    menu.close()
    assert dict(bar.values) == {"owner": "owner word"}
    assert "owner word ✕" in texts(bar)


def test_clear_takes_all_away(bar):
    bar.set("status", "won")
    bar.set("size", "large")
    bar.clear()
    assert texts(bar) == ["Status ▾", "Industry ▾", "+ Filter"]


def test_a_list_in_which_nothing_is_recorded_says_so(bar, qtbot, monkeypatch):
    monkeypatch.setattr(bar, "_words", lambda _connection, _name: [])
    chip(bar, "Industry").click()
    menu = menu_of(qtbot)
    qtbot.waitUntil(lambda: menu.actions()[0].text() == "Nothing is recorded here yet")
    assert not menu.actions()[0].isEnabled()
    menu.close()
