"""A text to a customer: to be read, changed, copied or opened as a mail, and what the user says became of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.documents.letter import Letter, appointment_letter, confirmation_letter_text, summary_letter
from desktop_crm.core.documents.mail import mail_file, mail_link
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.journal.transfers import PRINT, note_print
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.writing.target import write_file
from desktop_crm.core.workflows.tell_customer import appointment_confirmed, solution_confirmed, summary_sent
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.draft_keeper import DraftKeeper
from desktop_crm.ui.framework.draft_note import DraftNote
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import LineEdit, TextEdit
from desktop_crm.ui.widgets.labels import label

FORM = "letter"  # the name of this form among the drafts
_WIDTH, _HEIGHT, _LEAST_LINES = 640, 780, 6


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a text about one kind of record is called, what makes it, and what is noted when the user says so."""

    title: str
    make: Callable[..., Letter]
    mark: str
    verb: str
    note: Callable[[Session, Any], Changes]


def _summary_sent(session: Session, record_id: Any) -> Changes:
    return summary_sent(session, [record_id])


PURPOSES: Mapping[Kind, Purpose] = {
    Kind.INTERACTIONS: Purpose(
        N_("Summary for the customer"), summary_letter, N_("Mark as sent"), "send_summary", _summary_sent
    ),
    Kind.SERVICE: Purpose(
        N_("Ask to confirm the solution"),
        confirmation_letter_text,
        N_("Mark as confirmed"),
        "confirm_solution",
        solution_confirmed,
    ),
    Kind.FOLLOWUPS: Purpose(
        N_("Ask to confirm the appointment"),
        appointment_letter,
        N_("Mark as confirmed"),
        "confirm_appointment",
        appointment_confirmed,
    ),
}


