"""Using a template for a note: its headings into the text, its date into the field for the next step (habit 49)."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.templates import Template, answered, templates
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.interactions.note_buttons import TemplateButton
from desktop_crm.ui.widgets.inputs import TextEdit
from desktop_crm.ui.widgets.moment_edit import MomentEdit


class NoteTemplates(QObject):
    """Offers the templates by `button`. Signals: `used(template)` when its headings stand in the note."""

    used = Signal(object)

    def __init__(self, dialog: FormDialog, note: TextEdit, due: MomentEdit) -> None:
        super().__init__(dialog)
        self._context, self._messages, self._note, self._due = dialog.context, dialog.messages, note, due
        self.offered: list[Template] = []
        self.proposed: Moment | None = None  # the date a template proposed; without a next step it says nothing
        self.button = TemplateButton(dialog.context.theme)
        self.button.chosen.connect(self._on_chosen)

    def read(self) -> None:
        """Offer the templates as soon as they were read."""
        self._context.operations.read(self, templates, self._on_read)

    def answered(self, note: str) -> str:
        """What was written into a note, without headings that nothing stands below."""
        return answered(note, self.offered)

    def _on_read(self, found: list[Template]) -> None:
        self.offered = found
        self.button.offer(found)

    def _on_chosen(self, template: Template) -> None:
        if self._note.toPlainText().strip():
            self._messages.ask(
                _("Something is written there already"),
                _("Shall the headings go below it?"),
                {_("Add below"): partial(self._use, template), _("Cancel"): None},
            )
        else:
            self._use(template)

    def _use(self, template: Template) -> None:
        """Put the headings below what is written, the cursor behind the first, and a date for the next step."""
        whole = template.onto(self._note.toPlainText())
        cursor = self._note.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(whole)  # so that it can be undone
        start = len(whole) - len(template.headings)
        cursor.setPosition(start + len(template.headings.partition("\n")[0]))
        self._note.setTextCursor(cursor)
        self._note.setFocus()
        if template.next_step and not self._due.text().strip():
            self.proposed = template.next_step
            self._due.set_value(template.next_step)
        self.used.emit(template)
