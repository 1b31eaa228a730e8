"""The fields in which a talk is told: who, when and how, what was said, and what it brought."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.fields import FIELDS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.listing import still_open
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editor import FieldEditor
from desktop_crm.ui.framework.field_editors import ReferenceEditor, editor_for
from desktop_crm.ui.interactions.learned_fields import LearnedFields
from desktop_crm.ui.interactions.open_offers import OpenOffers
from desktop_crm.ui.interactions.part import Key, Part, title_of
from desktop_crm.ui.interactions.said import (
    NeedsEdit,
    PromisesEdit,
    ScoreEdit,
    kept_entries,
    kept_moment,
    restore_entries,
    restore_moment,
)
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.entry_edit import EntryEdit
from desktop_crm.ui.widgets.inputs import LineEdit, TextEdit
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit
from desktop_crm.ui.widgets.tag_edit import TagEdit

FIRST_METHOD = "visit"
_LONG = ("summary", "feedback", "agreements", "open_issues")
# Shown where the purpose asks for them, else behind a button, as are the user's own fields.
_MORE = (
    *("objective", "place", "milestone", "outcome", "changes_reported"),
    *("material_id", "need_id", "deal_id", "service_id", "confidential"),
)
_HALF, _THIRD, _WHOLE = 3, 2, 6  # sixths of a row
# Of which a talk says what was learned, and by which of its fields the record is chosen.
_CHOSEN_BY = {Kind.NEEDS: "need_id", Kind.SERVICE: "service_id"}


class TalkFields(QObject):
    """Makes the fields, keeps them as a draft, and follows the records that the talk is about.

    Signals: `edited()` when the user changed something, `followed()` when fields of another record are shown.
    """

    edited = Signal()
    followed = Signal()

    def __init__(self, parent: QObject, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id: CustomerId | None = None
        theme = context.theme
        methods = sorted(CHANNELS.offered, key=lambda choice: choice.code != FIRST_METHOD)
        self.methods = ChoiceChips(title("method"), [(choice.code, _(choice.label)) for choice in methods])
        self.occurred = MomentEdit(title("occurred"), Expects.PAST)
        self.theirs = TagEdit(theme, _("Customer side"))
        self.ours = TagEdit(theme, _("Our side"))
        self.texts = {name: TextEdit(theme, 2 if name == "summary" else 1) for name in _LONG}
        for name, text in self.texts.items():
            text.setAccessibleName(title(name))
        self.needs, self.promises, self.score = NeedsEdit(theme), PromisesEdit(theme), ScoreEdit()
        offered = (field for field in FIELDS.shown if field.name in _MORE or field in FIELDS.own)
        self.more = {field.name: editor_for(field, context) for field in offered}
        self._offers: dict[str, OpenOffers] = {}
        for name, editor in self.more.items():
            if isinstance(editor, ReferenceEditor) and editor.field.refers_to in OF_CUSTOMER:
                editor.picker.customer_of = self._customer
                if name in _CHOSEN_BY.values():
                    self._offers[name] = OpenOffers(editor)
        self.learned = {kind: LearnedFields(context, kind) for kind in (Kind.CUSTOMERS, *_CHOSEN_BY)}
        self.next_step = LineEdit()
        self.next_step.setAccessibleName(_("Next step"))
        self.due = MomentEdit(_("When"), Expects.FUTURE, always_in_full=True)
        self._connect()

    def parts(self) -> list[Part]:
        """The fields that the purpose arranges; those that the user hid are not there."""
        shown = {field.name for field in FIELDS.shown}
        parts = [
            Part(_key(name), title(name), text, _HALF, partial(_is_empty, text))
            for name, text in self.texts.items()
            if name != "summary" and name in shown
        ]
        for name, words, edit, width in (
            ("needs_said", _("Needs"), self.needs, _HALF),
            ("commitments", _("Commitments"), self.promises, _WHOLE),
        ):
            parts.append(Part(_key(name), words, edit, width, partial(_has_no_entry, edit)))
        for name, editor in self.more.items():
            words = "" if editor.field.type is FieldType.YES_NO else title_of(editor.field)
            untouched = partial(_is_untouched, editor, editor.state())
            parts.append(Part(_key(name), words, editor, _THIRD, untouched, beside=self._offers.get(name)))
        return parts + [part for fields in self.learned.values() for part in fields.parts]

    def state(self) -> dict[str, Any]:
        """What stands in the fields, in types that JSON has; times both as words and as moments."""
        return {
            "method": self.methods.value(),
            "occurred": kept_moment(self.occurred),
            "theirs": list(self.theirs.values()),
            "ours": list(self.ours.values()),
            **{name: text.toPlainText() for name, text in self.texts.items()},
            "needs": kept_entries(self.needs),
            "promises": kept_entries(self.promises),
            "score": self.score.value(),
            "reason": self.score.reason.text(),
            "next_step": self.next_step.text(),
            "due": kept_moment(self.due),
            "more": {name: editor.state() for name, editor in self.more.items()},
            "learned": {kind.value: fields.state() for kind, fields in self.learned.items()},
        }

    def restore(self, values: Mapping[str, Any]) -> None:
        """Show what stood in the fields when `state` was asked, perhaps by an earlier version with fewer fields."""
        self.methods.set_value(values["method"])
        restore_moment(self.occurred, values["occurred"])
        restore_moment(self.due, values["due"])
        self.theirs.set_values(values["theirs"])
        self.ours.set_values(values["ours"])
        for name, text in self.texts.items():
            text.setPlainText(values[name])
        restore_entries(self.needs, values.get("needs", []))
        restore_entries(self.promises, values.get("promises", []))
        self.score.set_value(values.get("score", ""))
        self.score.reason.setText(values.get("reason", ""))
        self.next_step.setText(values["next_step"])
        more = values.get("more", {})
        for name in more.keys() & self.more.keys():
            self.more[name].restore(more[name])
        for kind, fields in self.learned.items():
            fields.restore(values.get("learned", {}).get(kind.value, {}))
            self._follow(kind)

    # The records that it is about

    def about(self, customer_id: CustomerId | None) -> None:
        """Offer what is open with a customer; what was chosen of another one does not stay."""
        if self._customer_id not in {None, customer_id}:
            for editor in self.more.values():
                if editor.field.refers_to in OF_CUSTOMER:
                    editor.set_value(None)
            for kind in _CHOSEN_BY:
                self._follow(kind)
        self._customer_id = self.learned[Kind.CUSTOMERS].record_id = customer_id
        for kind, name in _CHOSEN_BY.items():
            if customer_id and name in self._offers:
                work = partial(still_open, kind=kind, customer_id=customer_id)
                self._context.operations.read(self, work, self._offers[name].offer, latest=name)

    def learned_values(self) -> dict[tuple[Kind, int], Mapping[str, Any]]:
        """What was learned of records that are there, by kind and id: field name to value."""
        found = {(kind, fields.record_id): fields.values() for kind, fields in self.learned.items()}
        return {(kind, record_id): values for (kind, record_id), values in found.items() if record_id and values}

    def first_problem(self) -> tuple[FieldEditor, str] | None:
        """The first editor with something wrong in it, and what that is."""
        for kind, fields in self.learned.items():
            if fields.record_id is None and fields.state() and (chosen_by := self.more.get(_CHOSEN_BY.get(kind, ""))):
                return chosen_by, _("Say which one this is about")
        for editor in self._editors():
            problem = editor.problem()
            if problem and problem.blocking:
                return editor, problem.text
        return None

    def _editors(self) -> Sequence[FieldEditor]:
        return [*self.more.values(), *(each for fields in self.learned.values() for each in fields.editors.values())]

    def _customer(self) -> CustomerId | None:
        return self._customer_id

    def _connect(self) -> None:
        signals = [self.methods.edited, self.occurred.edited, self.theirs.edited, self.ours.edited, self.due.edited]
        signals += [self.needs.edited, self.promises.edited, self.score.edited, self.score.reason_edited]
        signals += [editor.edited for editor in self._editors()] + [self.next_step.textEdited]
        signals += [text.textChanged for text in self.texts.values()]
        for signal in signals:
            signal.connect(self._on_edited)
        for kind, name in _CHOSEN_BY.items():
            if name in self.more:
                self.more[name].edited.connect(partial(self._follow, kind))

    def _on_edited(self, *_what: object) -> None:
        self.edited.emit()

    def _follow(self, kind: Kind) -> None:
        """Show the fields of the need or request that is chosen now."""
        editor = self.more.get(_CHOSEN_BY.get(kind, ""))
        record_id = editor.picker.value() if isinstance(editor, ReferenceEditor) else None
        if editor and record_id != self.learned[kind].record_id:
            self.learned[kind].record_id = record_id
            work = partial(ROOMS[kind].get_many, ids=[record_id] if record_id else [])
            self._context.operations.read(self, work, partial(self._on_followed, kind), latest=kind.value)

    def _on_followed(self, kind: Kind, found: Sequence[Any]) -> None:
        self.learned[kind].about(next(iter(found), None))
        self.followed.emit()


def title(name: str) -> str:
    """The label of a field of the talk, in the language in use."""
    return title_of(FIELDS[name])


def _key(name: str) -> Key:
    return Key(Kind.INTERACTIONS, name)


def _is_empty(text: TextEdit) -> bool:
    return not text.toPlainText().strip()


def _has_no_entry(edit: EntryEdit) -> bool:
    return not edit.values()


def _is_untouched(editor: FieldEditor, state: Any) -> bool:
    return bool(editor.state() == state)
