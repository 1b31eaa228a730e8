import pytest
from PySide6.QtCore import Qt

from desktop_crm.ui.widgets.tag_edit import TagEdit

KNOWN = {"key_account": "重点维护客户", "at_risk": "流失风险"}


@pytest.fixture
def tags(qtbot, theme):
    made = TagEdit(theme, "Tags", KNOWN)
    qtbot.addWidget(made)
    made.resize(400, 40)
    made.show()
    return made


def chips(tags):
    return [chip.text().removesuffix("  ×") for chip in tags._chips]


@pytest.mark.parametrize("separator", [",", "\uff0c", "、", ";", "\uff1b"])
def test_a_separator_makes_a_chip(tags, compose, separator):
    for character in f"报价{separator}":
        compose(tags.line, commit=character)
    assert chips(tags) == ["报价"]
    assert tags.line.text() == ""


def test_enter_makes_a_chip_but_not_while_composing(tags, qtbot, compose):
    compose(tags.line, commit="报")
    compose(tags.line, preedit="jia")
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert chips(tags) == []
    compose(tags.line, commit="价")
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert chips(tags) == ["报价"]


def test_backspace_at_the_beginning_takes_the_last_chip_but_not_while_composing(tags, qtbot, compose):
    tags.set_values(["甲", "乙"])
    compose(tags.line, preedit="bing")
    qtbot.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.values() == ("甲", "乙")
    compose(tags.line)
    qtbot.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.values() == ("甲",)


def test_a_known_word_is_kept_as_its_code_and_shown_by_its_label(tags, compose):
    compose(tags.line, commit="流失风险、自己的词、")
    assert tags.values() == ("at_risk", "自己的词")
    assert chips(tags) == ["流失风险", "自己的词"]


def test_a_word_still_being_typed_counts(tags, compose):
    compose(tags.line, commit="报价")
    assert tags.values() == ("报价",)


def test_a_closed_list_takes_no_other_word(qtbot, theme, compose):
    closed = TagEdit(theme, "Tags", KNOWN, closed=True)
    qtbot.addWidget(closed)
    compose(closed.line, commit="流失风险、别的、")
    assert closed.values() == ("at_risk",)
    assert closed.unknown_word() == "别的"


def test_a_word_with_a_comma_that_was_given_stays_one_word(tags):
    tags.set_values(["甲,乙", "丙"])
    assert tags.values() == ("甲,乙", "丙")


def test_a_click_on_a_chip_removes_it(tags, qtbot):
    tags.set_values(["甲", "乙", "丙"])
    edited = []
    tags.edited.connect(lambda: edited.append(tags.values()))
    qtbot.mouseClick(tags._chips[1], Qt.MouseButton.LeftButton)
    assert tags.values() == ("甲", "丙")
    assert edited == [("甲", "丙")]


def test_nothing_is_offered_twice(tags):
    tags.set_values(["at_risk"])
    assert tags._model.stringList() == ["重点维护客户"]


def test_many_chips_make_the_field_higher(tags, qtbot):
    low = tags.heightForWidth(400)
    tags.set_values([f"很长的标签 {number}" for number in range(20)])
    assert tags.heightForWidth(400) > 3 * low


def test_a_word_is_taken_from_the_list_by_down_and_enter(tags, qtbot, compose, window):
    tags.activateWindow()
    tags.line.setFocus()
    qtbot.waitUntil(tags.line.hasFocus)
    compose(tags.line, commit="风险")
    popup = tags.line.popup
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert tags.values() == ("at_risk",)
    qtbot.waitUntil(lambda: tags.line.text() == "")
    assert tags.values() == ("at_risk",)


def test_down_in_an_empty_line_offers_every_known_word(tags, qtbot):
    tags.activateWindow()
    tags.line.setFocus()
    qtbot.waitUntil(tags.line.hasFocus)
    qtbot.keyClick(tags.line, Qt.Key.Key_Down)
    qtbot.waitUntil(tags.line.popup.isVisible)
    qtbot.keyClick(tags.line.popup, Qt.Key.Key_Escape)
    assert not tags.line.popup.isVisible()


def test_enter_keeps_the_word_as_typed_when_nothing_in_the_list_was_chosen(tags, qtbot, compose):
    tags.activateWindow()
    tags.line.setFocus()
    qtbot.waitUntil(tags.line.hasFocus)
    compose(tags.line, commit="风险")
    qtbot.waitUntil(tags.line.popup.isVisible)
    qtbot.keyClick(tags.line.popup, Qt.Key.Key_Return)
    assert tags.values() == ("风险",)
    assert not tags.line.popup.isVisible()
