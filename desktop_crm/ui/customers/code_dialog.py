"""A person's card for a phone to scan (habit 35): the code, whose it is, and in words what it holds."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.journal.transfers import EXPORT
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.card_code import CardCode, card_code, note_shown
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.code_view import CodeView
from desktop_crm.ui.widgets.labels import label

_WIDTH, _HEIGHT, _SIDE = 740, 484, 344


def open_code(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Open the code of a person as soon as it was made; not while others see the screen."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    work, then = partial(_made, kind, record_id), partial(_open, context, parent)
    context.operations.read(parent, work, then, latest="code", failed=context.messages.error)


def _made(kind: Kind, record_id: int, connection: Any) -> CardCode:
    return card_code(connection, kind, record_id)


def _open(context: Context, parent: QWidget, code: CardCode) -> None:
    CodeDialog(context, code, parent).open()
    if not context.book.database.read_only:
        context.operations.write(parent, EXPORT, partial(note_shown, code=code))


class CodeDialog(SheetDialog):
    """The code at the left, the words at the right."""

    def __init__(self, context: Context, code: CardCode, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, _("QR code"), _WIDTH, _HEIGHT)
        px = context.theme.px
        self.code = code
        self.view = CodeView(code.modules, px(_SIDE))
        self.view.setAccessibleName(_("QR code of {name}").format(name=code.name))
        row = QHBoxLayout()
        row.setSpacing(px(20))
        row.addWidget(self.view, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words(), 1)
        self.body.addLayout(row, 1)
        self.say(_("Scan it with a phone to save the contact there. No network is needed."))
        self.close_button = self.add_button(_("Close"), self.reject)
        self.close_button.setFocus()

    def _words(self) -> QWidget:
        px = self.context.theme.px
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, px(8), 0)
        lines.setSpacing(px(4))
        lines.addWidget(label(self.code.name, "pageTitle", wrap=True))
        if self.code.organization:
            lines.addWidget(label(self.code.organization, wrap=True))
        for sentence, titles in (
            (_("There is no room in the code for: {fields}"), self.code.crowded_out),
            (_("Confidential, and not in the code: {fields}"), self.code.confidential),
        ):
            if titles:
                lines.addWidget(label(sentence.format(fields=listed(titles)), "soft", wrap=True))
        lines.addSpacing(px(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for number, (title, text) in enumerate(self.code.said):
            grid.addWidget(label(title, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, wrap=True), number, 1)
        lines.addLayout(grid)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("What is in the code"))
        return scroll