def open_letter(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Open the text about a talk, a request or an appointment, as soon as it was made; else say why there is none."""
    _read(context, kind, record_id, parent, partial(_open, context, kind, record_id, parent))


def open_draft(context: Context, draft: Draft, parent: QWidget) -> None:
    """Open the text that a draft holds, as it was; of a record that is gone nothing can be noted any more."""
    if not _may_show(context):
        return
    kind, record_id = Kind(draft.values["kind"]), int(draft.values["id"])
    dialog = LetterDialog(context, kind, record_id, Letter(**draft.values["letter"]), parent)
    dialog.restore_draft(draft)
    dialog.open()
    context.operations.read(dialog, partial(ROOMS[kind].get, record_id=record_id), dialog.show_record)


def copy_letter(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Put the text on the clipboard as it is proposed; a toast offers to note that it was sent."""
    _read(context, kind, record_id, parent, partial(_copied, context, kind, record_id, parent))


def note_sent(context: Context, kind: Kind, record_id: int, parent: QWidget) -> None:
    """Note what the user says became of the text: one action, which can be undone."""
    purpose = PURPOSES[kind]
    context.operations.write(parent, purpose.verb, partial(_noted, purpose, record_id), partial(_on_noted, context))


def _read(context: Context, kind: Kind, record_id: int, parent: QWidget, then: Callable[[Letter], None]) -> None:
    if _may_show(context):
        work = partial(_made, PURPOSES[kind].make, record_id, context.book.database.author)
        context.operations.read(parent, work, then, latest="letter", failed=context.messages.error)


def _may_show(context: Context) -> bool:
    """Whether nobody else looks at the screen; says so where somebody does."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return False
    return True


def _made(make: Callable[..., Letter], record_id: int, sender: str, connection: Any) -> Letter:
    return make(connection, record_id, sender=sender)


def _open(context: Context, kind: Kind, record_id: int, parent: QWidget, letter: Letter) -> None:
    LetterDialog(context, kind, record_id, letter, parent).open()


def _copied(context: Context, kind: Kind, record_id: int, parent: QWidget, letter: Letter) -> None:
    context.clipboard.copy(letter.body)
    mark = PURPOSES[kind].mark
    context.messages.toast(_("Copied"), _(mark), partial(note_sent, context, kind, record_id, parent))


def _noted(purpose: Purpose, record_id: int, session: Session) -> Changes:
    return purpose.note(session, record_id)


def _on_noted(context: Context, _changes: Changes) -> None:
    context.undoing.tell(_("Noted"))


class LetterDialog(SheetDialog):
    """Shows the text, which may be changed, with three ways on: copy, mail, file.

    What is typed is kept as a draft until it went one of these ways, was noted as sent, or was thrown away.
    """

    def __init__(
        self, context: Context, kind: Kind, record_id: int, letter: Letter, parent: QWidget | None = None
    ) -> None:
        self._kind, self._record_id, self._letter = kind, record_id, letter
        title = PURPOSES[kind].title
        super().__init__(context, parent, _(title), _WIDTH, _HEIGHT)
        self.keeper = DraftKeeper(self, context, FORM, self._named, self._draft_state)
        self.draft_note = DraftNote(self.keeper)
        self.head.addWidget(self.draft_note)
        prefers = _("prefers: {channel}").format(channel=letter.channel) if letter.channel else ""
        self.to = label(" · ".join(filter(None, (letter.to, letter.address, prefers))), "soft", wrap=True)
        self.subject = LineEdit(letter.subject)
        self.subject.setAccessibleName(_("Subject line"))
        self.text = TextEdit(context.theme, _LEAST_LINES, fills=True)
        self.text.setAccessibleName(_("Body"))
        self.text.setPlainText(letter.body)
        self.body.addWidget(self.to)
        self._add(self.subject)
        self._add(self.text, 1)
        self.close_button = self.add_button(_("Close"), self.reject)
        mark = PURPOSES[kind].mark
        self.sent_button = self.add_button(_(mark), self.mark_sent)
        self.mail_button = self.add_button(_("Open as mail"), self.open_mail)
        self.copy_button = self.add_button(_("Copy"), self.copy, "primary")
        self._handed_on: tuple[str, str] | None = self._typed()
        self.subject.textChanged.connect(self.keeper.touch)
        self.text.textChanged.connect(self.keeper.touch)
        self.text.setFocus()

    def _add(self, edit: QWidget, stretch: int = 0) -> None:
        """Put a field below its caption."""
        caption = label(edit.accessibleName(), "caption")
        caption.setBuddy(edit)
        part = QVBoxLayout()
        part.setSpacing(self.context.theme.px(4))
        part.addWidget(caption)
        part.addWidget(edit)
        self.body.addLayout(part, stretch)

    def _typed(self) -> tuple[str, str]:
        return self.subject.text(), self.text.toPlainText()

    def _named(self) -> str:
        """What this text is called among the drafts."""
        return " · ".join(filter(None, (self.windowTitle(), self._letter.to, self.subject.text().strip())))

    def _draft_state(self) -> dict[str, Any]:
        return {"kind": self._kind.value, "id": str(self._record_id), "letter": asdict(self.letter())}

    def restore_draft(self, draft: Draft) -> None:
        """Go on keeping the same draft, whose text is shown; it went nowhere yet."""
        self.keeper.continue_draft(draft)
        self.draft_note.show_kept()
        self._handed_on = None

    def show_record(self, record: Any) -> None:
        """Let something be noted about the record only while there is one."""
        self.sent_button.setEnabled(record is not None)

    def accept(self) -> None:
        self._let_go(self.keeper.drop)
        super().accept()

    def reject(self) -> None:
        """Close; first ask what shall become of words that were typed and went nowhere yet."""
        if self._typed() == self._handed_on:
            self._on_throw_away()
            return
        answers: dict[str, Callable[[], None] | None] = {}  # what Enter takes comes first, and loses nothing
        if self.keeper.is_possible:
            answers[_("Keep as draft")] = self._on_keep
        answers |= {
            _("Copy"): self._on_copy_and_close,
            _("Go on typing"): None,
            _("Throw away"): self._on_throw_away,
        }
        self.messages.ask(_("What you typed is not saved"), _("What shall become of it?"), answers)

    def _on_throw_away(self) -> None:
        self._let_go(self.keeper.drop)
        super().reject()

    def _on_keep(self) -> None:
        try:
            self.keeper.flush()
        except CrmError as error:
            self.messages.error(error)
        else:
            super().reject()

    def _let_go(self, forget: Callable[[], None]) -> None:
        """Forget the draft; one that cannot be removed will be offered again."""
        try:
            forget()
        except CrmError as error:
            self.context.messages.error(error)

    def _hand_on(self, typed: tuple[str, str]) -> None:
        """These words went where they were to go; those typed since are still kept."""
        self._handed_on = typed
        if self._typed() == typed:
            self._let_go(self.keeper.drop_and_go_on)
            self.draft_note.clear()

    def _on_copy_and_close(self) -> None:
        self.copy()
        self.reject()

    def letter(self) -> Letter:
        """The text as it stands now."""
        return replace(self._letter, subject=self.subject.text().strip(), body=self.text.toPlainText())

    def copy(self) -> None:
        """Put the text on the clipboard, for WeChat and the like."""
        self.context.clipboard.copy(self.text.toPlainText())
        self._hand_on(self._typed())
        self.say(_("Copied"), Tone.GREEN)

    def open_mail(self) -> None:
        """Open the draft in the user's mail program; a text too long for that goes into a file, which opens there."""
        link = mail_link(self.letter())
        if link is None or not QDesktopServices.openUrl(QUrl.fromEncoded(link.encode("ascii"))):
            self._ask_for_file()
        else:
            self._hand_on(self._typed())

    def _ask_for_file(self) -> None:
        self.say(_("Save the draft, then open it with your mail program."))
        place = str(Path.home() / f"{_(PURPOSES[self._kind].title)}.eml")
        dialog = QFileDialog(self, _("Save the draft of a mail"), place, "E-mail (*.eml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, name: str) -> None:
        """Write the draft into a file, and note it in the journal."""
        content = mail_file(self.letter())
        self.context.operations.read(
            self,
            partial(_write, Path(name), content),
            partial(self._on_saved, sha256(content).hexdigest(), self._typed()),
            failed=self.say_error,
        )

    def _on_saved(self, digest: str, typed: tuple[str, str], path: Path) -> None:
        self._hand_on(typed)
        self.say(_("Saved: {files}").format(files=path.name), Tone.GREEN)
        if not self.context.book.database.read_only:
            work = partial(note_print, title=self.windowTitle(), pages=1, sha256=digest, file=path.name)
            self.context.operations.write(self, PRINT, work)

    def mark_sent(self) -> None:
        """Note that it was sent, or that the customer has confirmed; then close."""
        work = partial(_noted, PURPOSES[self._kind], self._record_id)
        self.sent_button.setEnabled(False)
        verb = PURPOSES[self._kind].verb
        self.context.operations.write(self, verb, work, self._on_noted, failed=self._on_not_noted)

    def _on_noted(self, changes: Changes) -> None:
        _on_noted(self.context, changes)
        self.accept()

    def _on_not_noted(self, error: CrmError) -> None:
        self.sent_button.setEnabled(True)
        self.say_error(error)


def _write(path: Path, content: bytes, _connection: Any) -> Path:
    write_file(path, content)
    return path
