import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit, SpinBox, TextEdit, is_composing


def test_enter_while_composing_is_no_enter(qtbot, theme, compose):
    line = LineEdit()
    qtbot.addWidget(line)
    heard = []
    line.entered.connect(lambda: heard.append("entered"))
    compose(line, preedit="ni hao")
    assert is_composing(line)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
        qtbot.keyClick(line, key)
    assert heard == []
    compose(line, commit="你好")
    assert not is_composing(line)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard == ["entered"]


def test_enter_while_composing_makes_no_new_line(qtbot, theme, compose):
    text = TextEdit(theme)
    qtbot.addWidget(text)
    compose(text, preedit="ni")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    compose(text, commit="你")
    assert text.toPlainText() == "你"
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.toPlainText() == "你\n"


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_a_text_field_is_as_high_as_a_line_and_grows_with_its_text(qtbot, theme, scale):
    theme.use(scale=scale)
    line, text = QLineEdit(), TextEdit(theme, most_lines=4)
    for widget in (line, text):
        qtbot.addWidget(widget)
        widget.resize(300, 40)
        widget.show()
    assert abs(text.height() - line.height()) <= 1
    low = text.height()
    text.setPlainText("a\nb\nc")
    three = text.height()
    assert three > low
    text.setPlainText("\n" * 40)
    assert three < text.height() <= low + 4 * text.fontMetrics().lineSpacing()


def test_tab_leaves_a_text_field(qtbot, theme, window):
    text, line = TextEdit(theme), LineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(text)
    layout.addWidget(line)
    text.show()
    line.show()
    window.activateWindow()
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert text.toPlainText() == ""
    assert line.hasFocus()


def turn_wheel(widget):
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_over_a_drop_down_list_changes_nothing(qtbot, theme):
    box = ComboBox(theme)
    qtbot.addWidget(box)
    box.addItems(["a", "b", "c"])
    box.show()
    turn_wheel(box)
    assert box.currentIndex() == 0


def test_the_wheel_over_a_number_changes_nothing(qtbot):
    number = SpinBox()
    qtbot.addWidget(number)
    number.setValue(24)
    number.show()
    number.setFocus()
    turn_wheel(number)
    assert number.value() == 24


def test_a_digit_or_an_arrow_chooses_a_chip(qtbot, theme):
    chips = ChoiceChips("Method", [("visit", "拜访"), ("phone", "电话"), ("email", "邮件")])
    qtbot.addWidget(chips)
    chips.set_value("visit")
    with qtbot.waitActive(chips):
        chips.show()
        chips.activateWindow()
    chips.setFocus()
    heard = []
    chips.edited.connect(lambda: heard.append(chips.value()))
    qtbot.keyClick(chips.button("visit"), Qt.Key.Key_3)
    qtbot.keyClick(chips.button("email"), Qt.Key.Key_Left)
    qtbot.keyClick(chips.button("phone"), Qt.Key.Key_9)
    assert heard == ["email", "phone"]
    assert chips.focusProxy() is chips.button("phone")
