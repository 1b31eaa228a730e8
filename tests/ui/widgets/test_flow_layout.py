import pytest
from PySide6.QtWidgets import QFrame

from desktop_crm.ui.widgets.flow_layout import flowing


@pytest.fixture
def row(qtbot, theme):
    widget, layout = flowing(spacing=10)
    qtbot.addWidget(widget)
    buttons = [QFrame() for _number in range(3)]
    for button in buttons:
        button.setFixedSize(100, 20)
        layout.addWidget(button)
    widget.show()
    return widget, buttons


def test_widgets_stand_in_a_line_while_there_is_room(row):
    widget, buttons = row
    widget.resize(400, 20)
    assert [(button.x(), button.y()) for button in buttons] == [(0, 0), (110, 0), (220, 0)]


def test_widgets_begin_another_line_where_there_is_no_more_room(row):
    widget, buttons = row
    widget.resize(230, 50)
    assert [(button.x(), button.y()) for button in buttons] == [(0, 0), (110, 0), (0, 30)]
    assert widget.heightForWidth(230) == 50
    assert widget.heightForWidth(90) == 80


def test_hidden_widgets_take_no_room(row):
    widget, buttons = row
    buttons[0].hide()
    widget.resize(230, 20)
    assert [(button.x(), button.y()) for button in buttons[1:]] == [(0, 0), (110, 0)]
