"""Moving a customer to another status: what is missing with a way to enter each, the reason, a note."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import CHURNED, STATUSES
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.status_rules import Lack, Missing, MoveRefusedError, Place
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import ONE
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.move_status import missing_for
from desktop_crm.core.workflows.save_record import save_customer
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editors import editor_for
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import label

_ASKED_HERE = {Lack.CHURN_REASON: "churn_reason", Lack.NOTE: "status_note"}


class MoveDialog(SheetDialog):
    """Moves a customer to the status `to` as soon as nothing is missing any more."""

    def __init__(self, context: Context, customer: Customer, to: str, parent: QWidget | None) -> None:
        status = STATUSES.label_of(to)
        title = _("{name} becomes “{status}”").format(name=customer.name, status=status)
        super().__init__(context, parent, title, 560, 380)
        self._customer, self._to = customer, to
        self._missing: list[Missing] = []
        self._list: QWidget | None = None
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.editors = {}
        for name in ("churn_reason", "status_note"):
            if name == "status_note" or to == CHURNED:
                editor = editor_for(FIELDS[name], context)
                editor.setAccessibleName(_(FIELDS[name].label))
                editor.edited.connect(self._read)
                caption = QLabel(_(FIELDS[name].label))
                caption.setProperty("role", "caption")
                caption.setBuddy(editor)
                self.body.addWidget(caption)
                self.body.addWidget(editor)
                self.editors[name] = editor
        self.body.addStretch(1)
        self.add_button(_("Cancel"), self.reject)
        self.move_button = self.add_button(_("Change status"), self.save, "primary")
        self.move_button.setEnabled(False)
        context.bus.changed.connect(self._on_changed)
        self._read()

    def _said(self) -> tuple[str, str]:
        """The reason and the note as they stand there."""
        reason, note = (self.editors[name].value() if name in self.editors else "" for name in _ASKED_HERE.values())
        return str(reason or ""), str(note or "")

    def _read(self) -> None:
        reason, note = self._said()
        work = partial(_missing_for, self._customer, self._to, reason, note)
        self.context.operations.read(self, work, self._on_read, latest="missing", failed=self.say_error)

    def _on_changed(self, changes: Changes, _origin: object) -> None:
        if changes:
            self._read()

    def _on_read(self, missing: list[Missing]) -> None:
        self.move_button.setEnabled(not missing)
        asked = [each for each in missing if each.lack in _ASKED_HERE]
        self.say(_("Still missing: {what}.").format(what=asked[0].words) if asked else "")
        elsewhere = [each for each in missing if each.lack not in _ASKED_HERE]
        if elsewhere != self._missing or self._list is None:
            self._missing = elsewhere
            self._show(elsewhere)

    def _show(self, missing: list[Missing]) -> None:
        if self._list:
            self._place.removeWidget(self._list)
            self._list.deleteLater()
        self._list = QWidget()
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.context.theme.px(8))
        if missing:
            layout.addWidget(label(_("Before that, this is needed:"), "strong"))
        for each in missing:
            holder, row = flowing(spacing=8)
            row.addWidget(label(f"· {each.words}"))
            for place in each.places:
                row.addWidget(button(_words_of(place), partial(self._on_place, place), "quiet"))
            layout.addWidget(holder)
        self._place.addWidget(self._list)

    def _on_place(self, place: Place) -> None:
        if place.record_id is None:
            self._open(place, None)
        else:
            work = partial(ROOMS[place.kind].get, record_id=place.record_id)
            self.context.operations.read(self, work, partial(self._open, place), latest="place")

    def _open(self, place: Place, entity: Any) -> None:
        preset = None if entity is not None else place.preset
        dialog = RecordDialog(self.context, place.kind, entity, preset, self)
        dialog.open()
        dialog.form.focus(place.field)

    def save(self) -> None:
        """Move the customer, if nothing is missing."""
        reason, note = self._said()
        values: dict[str, Any] = {"status": self._to, "status_note": note}
        if self._to == CHURNED:
            values["churn_reason"] = reason
        self.move_button.setEnabled(False)
        work = partial(_moved, self._customer, values)
        self.context.operations.write(self, "change_customers", work, self._on_moved, failed=self._on_refused)

    def _on_moved(self, _changes: Changes) -> None:
        self.accept()

    def _on_refused(self, error: CrmError) -> None:
        self.say_error(error)
        if isinstance(error, MoveRefusedError):  # something went away meanwhile
            self._read()


def _words_of(place: Place) -> str:
    record = _(ONE[place.kind])
    if place.record_id is None:
        return _("Add {record}").format(record=record)
    return _("Open {record}").format(record=record)


def _missing_for(customer: Customer, to: str, reason: str, note: str, connection: Any) -> list[Missing]:
    return missing_for(connection, customer.id, to, reason=reason, note=note)


def _moved(customer: Customer, values: dict[str, Any], session: Session) -> Changes:
    return save_customer(session, customer.id, **values)
