"""The dialog that records an interaction in half a minute: what was said, promised and needed, and what comes next."""

import sys
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.choices import CHANNELS
from desktop_crm.core.commitments.choices import OURS, THEIRS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _, listed, ngettext
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.fields import FIELDS
from desktop_crm.core.interactions.templates import Template, answered, templates
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import EXPLICIT, IMPLICIT
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.rooms import OF_CUSTOMER
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import from_json, to_json
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.log_interaction import Counterpart, counterpart, log_interaction
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_editors import ReferenceEditor, editor_for
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.framework.record_picker import RecordPicker
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.entry_edit import Entry, EntryEdit, Side
from desktop_crm.ui.widgets.inputs import LineEdit, TextEdit, mark_invalid
from desktop_crm.ui.widgets.labels import label, set_tone
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit, at_present
from desktop_crm.ui.widgets.tag_edit import TagEdit

FORM = "log"  # the name of this form among the drafts
_REMEMBERED = "log_method"
_FIRST = "visit"
_LONG = ("summary", "feedback", "agreements", "open_issues")
# Behind a button, since most talks need none of them; the user's own fields follow.
_MORE = (
    *("purpose", "objective", "place", "milestone", "outcome"),
    *("material_id", "need_id", "deal_id", "service_id", "confidential"),
)
_MORE_COLUMNS = 3
_WIDTH = 720
_BEST_SCORE = 5
_MOST_OF_WINDOW = 0.96
_NATIVE = QKeySequence.SequenceFormat.NativeText
_MOMENT = Field("due", "", FieldType.MOMENT)


