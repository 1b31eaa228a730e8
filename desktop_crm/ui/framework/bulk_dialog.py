"""The dialog that changes one field of many records at once (habit 30)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import N_, _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.change_records import Action, Edit, actions_of, bulk_fields, change_many, is_needed
from desktop_crm.core.workflows.plan_next_step import plan_next_step
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor
from desktop_crm.ui.framework.field_editors import editor_for
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

_NEXT_STEP = "next_step"  # beside the fields of customers: it is a follow-up


class BulkDialog(SheetDialog):
    """Asks which field, what to do with it and the value; the button says of how many records."""

    def __init__(self, context: Context, kind: Kind, ids: Sequence[int], parent: QWidget | None) -> None:
        count = len(ids)
        title = ngettext("Change {count} record", "Change {count} records", count).format(count=f"{count:,}")
        super().__init__(context, parent, title, 520, 330)
        self._kind, self._ids = kind, ids
        self._running: Progress | None = None
        self._close_when_stopped = False
        self._field: Field | None = None
        self.fields = ComboBox(context.theme)
        self.fields.setAccessibleName(_("Field"))
        if kind is Kind.CUSTOMERS:
            self.fields.addItem(_("Next step"), _NEXT_STEP)
        for field in bulk_fields(kind):
            self.fields.addItem(_(field.label), field.name)
        self.ways: ChoiceChips | None = None
        self.editor: FieldEditor | None = None
        self.title: FieldEditor | None = None
        self._parts = QWidget()
        self._form = QVBoxLayout(self._parts)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(context.theme.px(12))
        top = QFormLayout()
        top.addRow(label(_("Field"), "soft"), self.fields)
        self.body.addLayout(top)
        self.body.addWidget(self._parts)
        self.body.addStretch(1)
        self._cancel = self.add_button(_("Cancel"), self.reject)
        self.change_button = self.add_button(title, self._on_change, "primary")
        context.bus.about_to_close.connect(self._stop)
        self.fields.currentIndexChanged.connect(self._on_field)
        preferred = self.fields.findData("owner")
        self.fields.setCurrentIndex(max(preferred, 0))
        self._on_field()
        self.fields.setFocus()

    def open(self) -> None:
        """Show it over the window; in presentation mode it says why not, and goes."""
        try:
            self.context.book.database.refuse_while_presenting()
        except CrmError as error:
            self.context.messages.error(error)
            self.deleteLater()
        else:
            super().open()

    def choose(self, name: str) -> None:
        """Choose the field with this name."""
        self.fields.setCurrentIndex(self.fields.findData(name))

    def _on_field(self, *_place: int) -> None:
        """Show what can be done with the field that was chosen."""
        while self._form.count():
            item = self._form.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.hide()
                widget.deleteLater()
        self.say("")
        self.ways = self.title = None
        name = str(self.fields.currentData())
        if name == _NEXT_STEP:
            followups = ROOMS[Kind.FOLLOWUPS].fields
            self._field = None
            self.editor = self._put(replace(followups["due"], required=True))
            self.title = self._put(replace(followups["title"], label=N_("What to do, where nothing is planned yet")))
            self.title.set_value(_("Return visit"))
            self._form.addWidget(
                label(_("An open next step moves to the new date; who has none gets one."), "soft", wrap=True)
            )
            return
        self._field = field = next(each for each in bulk_fields(self._kind) if each.name == name)
        offered = actions_of(field, needed=is_needed(self._kind, field))
        if len(offered) > 1:
            self.ways = ChoiceChips(_("How to change it"), [(action.name, _(action.value)) for action in offered])
            self.ways.set_value(offered[0].name)
            self.ways.edited.connect(self._on_action)
            self._form.addWidget(self.ways)
        self.editor = self._put(field)
        if field.account_type:
            self._form.addWidget(
                label(_("Customers of the other account type lack this field and stay as they are."), "soft", wrap=True)
            )

    def _put(self, field: Field) -> FieldEditor:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.context.theme.px(4))
        editor = editor_for(field, self.context, may_be_empty=True)
        caption = label(_(field.label), "caption")
        caption.setBuddy(editor)
        box.addWidget(caption)
        box.addWidget(editor)
        editor.edited.connect(self._on_edited)
        self._form.addWidget(holder)
        return editor

    def _on_edited(self) -> None:
        self.say("")

    def _on_action(self) -> None:
        if self.editor:
            self.editor.setEnabled(self._action() is not Action.CLEAR)

    def _action(self) -> Action:
        return Action[self.ways.value()] if self.ways else Action.SET

    # Changing

    def _on_change(self) -> None:
        if self._running or not self.editor:
            return
        wanted = [editor for editor in (self.editor, self.title) if editor]
        for editor in wanted if self._action() is not Action.CLEAR else ():
            problem = editor.problem()
            editor.mark(invalid=bool(problem and problem.blocking))
            empty = not editor.value() and editor.value() is not False
            if (problem and problem.blocking) or empty:
                self.say(problem.text if problem else _("Say what the value shall be."), Tone.RED)
                editor.setFocus()
                return
        self._running = self.context.operations.run(
            self,
            self._work(),
            self._on_written,
            progressed=self.show_progress,
            failed=self._on_failed,
            canceled=self._on_stopped,
        )
        self._show_state()

    def _work(self) -> "partial[Changes]":
        assert self.editor  # noqa: S101 - there is one for each field
        if self._field is None:
            due, title = self.editor.value(), self.title.value() if self.title else ""
            assert isinstance(due, Moment)  # noqa: S101 - it was looked at before
            return partial(_plan, self.context, self._ids, due, str(title))
        action = self._action()
        edit = Edit(self._field.name, action, None if action is Action.CLEAR else self.editor.value())
        return partial(_change, self.context, self._kind, self._ids, edit)

    def _on_written(self, changes: Changes) -> None:
        self._running = None
        touched = sum(len(ids) for part in (changes.added, changes.updated) for ids in part.values())
        text = ngettext("{count} record changed", "{count} records changed", touched).format(count=f"{touched:,}")
        rest = len(self._ids) - touched
        if rest > 0:
            more = ngettext("{count} had it so already", "{count} had it so already", rest)
            text = " · ".join((text, more.format(count=f"{rest:,}")))
        self.context.undoing.tell(text)
        self.accept()

    def _on_failed(self, error: CrmError) -> None:
        self._running = None
        self._show_state()
        self.say_error(error)

    def _on_stopped(self) -> None:
        self._running = None
        self._show_state()
        self.say(_("Stopped; the book is as it was."), Tone.AMBER)
        if self._close_when_stopped:
            super().reject()

    def _stop(self) -> None:
        if self._running:
            self._running.cancel()

    def _show_state(self) -> None:
        busy = self._running is not None
        for part in (self.fields, self._parts, self.change_button):
            part.setEnabled(not busy)
        if not busy:
            self.progress.hide()

    def reject(self) -> None:
        if self._running:
            self._close_when_stopped = True
            self.say(_("Stopping…"))
            self._stop()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)


def _change(context: Context, kind: Kind, ids: Sequence[int], edit: Edit, progress: Progress) -> Changes:
    return context.book.write(
        f"change_many_{kind.value}", partial(change_many, kind=kind, ids=ids, edit=edit, at=progress.at)
    )


def _plan(context: Context, ids: Sequence[int], due: Moment, title: str, progress: Progress) -> Changes:
    work = partial(plan_next_step, customer_ids=ids, due=due, title=title, at=progress.at)
    return context.book.write("plan_next_step", work)
