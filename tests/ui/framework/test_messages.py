"""Message boxes: wide enough for what they say."""

from PySide6.QtWidgets import QLabel, QMessageBox

from desktop_crm.core.errors import RefusedError
from desktop_crm.ui.framework.messages import Messages


def test_a_long_text_is_not_squeezed_below_a_short_title(window):
    Messages(window).error(RefusedError("No", "This is why it cannot be done, and what to do instead. " * 3))
    box = window.findChild(QMessageBox)
    words = box.findChild(QLabel, "qt_msgbox_informativelabel")
    assert words.width() >= 40 * words.fontMetrics().averageCharWidth()
    assert words.heightForWidth(words.width()) < 8 * words.fontMetrics().lineSpacing()
    box.close()
