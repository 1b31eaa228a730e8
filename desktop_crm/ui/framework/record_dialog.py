"""The dialog in which a record of any kind is made or changed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database.session import Session
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.framework.record_form import RecordForm
from desktop_crm.ui.widgets.moment_edit import at_present

_NEW = {
    Kind.CUSTOMERS: N_("New customer"),
    Kind.CONTACTS: N_("New contact"),
    Kind.INTERACTIONS: N_("New interaction"),
    Kind.FOLLOWUPS: N_("New follow-up"),
    Kind.ORDERS: N_("New order"),
}
_EDIT = {
    Kind.CUSTOMERS: N_("Edit customer"),
    Kind.CONTACTS: N_("Edit contact"),
    Kind.INTERACTIONS: N_("Edit interaction"),
    Kind.FOLLOWUPS: N_("Edit follow-up"),
    Kind.ORDERS: N_("Edit order"),
}
_NAMED_BY = {Kind.CUSTOMERS: "name", Kind.CONTACTS: "name", Kind.FOLLOWUPS: "title", Kind.ORDERS: "product"}
_FILLED_WITH_AUTHOR = ("owner", "logged_by")
_WIDTH, _HEIGHT = 720, 680


def _followup(values: Mapping[str, Any]) -> dict[str, Any]:
    """A follow-up that is marked as done was done now, if nobody says when (F-06); one that is open was not."""
    done = values.get("done") or at_present() if values["status"] == DONE else None
    return {**values, "done": done}


# What follows from other fields before a record is written.
_PREPARED: dict[Kind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {Kind.FOLLOWUPS: _followup}


class RecordDialog(FormDialog):
    """Makes a new record (`entity` None, with `preset` values), or changes one."""

    def __init__(
        self,
        context: Context,
        kind: Kind,
        entity: Any = None,
        preset: Mapping[str, Value] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._kind, self._entity = kind, entity
        super().__init__(context, parent, self._titled(), kind.value)
        self.form = RecordForm(context, kind, parent=self.content)
        if entity is not None:
            self.form.set_values(entity)
            self.form.fix(["number"])  # a number is given once and never changed
        else:
            author = dict.fromkeys(_FILLED_WITH_AUTHOR, context.book.database.author)
            self.form.preset({**author, **(preset or {})})
            if kind is Kind.CUSTOMERS:
                self.form.hint("number", _("The next free one, when it is saved"))
        self.body.addWidget(self.form)
        self.form.edited.connect(self.touch)
        self.resize(context.theme.px(_WIDTH), context.theme.px(_HEIGHT))
        self.form.focus_first()

    def draft_state(self) -> dict[str, Any]:
        """The record's id as text, None for a new one, and what stands in the form."""
        return {"id": str(self._entity.id) if self._entity is not None else None, "fields": self.form.state()}

    def restore_draft(self, draft: Draft) -> None:
        super().restore_draft(draft)
        self.form.restore(draft.values["fields"])

    def is_dirty(self) -> bool:
        return self.form.is_dirty

    def save(self) -> None:
        blocking = [name for name, problem in self.form.problems().items() if problem.blocking]
        if blocking:
            self.reveal(self.form.editor(blocking[0]))
            self.note.setText(_("Some fields need a look before this can be saved"))
            return
        values = _PREPARED.get(self._kind, dict)(self.form.values())
        if self._entity is None:
            self.write(f"add_{self._kind.value}", partial(_add, self._kind, values))
            return
        changed = {name: value for name, value in values.items() if value != getattr(self._entity, name)}
        if changed:
            self.write(f"change_{self._kind.value}", partial(_change, self._kind, self._entity.id, changed))
        else:
            self._on_written(Changes())

    def _titled(self) -> str:
        if self._entity is None:
            return _(_NEW[self._kind])
        name = str(getattr(self._entity, _NAMED_BY[self._kind])) if self._kind in _NAMED_BY else ""
        return " · ".join(filter(None, (_(_EDIT[self._kind]), name)))


def _add(kind: Kind, values: Mapping[str, Any], session: Session) -> Changes:
    entity = ROOMS[kind].entity(**values)
    if kind is Kind.CUSTOMERS:
        return customer_commands.add(session, [entity])
    return ROOMS[kind].add(session, [entity])


def _change(kind: Kind, record_id: int, values: Mapping[str, Any], session: Session) -> Changes:
    return ROOMS[kind].change(session, record_id, **values)


def open_draft(context: Context, draft: Draft, parent: QWidget) -> None:
    """Open the dialog that a draft belongs to, with what was typed; a record that is gone is made anew."""
    kind = Kind(draft.form)

    def show(entity: Any) -> None:
        dialog = RecordDialog(context, kind, entity, None, parent)
        dialog.restore_draft(draft)
        dialog.open()

    record_id = draft.values["id"]
    if record_id is None:
        show(None)
    else:
        work = partial(ROOMS[kind].get, record_id=int(record_id))
        context.operations.read(parent, work, show)