class LogDialog(FormDialog):
    """Records an interaction with a customer and what came of it as one action: the next step as a follow-up, promises
    of both sides, needs, and a satisfaction score.

    Without a customer the first field asks for one. Alt and a digit chooses the method from anywhere.
    """

    def __init__(self, context: Context, customer_id: CustomerId | None, parent: QWidget | None = None) -> None:
        self._customer_id = customer_id
        self._people: Counterpart = Counterpart("", ())
        self._asked = False
        self._make_fields(context)
        super().__init__(context, parent, _("Record interaction"), FORM)
        self._lay_out()
        self._connect()
        self._occurred.set_value(at_present())
        self._ours.set_values([context.book.database.author] if context.book.database.author else [])
        self._methods.set_value(str(context.preferences.get(_REMEMBERED, _FIRST)) or _FIRST)
        self._untouched = self.draft_state()
        self._show_outcome()
        self.resize(context.theme.px(_WIDTH), 0)
        self._fit()
        (self._texts["summary"] if customer_id else self._picker).setFocus()
        if customer_id:
            self._read_people(customer_id)
        context.operations.read(self, templates, self._on_templates)

    # What the frame asks

    def draft_state(self) -> dict[str, Any]:
        """What stands in the dialog; ids as text, times both as words and as moments."""
        return {
            "customer": str(self._customer_id) if self._customer_id else None,
            "method": self._methods.value(),
            "occurred": _kept(self._occurred),
            "theirs": list(self._theirs.values()),
            "ours": list(self._ours.values()),
            **{name: text.toPlainText() for name, text in self._texts.items()},
            "needs": _kept_entries(self._needs),
            "promises": _kept_entries(self._promises),
            "score": self._score.value(),
            "reason": self._reason.text(),
            "next_step": self._next_step.text(),
            "due": _kept(self._due),
            "more": {name: editor.state() for name, editor in self._more.items()},
        }

    def restore_draft(self, draft: Draft) -> None:
        super().restore_draft(draft)
        values = draft.values
        self._methods.set_value(values["method"])
        _restore(self._occurred, values["occurred"])
        _restore(self._due, values["due"])
        self._theirs.set_values(values["theirs"])
        self._ours.set_values(values["ours"])
        for name, text in self._texts.items():
            text.setPlainText(values[name])
        _restore_entries(self._needs, values.get("needs", []))
        _restore_entries(self._promises, values.get("promises", []))
        self._score.set_value(values.get("score", ""))
        self._reason.setText(values.get("reason", ""))
        for name, state in values.get("more", {}).items():
            if name in self._more:
                self._more[name].restore(state)
        if values.get("more", {}) != self._untouched["more"]:
            self._more_button.setChecked(True)
        self._next_step.setText(values["next_step"])
        if values["customer"]:
            self._customer_id = CustomerId(int(values["customer"]))
            self._picker.set_value(self._customer_id)
            self._read_people(self._customer_id, choose=False)
        self._show_outcome()

    def is_dirty(self) -> bool:
        return self.draft_state() != self._untouched

    def save(self) -> None:
        if missing := self._first_missing():
            self.reveal(missing)
            return
        if not self._next_step.text().strip() and not self._asked:
            self._asked = True
            self.messages.ask(
                _("No next step"),
                _("Nothing is planned with this customer after this. What comes next?"),
                {_("Add a next step"): self._next_step.setFocus, _("Set none"): self._write},
            )
            return
        self._write()

    # Its own

    def _make_fields(self, context: Context) -> None:
        theme = context.theme
        methods = sorted(CHANNELS.offered, key=lambda choice: choice.code != _FIRST)
        self._methods = ChoiceChips(_title("method"), [(choice.code, _(choice.label)) for choice in methods])
        self._picker = RecordPicker(context, Kind.CUSTOMERS, _("Customer"))
        self._occurred = MomentEdit(_title("occurred"), Expects.PAST)
        self._theirs = TagEdit(theme, _("Customer side"))
        self._ours = TagEdit(theme, _("Our side"))
        self._texts = {name: TextEdit(theme, 2 if name == "summary" else 1) for name in _LONG}
        for name, text in self._texts.items():
            text.setAccessibleName(_(FIELDS[name].label))
        self._needs = EntryEdit(
            theme,
            _("Needs"),
            [
                Side(EXPLICIT, _("explicit"), Tone.GREEN, ("显性", "explicit")),
                Side(IMPLICIT, _("implicit"), Tone.VIOLET, ("隐性", "implicit")),
            ],
            _("Data export, by Friday"),
        )
        self._promises = EntryEdit(
            theme,
            _("Commitments"),
            [
                Side(OURS, _("ours"), Tone.GREEN, ("我方", "我们", "ours", "we ")),
                Side(THEIRS, _("theirs"), Tone.AMBER, ("对方", "客户", "theirs", "they ")),
            ],
            _("Tailored proposal next Tuesday"),
        )
        scores = [(str(score), str(score)) for score in range(1, _BEST_SCORE + 1)]
        self._score = ChoiceChips(_("Satisfaction"), scores, optional=True)
        self._score.set_value("")
        self._reason = LineEdit()
        self._reason.setAccessibleName(_("Why did it fall?"))
        self._more = {
            field.name: editor_for(field, context)
            for field in FIELDS.shown
            if field.name in _MORE or field in FIELDS.own
        }
        for editor in self._more.values():
            if isinstance(editor, ReferenceEditor) and editor.field.refers_to in OF_CUSTOMER:
                editor.picker.customer_of = self._chosen_customer
        self._more_button = QPushButton(_("More fields"))
        self._more_button.setAccessibleName(_("More fields"))
        self._more_button.setProperty("role", "pick")
        self._more_button.setCheckable(True)
        self._more_button.setAutoDefault(False)
        self._next_step = LineEdit()
        self._next_step.setAccessibleName(_("Next step"))
        self._due = MomentEdit(_("When"), Expects.FUTURE, always_in_full=True)
        self._template_button = QPushButton(_("Template"))
        self._template_button.setAccessibleName(_("Template"))
        self._template_button.setProperty("role", "pick")
        self._template_button.setIcon(icon("layout-template", theme, Tone.SOFT))
        self._template_button.setShortcut(QKeySequence("Ctrl+T"))
        self._template_button.setToolTip(self._template_button.shortcut().toString(_NATIVE))
        self._template_button.setAutoDefault(False)
        self._template_button.setMenu(QMenu(self._template_button))
        self._templates: list[Template] = []
        self._proposed: Moment | None = None  # the date a template proposed; without a next step it says nothing
        self._problem = label("", "problem")
        self._problem.hide()

    def _lay_out(self) -> None:
        if self._customer_id is None:
            self.body.addLayout(_labeled(_("Customer"), self._picker))
        else:
            self._picker.hide()
            self._picker.setParent(self)
        self.body.addWidget(self._methods)
        texts = self._texts
        summary = _labeled(_title("summary"), texts["summary"], self._template_button)
        summary.addWidget(self._problem)
        rows: tuple[tuple[tuple[int, QLayout], ...], ...] = (
            (
                (17, _labeled(_title("occurred"), self._occurred)),
                (25, _labeled(_("Customer side"), self._theirs)),
                (25, _labeled(_("Our side"), self._ours)),
            ),
            ((1, summary),),
            (*self._text("feedback"), (1, _labeled(_("Needs"), self._needs))),
            (*self._text("agreements"), *self._text("open_issues")),
            ((1, _labeled(_("Commitments"), self._promises)),),
            (
                (10, _labeled(_("Next step"), self._next_step)),
                (9, _labeled(_("When"), self._due)),
                (0, _labeled(_("Satisfaction"), self._score)),
            ),
        )
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(self.context.theme.px(10))
            for stretch, part in row:
                line.addLayout(part, stretch)
            self.body.addLayout(line)
        self._reason_box = QWidget()
        reason = _labeled(_("Why did it fall?"), self._reason)
        reason.setContentsMargins(0, 0, 0, 0)
        self._reason_box.setLayout(reason)
        self.body.addWidget(self._reason_box)
        self._lay_out_more()
        self.body.addStretch(1)
        fields: list[QWidget] = [
            *([self._picker.line] if self._customer_id is None else []),
            self._methods,
            self._occurred.line,
            self._theirs.line,
            self._ours.line,
            self._template_button,
            texts["summary"],
            texts["feedback"],
            self._needs.line,
            texts["agreements"],
            texts["open_issues"],
            self._promises.line,
            self._next_step,
            self._due.line,
            *self._score.buttons,
            self._reason,
            self._more_button,
            *self._more.values(),
            self.save_button,
            self.cancel_button,
        ]
        for before, after in pairwise(fields):
            QWidget.setTabOrder(before, after)

    def _text(self, name: str) -> tuple[tuple[int, QLayout], ...]:
        """The field of a text, unless the user hid it."""
        shown = {field.name for field in FIELDS.shown}
        return ((1, _labeled(_title(name), self._texts[name])),) if name in shown else ()

    def _lay_out_more(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._more_button)
        line.addStretch(1)
        self.body.addLayout(line)
        self._more_box = QWidget()
        grid = QGridLayout(self._more_box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self.context.theme.px(10))
        for place, editor in enumerate(self._more.values()):
            title = "" if editor.field.type is FieldType.YES_NO else _label_of(editor.field)
            row, column = divmod(place, _MORE_COLUMNS)
            grid.addLayout(_labeled(title, editor), row, column)
        for column in range(_MORE_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._more_box.hide()
        self._more_button.setVisible(bool(self._more))
        self.body.addWidget(self._more_box)
        self._more_button.toggled.connect(self._on_more)

    def _on_more(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self._more_box.setVisible(shown)
        if shown:
            next(iter(self._more.values())).setFocus()
        QTimer.singleShot(0, self, self._fit)

    def _chosen_customer(self) -> CustomerId | None:
        return self._customer_id

    def _fell(self) -> bool:
        """Whether the score is lower than the customer's last one, which asks for a reason (V-02)."""
        before = self._people.score
        return bool(self._score.value()) and before is not None and int(self._score.value()) < before

    def _connect(self) -> None:
        self._picker.edited.connect(self._on_customer_edited)
        edited = [self._methods.edited, self._occurred.edited, self._theirs.edited, self._ours.edited, self._due.edited]
        edited += [self._needs.edited, self._promises.edited, self._score.edited, self._reason.textEdited]
        edited += [editor.edited for editor in self._more.values()]
        edited += [text.textChanged for text in self._texts.values()] + [self._next_step.textEdited]
        for signal in edited:
            signal.connect(self._on_edited)
        self._next_step.entered.connect(self._due.setFocus)
        self._due.line.entered.connect(self.save_button.setFocus)
        modifier = "Ctrl" if sys.platform == "darwin" else "Alt"  # Option and a digit types a character on a Mac
        for place, code in enumerate(self._methods.codes):
            shortcut = QShortcut(QKeySequence(f"{modifier}+{place + 1}"), self, partial(self._methods.choose, place))
            self._methods.button(code).setToolTip(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))

    def _read_people(self, customer_id: CustomerId, *, choose: bool = True) -> None:
        def show(found: Counterpart) -> None:
            self._show_people(found, choose=choose)

        self.context.operations.read(self, partial(counterpart, customer_id=customer_id), show, latest="people")

    def _show_people(self, found: Counterpart, *, choose: bool) -> None:
        clean = not self.is_dirty()
        self._people = found
        self.set_title(" · ".join(filter(None, (_("Record interaction"), found.name))))
        self._theirs.offer({contact.name: f"{contact.name} {contact.title}".strip() for contact in found.contacts})
        if choose and not self._theirs.values():
            self._theirs.set_values([contact.name for contact in found.contacts if contact.is_primary][:1])
        else:
            self._theirs.set_values(self._theirs.values())
        if clean:
            self._untouched = self.draft_state()

    def _on_customer_edited(self) -> None:
        chosen = self._picker.value()
        self._customer_id = CustomerId(chosen) if chosen else None
        if self._customer_id:
            self._theirs.set_values([])
            self._read_people(self._customer_id)
            self._texts["summary"].setFocus()
        self._on_edited()

    def _on_edited(self) -> None:
        self._show_outcome()
        if self._problem.isVisible() and self._texts["summary"].toPlainText().strip():
            self._mark_summary(missing=False)
        self.touch()

    def _show_outcome(self) -> None:
        count = int(bool(self._next_step.text().strip()))
        promises, needs = len(self._promises.values()), len(self._needs.values())
        parts = [
            ngettext("Saving makes {count} follow-up", "Saving makes {count} follow-ups", count).format(count=count)
        ]
        if not count:
            parts = [_("Saving leaves no next step")]
        if promises:
            parts.append(ngettext("{count} commitment", "{count} commitments", promises).format(count=promises))
        if needs:
            parts.append(ngettext("{count} need", "{count} needs", needs).format(count=needs))
        if self._score.value():
            parts.append(_("satisfaction {score}").format(score=self._score.value()))
        self.note.setText(listed(parts))
        set_tone(self.note, Tone.SOFT if count else Tone.AMBER)
        if self._reason_box.isHidden() == self._fell():
            self._reason_box.setVisible(self._fell())
            QTimer.singleShot(0, self, self._fit)

    def _first_missing(self) -> QWidget | None:
        """The first field that has to be seen to before this can be saved."""
        if self._customer_id is None:
            self.note.setText(_("Choose the customer from the list"))
            return self._picker.line
        occurred, due = self._occurred.understood(), self._due.understood()
        if occurred.moment is None:
            return self._occurred.line
        if not self._written("summary"):
            self._mark_summary(missing=True)
            return self._texts["summary"]
        if due.problem:
            return self._due.line
        if due.moment and due.moment != self._proposed and not self._next_step.text().strip():
            self.note.setText(_("Say what the next step is"))
            return self._next_step
        if self._fell() and not self._reason.text().strip():
            before, now = self._people.score, self._score.value()
            self.note.setText(_("The score fell from {before} to {now}: say why").format(before=before, now=now))
            return self._reason
        for editor in self._more.values():
            problem = editor.problem()
            if problem and problem.blocking:
                self._more_button.setChecked(True)
                self.note.setText(problem.text)
                return editor
        return None

    def _fit(self) -> None:
        self.fit_height(spare=self.context.theme.px(24))  # for the date below the last field
        if parent := self.parentWidget():
            self.resize(self.width(), min(self.height(), round(parent.window().height() * _MOST_OF_WINDOW)))

    def _written(self, name: str) -> str:
        """What was written into a text, without headings that nothing stands below."""
        return answered(self._texts[name].toPlainText(), self._templates)

    def _on_templates(self, found: list[Template]) -> None:
        self._templates = found
        for template in found:
            action = self._template_button.menu().addAction(template.title)
            action.triggered.connect(partial(self._on_template, template))
        self._template_button.setVisible(bool(found))

    def _on_template(self, template: Template, *_checked: bool) -> None:
        if self._texts["summary"].toPlainText().strip():
            self.messages.ask(
                _("Something is written there already"),
                _("Shall the headings go below it?"),
                {_("Add below"): partial(self._put, template), _("Cancel"): None},
            )
        else:
            self._put(template)

    def _put(self, template: Template) -> None:
        """Put the headings below what is written, the cursor behind the first, and a date for the next step."""
        text = self._texts["summary"]
        whole = template.onto(text.toPlainText())
        cursor = text.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(whole)  # so that it can be undone
        start = len(whole) - len(template.headings)
        cursor.setPosition(start + len(template.headings.partition("\n")[0]))
        text.setTextCursor(cursor)
        text.setFocus()
        if template.next_step and not self._due.text().strip():
            self._proposed = template.next_step
            self._due.set_value(template.next_step)
        self._on_edited()
        QTimer.singleShot(0, self, self._fit)  # when the note has its new height

    def _mark_summary(self, *, missing: bool) -> None:
        self._problem.setText(_("Needed: a few words on what was said") if missing else "")
        self._problem.setVisible(missing)
        mark_invalid(self._texts["summary"], invalid=missing)

    def _write(self) -> None:
        self.context.preferences.set(_REMEMBERED, self._methods.value())
        texts = {name: self._written(name) for name in self._texts}
        author = self.context.book.database.author
        interaction = Interaction.of(
            customer_id=self._customer_id,
            occurred=self._occurred.value(),
            method=self._methods.value(),
            participants=self._theirs.values(),
            our_participants=self._ours.values(),
            logged_by=author,
            **texts,
            **{name: editor.value() for name, editor in self._more.items()},
        )
        title = self._next_step.text().strip()
        followup = (
            Followup(
                customer_id=self._customer_id,
                contact_id=self._contact_id(),
                title=title,
                due=self._due.value(),
                owner=author,
            )
            if title
            else None
        )
        came_of_it = partial(
            log_interaction,
            interaction=interaction,
            next_step=followup,
            commitments=self._commitments(),
            needs=self._needs_made(),
            score=self._satisfaction(),
        )
        self.write("log_interaction", came_of_it)

    def _day(self) -> Day | None:
        """The day of the talk."""
        at = self._occurred.value()
        return Day(at.at.astimezone(clock.zone()).date().isoformat()) if at else None

    def _commitments(self) -> list[Commitment]:
        author, theirs = self.context.book.database.author, self._theirs.values()
        person = {OURS: author, THEIRS: theirs[0] if len(theirs) == 1 else ""}
        return [
            Commitment(
                direction=entry.side,
                title=entry.text,
                due=entry.at,
                person=person.get(entry.side, ""),
                made_on=self._day(),
            )
            for entry in self._promises.values()
        ]

    def _needs_made(self) -> list[Need]:
        """Every need has an owner and a date (N-11): the date said, else that of the next step."""
        following = self._due.value()
        made = []
        for entry in self._needs.values():
            due = entry.at or following
            made.append(
                Need(
                    title=entry.text,
                    kind=entry.side,
                    owner=self.context.book.database.author,
                    raised=self._day(),
                    due=Day(due.at.astimezone(clock.zone()).date().isoformat()) if due else None,
                )
            )
        return made

    def _satisfaction(self) -> Satisfaction | None:
        if not self._score.value():
            return None
        return Satisfaction(
            score=int(self._score.value()),
            scored_on=self._day(),
            reason=self._reason.text().strip() if self._fell() else "",
            mode="talk",
            contact_id=self._contact_id(),
        )

    def _contact_id(self) -> ContactId | None:
        """The contact whom the next step concerns: the only one who took part."""
        names = set(self._theirs.values())
        present = [contact.id for contact in self._people.contacts if contact.name in names]
        return present[0] if len(present) == 1 else None


def open_draft(context: Context, draft: Draft, parent: QWidget) -> None:
    """Open the dialog with what a draft holds."""
    customer = draft.values["customer"]
    dialog = LogDialog(context, CustomerId(int(customer)) if customer else None, parent)
    dialog.restore_draft(draft)
    dialog.open()


def _labeled(text: str, field: QWidget, beside: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    head = QHBoxLayout()
    head.addWidget(label(text, "caption"), 1)
    if beside:
        head.addWidget(beside)
    if text:
        column.addLayout(head)
    column.addWidget(field)
    column.addStretch(1)
    return column


def _kept(edit: MomentEdit) -> dict[str, Any]:
    # The moment beside the words: tomorrow "tomorrow" will be another day.
    return {"text": edit.text(), "moment": to_json(_MOMENT, edit.value())}


def _restore(edit: MomentEdit, kept: dict[str, Any]) -> None:
    moment = from_json(_MOMENT, kept["moment"])
    if isinstance(moment, Moment):
        edit.set_value(moment)
    else:
        edit.set_text(kept["text"])


def _kept_entries(edit: EntryEdit) -> list[dict[str, Any]]:
    return [{"side": entry.side, "text": entry.text, "at": to_json(_MOMENT, entry.at)} for entry in edit.values()]


def _restore_entries(edit: EntryEdit, kept: list[dict[str, Any]]) -> None:
    moments = [from_json(_MOMENT, entry["at"]) for entry in kept]
    edit.set_values(
        [
            Entry(entry["side"], entry["text"], moment if isinstance(moment, Moment) else None)
            for entry, moment in zip(kept, moments, strict=True)
        ]
    )


def _label_of(field: Field) -> str:
    label = field.label
    return _(label)


def _title(name: str) -> str:
    label = FIELDS[name].label
    return _(label)
