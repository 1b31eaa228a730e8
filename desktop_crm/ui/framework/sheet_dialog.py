"""What dialogs without a form look like: a title, a body, and a line with a note and buttons."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import ENTER
from desktop_crm.ui.widgets.labels import ElidedLabel, label, rule, set_tone

_MOST_OF_WINDOW = 0.96


class SheetDialog(QDialog):
    """A sheet over the window. Put things into `body`; `head` takes more beside the title, `foot` takes buttons."""

    def __init__(self, context: Context, parent: QWidget | None, title: str, width: int, height: int) -> None:
        super().__init__(parent)
        self.context = context
        self.messages = Messages(self)
        self.setProperty("role", "form")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        px = context.theme.px
        self.head, self.body, self.foot = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        self.note = label("", "soft", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(px(160))
        self.progress.hide()
        head, foot, content = QFrame(), QFrame(), QWidget()
        head.setMinimumHeight(px(50))
        foot.setMinimumHeight(px(55))
        head.setLayout(self.head)
        foot.setLayout(self.foot)
        content.setLayout(self.body)
        self.head.setContentsMargins(px(20), 0, px(20), 0)
        self.head.setSpacing(px(12))
        self.head.addWidget(ElidedLabel(title, "dialogTitle"), 1)
        self.body.setContentsMargins(px(20), px(16), px(20), px(16))
        self.body.setSpacing(px(12))
        self.foot.setContentsMargins(px(20), 0, px(20), 0)
        self.foot.setSpacing(px(8))
        self.foot.addWidget(self.progress)
        self.foot.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (head, rule(), content, rule(), foot):
            layout.addWidget(part, int(part is content))
        wanted = QSize(px(width), px(height))
        self.resize(wanted.boundedTo(parent.window().size() * _MOST_OF_WINDOW) if parent else wanted)

    def add_button(self, text: str, act: Callable[[], object], role: str = "") -> QPushButton:
        """One more button at the right of the last line; roles are those of `cards.button`."""
        made = QPushButton(text)
        made.setAutoDefault(True)  # see `keyPressEvent`
        if role:
            made.setProperty("role", role)
        made.clicked.connect(lambda _checked=False: act())
        self.foot.addWidget(made)
        return made

    def say(self, text: str, tone: Tone = Tone.SOFT) -> None:
        """Write beside the buttons how things stand."""
        self.note.setText(text)
        set_tone(self.note, tone)

    def say_error(self, error: CrmError) -> None:
        """Write an error beside the buttons."""
        self.say(error.text, Tone.RED)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far long work is; with a total of 0 that it goes on."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            event.accept()  # Enter presses a button only where the button has the focus
        else:
            super().keyPressEvent(event)
