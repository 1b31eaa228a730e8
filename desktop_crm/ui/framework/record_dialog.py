"""The dialog in which a record of any kind is made or changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.status_rules import MoveRefusedError
from desktop_crm.core.database.session import Session
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.errors import CrmError
from desktop_crm.core.fields import FieldType
from desktop_crm.core.findings import Finding
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.kinds import ONE, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.questions import questions_in
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import Value, show
from desktop_crm.core.workflows.check_record import findings
from desktop_crm.core.workflows.keep_confidential import always_confidential
from desktop_crm.core.workflows.save_marked import add_marked, change_marked
from desktop_crm.ui.framework.answers_editor import AnswersEditor
from desktop_crm.ui.framework.attaching import Target, attach_files
from desktop_crm.ui.framework.confidential import add_mark_action, words_to_mark
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import Problem
from desktop_crm.ui.framework.file_drops import FileDrops
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.framework.history_dialog import HistoryDialog
from desktop_crm.ui.framework.likely_bar import LikelyBar
from desktop_crm.ui.framework.record_form import RecordForm
from desktop_crm.ui.widgets.inputs import is_composing
from desktop_crm.ui.widgets.moment_edit import at_present

_ADVISE_AFTER_MILLISECONDS = 500
# The day or time that a new record begins with, which is mostly right: today, now.
_NOW = {
    Kind.INTERACTIONS: "occurred",
    Kind.NEEDS: "raised",
    Kind.COMMITMENTS: "made_on",
    Kind.SERVICE: "received",
    Kind.FEEDBACK: "given_on",
    Kind.SATISFACTION: "scored_on",
    Kind.SURVEY_ANSWERS: "answered_on",
    Kind.GIFTS: "given_on",
    Kind.NEWS: "happened_on",
    Kind.STORIES: "told_on",
    Kind.MATERIALS: "published_on",
    Kind.ATTACHMENTS: "dated",
}
_FILLED_WITH_AUTHOR = ("owner", "logged_by")
_WIDTH, _HEIGHT = 720, 680
_MARK_KEYS = "Ctrl+L"
_MARK_VERBS = {True: "mark_confidential", False: "unmark_confidential"}


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
        # Helps when the status of a customer cannot move yet, instead of a message that says so.
        self.on_move_refused: MoveRefused | None = None
        super().__init__(context, parent, self._titled(), kind.value)
        self.form = RecordForm(context, kind, parent=self.content)
        if entity is not None:
            self.form.set_values(entity)
            self.form.fix(["number"])  # a number is given once and never changed
        else:
            author = dict.fromkeys(_FILLED_WITH_AUTHOR, context.book.database.author)
            self.form.preset({**author, **_begun(kind), **(preset or {})})
            if kind is Kind.CUSTOMERS:
                self.form.hint("number", _("The next free one, when it is saved"))
        self.likely = LikelyBar(context, kind, entity.id if entity is not None else None)
        self.likely.open_requested.connect(self._on_likely)
        self.body.addWidget(self.likely)
        self.body.addWidget(self.form)
        self._field_name = ""  # of the field with the cursor, or the one that had it last
        self.mark_button = self.add_tool(_("Mark as confidential"), self._on_mark)
        QShortcut(QKeySequence(_MARK_KEYS), self, self._on_mark)
        self._offer_to_mark()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        self.form.show_confidential(always_confidential(kind))
        if entity is not None:
            self.add_tool(_("History"), self._on_history)
            work = partial(_confidential, kind, entity.id)
            context.operations.read(self, work, self._on_confidential_read)
        self.form.menu_requested.connect(self._on_field_menu)
        self.form.edited.connect(self.touch)
        self._advise_soon = QTimer(self, singleShot=True, interval=_ADVISE_AFTER_MILLISECONDS)
        self._advise_soon.timeout.connect(self._on_advise)
        self.form.edited.connect(self._advise_soon.start)
        self._survey_id: int | None = None
        if kind is Kind.SURVEY_ANSWERS:
            self.form.editor("survey_id").edited.connect(self._on_survey)
            self._on_survey()
        self._files: list[Path] = []  # dropped on a record that is not there yet
        FileDrops(self, self._target_at, self._on_files_dropped).watch_inside()
        if entity is not None:
            context.complete_form(self, kind, entity)
        self.resize(context.theme.px(_WIDTH), context.theme.px(_HEIGHT))
        self.form.focus_first()

    # Files that are dropped

    def _target_at(self, _position: QPoint) -> Target | None:
        return self._kind, self._entity.id if self._entity is not None else None

    def _on_files_dropped(self, target: Target, paths: list[Path]) -> None:
        """Attach them now, or when the record is saved."""
        if self._entity is not None:
            attach_files(self.context, self, target, paths)
            return
        self._files += paths
        names = listed(path.name for path in self._files)
        self.note.setText(_("Attached when this is saved: {names}").format(names=names))

    def _on_written(self, changes: Changes) -> None:
        if self._files and self._entity is None and (added := changes.added.get(self._kind)):
            window = self.context.messages.parent()
            if isinstance(window, QWidget):  # this dialog is about to go
                attach_files(self.context, window, (self._kind, added[0]), self._files)
        super()._on_written(changes)

    def draft_state(self) -> dict[str, Any]:
        """The record's id as text, None for a new one, what stands in the form, and what was marked in it."""
        record_id = str(self._entity.id) if self._entity is not None else None
        return {"id": record_id, "fields": self.form.state(), "marks": self.form.marks}

    def restore_draft(self, draft: Draft) -> None:
        super().restore_draft(draft)
        self.form.restore(draft.values["fields"])
        self.form.restore_marks(draft.values.get("marks", {}))
        if self._kind is Kind.SURVEY_ANSWERS:
            self._on_survey()

    def is_dirty(self) -> bool:
        return self.form.is_dirty

    def save(self) -> None:
        blocking = [name for name, problem in self.form.problems().items() if problem.blocking]
        if blocking:
            self.reveal(self.form.editor(blocking[0]))
            self.note.setText(_("Some fields need a look before this can be saved"))
            return
        self._advise_soon.stop()
        self._set_saving(saving=True)
        values = self._values()
        work = partial(_findings, self._kind, values, self._entity)
        then = partial(self._on_checked, values)
        self.context.operations.read(self, work, then, latest="findings", failed=self._on_write_failed)

    def _on_checked(self, values: dict[str, Any], found: list[Finding]) -> None:
        """Write what was checked, if nothing forbids it."""
        self._set_saving(saving=False)
        blocking = [finding for finding in found if finding.blocking and finding.field in self.form.boxes]
        if blocking:
            self._show_findings(found)
            self.reveal(self.form.editor(blocking[0].field))
            self.note.setText(_("Some fields need a look before this can be saved"))
            return
        marks = self.form.marks
        if self._entity is None:
            marked = [name for name, on in marks.items() if on]
            self.write(f"add_{self._kind.value}", partial(_add, self._kind, values, marked))
            return
        changed = {name: value for name, value in values.items() if value != getattr(self._entity, name)}
        if changed or marks:
            verb = f"change_{self._kind.value}" if changed else _MARK_VERBS[any(marks.values())]
            self.write(verb, partial(_change, self._kind, self._entity.id, changed, marks))
        else:
            self._on_written(Changes())

    def _on_write_failed(self, error: CrmError) -> None:
        if self.on_move_refused and isinstance(error, MoveRefusedError) and self._entity is not None:
            self._set_saving(saving=False)
            self.on_move_refused(self, self._entity, self._values()["status"])
        else:
            super()._on_write_failed(error)

    def _values(self) -> dict[str, Any]:
        return _PREPARED.get(self._kind, dict)(self.form.values())

    # What was changed before

    def field_menu(self, name: str) -> QMenu:
        """What can be asked of one field."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        marked = name in self.form.confidential
        add_mark_action(menu, self._kind, name, partial(self.turn_mark, name), marked=marked)
        if self._entity is not None:
            label = ROOMS[self._kind].fields[name].label
            action = menu.addAction(_("History of “{field}”").format(field=_(label)))
            action.triggered.connect(partial(self._on_history, name))
        return menu

    def _on_field_menu(self, name: str, position: QPoint) -> None:
        menu = self.field_menu(name)
        if not menu.isEmpty():
            menu.popup(position)

    def _on_history(self, name: str = "", _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's argument
        HistoryDialog(self.context, self, self._kind, self._entity.id, name).open()

    # What is confidential (P-04)

    def turn_mark(self, name: str) -> None:
        """Let a field be confidential when this is saved, or no longer be so."""
        self.form.turn_mark(name)
        self._offer_to_mark()

    def _on_mark(self) -> None:
        """Mark the field with the cursor, or take its mark back, where that can be."""
        if self.mark_button.isEnabled() and not is_composing():
            self.turn_mark(self._field_name)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        name = self.form.field_around(new)
        if name and name != self._field_name:
            self._field_name = name
            self._offer_to_mark()

    def _offer_to_mark(self) -> None:
        """Let the button say what it does to the field with the cursor."""
        name = self._field_name
        words = words_to_mark(self._kind, name, marked=name in self.form.confidential) if name else ""
        self.mark_button.setEnabled(bool(words))
        self.mark_button.setText(words or _("Mark as confidential"))
        label = ROOMS[self._kind].fields[name].label if name else ""
        field = _(label) if label else ""
        keys = QKeySequence(_MARK_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.mark_button.setToolTip(" · ".join(filter(None, (field, keys))))

    def _on_confidential_read(self, names: frozenset[str]) -> None:
        self.form.show_confidential(names | always_confidential(self._kind))
        self._offer_to_mark()

    # What rules say while the form is filled

    def _on_advise(self) -> None:
        if self.form.is_complete:
            values = self._values()
            work = partial(_findings, self._kind, values, self._entity)
            self.context.operations.read(self, work, self._on_advice, latest="findings")
            if self._kind in {Kind.CUSTOMERS, Kind.CONTACTS}:
                self.likely.look_for(values)
        else:
            self._advise_soon.start()

    def _on_likely(self, record_id: int) -> None:
        """Show the record that may be the same, above what is being typed."""
        work = partial(ROOMS[self._kind].get, record_id=record_id)
        self.context.operations.read(self, work, self._on_likely_read, latest="likely")

    def _on_likely_read(self, entity: Any) -> None:
        if entity is not None:
            RecordDialog(self.context, self._kind, entity, None, self).open()

    def _on_advice(self, found: list[Finding]) -> None:
        self._show_findings([finding for finding in found if not finding.blocking])

    def _show_findings(self, found: list[Finding]) -> None:
        self.form.advise({each.field: Problem(each.words, each.blocking) for each in found})

    # A filled survey asks what its survey asks

    def _on_survey(self) -> None:
        chosen = self.form.editor("survey_id").value()
        if isinstance(chosen, int) and chosen != self._survey_id:
            self._survey_id = chosen
            work = partial(SURVEYS.get, record_id=chosen)
            self.context.operations.read(self, work, self._on_survey_read, latest="survey")

    def _on_survey_read(self, survey: Survey | None) -> None:
        editor = self.form.editor("answers")
        if survey and survey.id == self._survey_id and isinstance(editor, AnswersEditor):
            clean = not self.form.is_dirty
            editor.show_questions(questions_in(survey.questions))
            if clean:
                self.form.count_as_untouched()

    def _titled(self) -> str:
        if self._entity is None:
            return _("New {record}").format(record=_(ONE[self._kind]))
        fields = ROOMS[self._kind].fields
        name = show(fields[fields.named_by], getattr(self._entity, fields.named_by)).partition("\n")[0]
        return " · ".join(filter(None, (_("Edit {record}").format(record=_(ONE[self._kind])), name)))


MoveRefused = Callable[[RecordDialog, Any, str], None]  # the form, the customer, the status that it may not have yet


def _begun(kind: Kind) -> dict[str, Value]:
    """The day or time that a new record of this kind begins with."""
    name = _NOW.get(kind)
    if name is None:
        return {}
    is_moment = ROOMS[kind].fields[name].type is FieldType.MOMENT
    return {name: at_present() if is_moment else Day(clock.today().isoformat())}


def _findings(kind: Kind, values: Mapping[str, Any], entity: Any, connection: Any) -> list[Finding]:
    """What is found in a record; of one that is changed nothing blocks that was so before (decision 12)."""
    found = findings(connection, kind, _whole(kind, entity) | dict(values), entity.id if entity else None)
    if entity is None:
        return found
    known = {each.field for each in findings(connection, kind, _whole(kind, entity), entity.id) if each.blocking}
    return [replace(each, blocking=False) if each.field in known else each for each in found]


def _whole(kind: Kind, entity: Any) -> dict[str, Any]:
    """The values of a record that are in no field of the form, too."""
    return {field.name: getattr(entity, field.name) for field in ROOMS[kind].fields.stored} if entity else {}


def _confidential(kind: Kind, record_id: int, connection: Any) -> frozenset[str]:
    return ROOMS[kind].secrets(connection, [record_id]).get(record_id, frozenset())


def _add(kind: Kind, values: Mapping[str, Any], marked: Sequence[str], session: Session) -> Changes:
    return add_marked(session, kind, values, marked)


def _change(
    kind: Kind, record_id: int, values: Mapping[str, Any], marks: Mapping[str, bool], session: Session
) -> Changes:
    return change_marked(session, kind, record_id, values, marks)


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
