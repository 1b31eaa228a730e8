"""The guide through the next talk with a customer, beside what one types or before one goes: to read, copy or print."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core.documents.forms import Form
from desktop_crm.core.documents.talk_guide import TalkGuide, talk_guide
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.ids import CustomerId
from desktop_crm.ui.documents.customer_preview import print_form
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label

_WIDTH, _HEIGHT = 640, 780


def open_talk_guide(context: Context, customer_id: CustomerId, parent: QWidget) -> None:
    """Open the guide as soon as it was read; not while others see the screen."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    work = partial(_guide, customer_id)
    then = partial(_open, context, customer_id, parent)
    context.operations.read(parent, work, then, latest="talk guide", failed=context.messages.error)


def _guide(customer_id: CustomerId, connection: Any) -> TalkGuide:
    return talk_guide(connection, customer_id)


def _open(context: Context, customer_id: CustomerId, parent: QWidget, guide: TalkGuide) -> None:
    TalkGuideDialog(context, customer_id, guide, parent).open()


class TalkGuideDialog(SheetDialog):
    """The steps of the talk, one below the other."""

    def __init__(
        self, context: Context, customer_id: CustomerId, guide: TalkGuide, parent: QWidget | None = None
    ) -> None:
        title = " · ".join(filter(None, (_("Talk guide"), guide.customer)))
        super().__init__(context, parent, title, _WIDTH, _HEIGHT)
        self._customer_id, self.guide = customer_id, guide
        px = context.theme.px
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(px(20), px(16), px(20), px(16))
        lines.setSpacing(px(4))
        if guide.people:
            lines.addWidget(label(listed(guide.people), "soft", wrap=True))
        for number, step in enumerate(guide.steps, 1):
            if lines.count():
                lines.addSpacing(px(8))
            lines.addWidget(label(f"{number}. {step.title}", "section"))
            for line in step.lines:
                lines.addLayout(self._point(line))
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("Talk guide"))
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scroll, 1)
        self.close_button = self.add_button(_("Close"), self.reject)
        self.print_button = self.add_button(_("Print…"), self.print)
        self.copy_button = self.add_button(_("Copy"), self.copy, "primary")

    def _point(self, text: str) -> QHBoxLayout:
        """A line behind its bullet; where it is long it goes on below its words."""
        row = QHBoxLayout()
        row.setSpacing(self.context.theme.px(4))
        row.addWidget(label("•"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)
        return row

    def copy(self) -> None:
        """Put the guide on the clipboard."""
        self.context.clipboard.copy(self.guide.text())
        self.say(_("Copied"), Tone.GREEN)

    def print(self) -> None:
        """Open the preview of the guide on paper."""
        print_form(self.context, self._customer_id, Form.BRIEF, self)
