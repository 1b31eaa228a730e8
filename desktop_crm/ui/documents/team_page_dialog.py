"""The undertaking and the notice of the team: read, signed with name and day, and printed (P-08, P-10)."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.documents.printed_page import render_page
from desktop_crm.core.documents.team_pages import (
    SIGN,
    Signature,
    TeamPage,
    is_current,
    paragraphs_of,
    sign,
    signatures,
    team_page,
)
from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.values.day import parse_day
from desktop_crm.ui.documents.document_preview import DocumentPreview
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import LineEdit, mark_invalid
from desktop_crm.ui.widgets.labels import label

_MOST_SHOWN = 20


def show_team_pages(context: Context, parent: QWidget) -> None:
    """Open the dialog; not while others see the screen, since it tells who signed."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    TeamPageDialog(context, parent).open()


class TeamPageDialog(SheetDialog):
    """Shows one of the pages and who signed it; signing is one action in the book."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Undertaking and notice"), 640, 680)
        self._signed: list[Signature] = []
        self.page = ChoiceChips(_("Page"), tuple((each.value, each.label) for each in TeamPage))
        self.page.set_value(TeamPage.UNDERTAKING)
        self.page.edited.connect(self._on_page)
        self.body.addWidget(self.page)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setAccessibleName(_("What there is to read"))
        self._list = label("", "soft", wrap=True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, context.theme.px(8), 0)
        column.setSpacing(context.theme.px(8))
        column.addWidget(self._text)
        column.addWidget(label(_("Signatures"), "section"))
        column.addWidget(self._list)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setAccessibleName(_("What there is to read"))
        self.body.addWidget(scroll, 1)
        self.name, self.role, self.day = LineEdit(context.book.database.author), LineEdit(), LineEdit()
        self.day.setText(clock.today().isoformat())
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.theme.px(12))
        for title, field in ((_("Name"), self.name), (_("Title or role"), self.role), (_("Date signed"), self.day)):
            row.addLayout(self._titled(title, field), 1)
            field.textEdited.connect(self._on_edited)
        self._fields.setVisible(not context.book.database.read_only)
        self.body.addWidget(self._fields)
        self.close_button = self.add_button(_("Close"), self.reject)
        self.print_button = self.add_button(_("Print…"), self._on_print)
        self.sign_button = self.add_button(_("Sign"), self._on_sign, "primary")
        self.sign_button.setVisible(not context.book.database.read_only)
        self._on_page()

    @property
    def chosen(self) -> TeamPage:
        """The page that is shown."""
        return TeamPage(self.page.value())

    def _titled(self, title: str, field: LineEdit) -> QVBoxLayout:
        caption = label(title, "caption")
        caption.setBuddy(field)
        field.setAccessibleName(title)
        box = QVBoxLayout()
        box.setSpacing(self.context.theme.px(4))
        box.addWidget(caption)
        box.addWidget(field)
        return box

    def _on_page(self) -> None:
        parts = paragraphs_of(self.chosen)
        self._text.setText("\n\n".join("\n".join((title, *paragraphs)) for title, paragraphs in parts))
        self.say("")
        self._read()

    def _read(self) -> None:
        self.context.operations.read(self, partial(signatures, page=self.chosen), self._on_read, latest="signatures")

    def _on_read(self, found: list[Signature]) -> None:
        self._signed = [each for each in found if each.page is self.chosen]
        lines = [_line(each) for each in self._signed[:_MOST_SHOWN]]
        self._list.setText("\n".join(lines) or _("Nobody has signed yet."))

    def _on_edited(self, _text: str) -> None:
        mark_invalid(self.name, invalid=False)
        mark_invalid(self.day, invalid=False)
        self.say("")

    def _on_sign(self) -> None:
        day = parse_day(self.day.text())
        if day.precision != "day":
            mark_invalid(self.day, invalid=True)
            self.say(_("“{text}” is not a date").format(text=self.day.text()), Tone.RED)
            self.day.setFocus()
            return
        work = partial(sign, page=self.chosen, name=self.name.text(), role=self.role.text(), signed_on=day.first())
        self.sign_button.setEnabled(False)
        self.context.operations.write(self, SIGN, work, self._on_signed, failed=self._on_failed)

    def _on_signed(self, _changes: Changes) -> None:
        self.sign_button.setEnabled(True)
        self.say(_("Signed: {signature}").format(signature=self.name.text().strip()), Tone.GREEN)
        self._read()

    def _on_failed(self, error: CrmError) -> None:
        self.sign_button.setEnabled(True)
        mark_invalid(self.name, invalid=not self.name.text().strip())
        self.say_error(error)

    def _on_print(self) -> None:
        """Print the page with the newest signature of the name that stands in the field, or with lines to sign on."""
        name = self.name.text().strip()
        signature = next((each for each in self._signed if each.name == name and is_current(each)), None)
        author = self.context.book.database.author
        preview = DocumentPreview(self.context, self.chosen.label, f"{self.chosen.label}.pdf", self.parentWidget())
        preview.make(partial(_printed, self.chosen, author, signature))
        self.accept()
        preview.open()


def _line(signature: Signature) -> str:
    words = (signature.signed_on, signature.name, signature.role, "" if is_current(signature) else _("another wording"))
    return " · ".join(filter(None, words))


def _printed(page: TeamPage, author: str, signature: Signature | None, _connection: Any) -> Printout:
    return render_page(team_page(page, author, signature))
