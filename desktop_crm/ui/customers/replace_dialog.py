"""A contact left: since when, who takes over, and what is handed over (K-10)."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.fields import FIELDS
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import ContactId
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.replace_contact import Unfinished, replace_contact, unfinished
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editors import editor_for
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.labels import label

Found = tuple[Contact, list[Contact], Unfinished]


class ReplaceDialog(SheetDialog):
    """Lets another person of the same customer take the place of a contact."""

    def __init__(self, context: Context, contact_id: ContactId, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Another contact takes over"), 500, 380)
        self._contact_id = contact_id
        self.who = label("", "strong")
        self.left_on = editor_for(FIELDS["left_on"], context)
        self.left_on.set_value(Day(clock.today().isoformat()))
        self.left_on.edited.connect(self._on_edited)
        self.by = QComboBox()
        self.hand_over = QCheckBox()
        self.hand_over.setChecked(True)
        self.body.addWidget(self.who)
        for title, editor in ((_("Left on"), self.left_on), (_("Who takes over"), self.by)):
            self.body.addWidget(label(title, "caption"))
            editor.setAccessibleName(title)
            self.body.addWidget(editor)
        self.body.addWidget(self.hand_over)
        self.body.addStretch(1)
        self.add_button(_("Cancel"), self.reject)
        self.save_button = self.add_button(_("Take over"), self.save, "primary")
        self.save_button.setEnabled(False)
        context.operations.read(self, partial(_read, contact_id), self._on_read, failed=self.say_error)

    def _on_read(self, found: Found) -> None:
        contact, others, under_way = found
        self.who.setText(_("{name} does not work there any more").format(name=contact.name))
        for other in others:
            self.by.addItem(" ".join(filter(None, (other.name, other.title))), str(other.id))
        self.hand_over.setText(
            _("Hand over {followups} follow-ups, {commitments} promises and {steps} decisions").format(
                followups=len(under_way.followups), commitments=len(under_way.commitments), steps=len(under_way.chain)
            )
        )
        if not others:
            self.say(_("Add the new person to the contacts first."))
        self._on_edited()

    def _on_edited(self) -> None:
        day = self.left_on.value()
        self.save_button.setEnabled(self.by.count() > 0 and isinstance(day, Day) and day.is_date)

    def save(self) -> None:
        """Let the person chosen take over; it is one action and can be undone."""
        day = self.left_on.value()
        if isinstance(day, Day):
            self.save_button.setEnabled(False)
            by, hand_over = ContactId(int(self.by.currentData())), self.hand_over.isChecked()
            work = partial(_replaced, self._contact_id, by, day, hand_over=hand_over)
            self.context.operations.write(self, "replace_contact", work, self._on_saved, failed=self.say_error)

    def _on_saved(self, _changes: Changes) -> None:
        self.accept()


def _read(contact_id: ContactId, connection: Any) -> Found:
    (contact,) = CONTACTS.get_many(connection, [contact_id])
    people = contacts_of(connection, contact.customer_id) if contact.customer_id else []
    others = [each for each in people if each.id != contact_id and each.left_on is None]
    return contact, others, unfinished(connection, contact_id)


def _replaced(contact_id: ContactId, by: ContactId, day: Day, session: Session, *, hand_over: bool) -> Changes:
    return replace_contact(session, contact_id, by, day, hand_over=hand_over)
