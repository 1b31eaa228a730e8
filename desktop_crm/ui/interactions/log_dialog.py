"""The dialog that records an interaction in half a minute: what was said, promised and needed, and what comes next."""

import sys
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.calendar.words import short
from desktop_crm.core.changes import Changes
from desktop_crm.core.clocks.rules.talks import TALKS
from desktop_crm.core.drafts.draft import Draft
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _, language, listed, ngettext
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.fields import FIELDS
from desktop_crm.core.interactions.purposes import proposed, steering
from desktop_crm.core.interactions.templates import Template
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.log_interaction import Counterpart, counterpart, log_interaction
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.form_dialog import FormDialog
from desktop_crm.ui.framework.record_picker import RecordPicker
from desktop_crm.ui.interactions.note_buttons import PurposeButton
from desktop_crm.ui.interactions.note_templates import NoteTemplates
from desktop_crm.ui.interactions.part import labeled
from desktop_crm.ui.interactions.said import day_of
from desktop_crm.ui.interactions.steered_fields import SteeredFields
from desktop_crm.ui.interactions.talk_fields import FIRST_METHOD, TalkFields, title
from desktop_crm.ui.letters.actions import offer_summary, show_talk_guide
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import mark_invalid
from desktop_crm.ui.widgets.labels import label, set_tone
from desktop_crm.ui.widgets.moment_edit import at_present

FORM = "log"  # the name of this form among the drafts
_REMEMBERED = "log_method"
_WIDTH = 720
_MOST_OF_WINDOW = 0.96


class LogDialog(FormDialog):
    """Records an interaction with a customer and what came of it as one action: the next step as a follow-up, promises
    of both sides, needs, a satisfaction score, and what was learned of the customer, a need or a request.

    The purpose of the talk brings forward what matters for it (I-16). Without a customer the first field asks for one.
    Alt and a digit chooses the method from anywhere.
    """

    def __init__(self, context: Context, customer_id: CustomerId | None, parent: QWidget | None = None) -> None:
        self._customer_id = customer_id
        self._people: Counterpart = Counterpart(None, ())
        self._asked = self._purpose_said = False
        super().__init__(context, parent, _("Record interaction"), FORM)
        self.talk = TalkFields(self, context)
        self._picker = RecordPicker(context, Kind.CUSTOMERS, _("Customer"))
        self._purpose = PurposeButton()
        self._summary, self._problem = self.talk.texts["summary"], label("", "problem")
        self._templates = NoteTemplates(self, self._summary, self.talk.due)
        self._problem.hide()
        self._lay_out()
        self.add_tool(_("Talk guide…"), self._on_guide)
        self._connect()
        self.talk.occurred.set_value(at_present())
        self.talk.ours.set_values([context.book.database.author] if context.book.database.author else [])
        self.talk.methods.set_value(str(context.preferences.get(_REMEMBERED, FIRST_METHOD)) or FIRST_METHOD)
        self._propose_purpose()
        self._untouched = self.draft_state()
        self._show_outcome()
        self.resize(context.theme.px(_WIDTH), 0)
        self._fit()
        (self._summary if customer_id else self._picker).setFocus()
        if customer_id:
            self._read_people(customer_id)
        self._templates.read()

    # What the frame asks

    def draft_state(self) -> dict[str, Any]:
        """What stands in the dialog; ids as text, times both as words and as moments."""
        customer_id = self._customer_id
        customer = str(customer_id) if customer_id else None
        return {"customer": customer, "purpose": self._purpose.value(), **self.talk.state()}

    def restore_draft(self, draft: Draft) -> None:
        super().restore_draft(draft)
        values = draft.values
        self.talk.restore(values)
        self._purpose_said = True
        self._purpose.set_value(values.get("purpose", values.get("more", {}).get("purpose", "")))
        if values["customer"]:
            self._customer_id = CustomerId(int(values["customer"]))
            self._picker.set_value(self._customer_id)
            self._read_people(self._customer_id, choose=False)
        self._steer()
        self._show_outcome()

    def is_dirty(self) -> bool:
        return self.draft_state() != self._untouched

    def save(self) -> None:
        if missing := self._first_missing():
            self.reveal(missing)
            return
        if not self.talk.next_step.text().strip() and not self._planned() and not self._asked:
            self._asked = True
            self.messages.ask(
                _("No next step"),
                _("Nothing is planned with this customer after this. What comes next?"),
                {_("Add a next step"): self.talk.next_step.setFocus, _("Set none"): self._write},
            )
            return
        self._write()

    # Its own

    def _lay_out(self) -> None:
        if self._customer_id is None:
            self.body.addLayout(labeled(_("Customer"), self._picker))
        else:
            self._picker.hide()
            self._picker.setParent(self)
        self.body.addWidget(self.talk.methods)
        self.body.addLayout(
            self._row(
                (17, labeled(title("occurred"), self.talk.occurred)),
                (25, labeled(_("Customer side"), self.talk.theirs)),
                (25, labeled(_("Our side"), self.talk.ours)),
            )
        )
        summary = labeled(title("summary"), self._summary, self._purpose, self._templates.button)
        summary.addWidget(self._problem)
        self.body.addLayout(summary)
        self._purpose.setVisible(FIELDS["purpose"] in FIELDS.shown)
        foot = QWidget()
        lines = QVBoxLayout(foot)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(self.context.theme.px(12))
        lines.addLayout(
            self._row(
                (10, labeled(_("Next step"), self.talk.next_step)),
                (9, labeled(_("When"), self.talk.due)),
                (0, labeled(_("Satisfaction"), self.talk.score)),
            )
        )
        lines.addWidget(self.talk.score.reason_box)
        self._fields = SteeredFields(self.context.theme, self.talk.parts(), foot)
        self._fields.arranged.connect(self._on_arranged)
        self.body.addWidget(self._fields)
        self.body.addStretch(1)

    def _row(self, *parts: tuple[int, QLayout]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self.context.theme.px(10))
        for stretch, part in parts:
            line.addLayout(part, stretch)
        return line

    def _on_arranged(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's names
        """Let Tab walk in reading order, wherever the purpose put the fields."""
        every: list[QWidget] = [
            *(self._picker.line, self.talk.methods),
            *(self.talk.occurred.line, self.talk.theirs.line, self.talk.ours.line),
            *(self._purpose, self._templates.button, self._summary, *self._fields.before_foot),
            *(self.talk.next_step, self.talk.due.line, self.talk.score, self.talk.score.reason),
            *(*self._fields.behind_foot, self.save_button, self.cancel_button),
        ]
        fields = [each for each in every if each.isVisible() and each.isEnabled()]
        focused = self.focusWidget()
        within = [place for place, each in enumerate(fields) if each is focused or each.isAncestorOf(focused)]
        here = within[-1] if within else -1
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        fields[(here + (1 if next else -1)) % len(fields)].setFocus(reason)
        return True

    def _connect(self) -> None:
        self._picker.edited.connect(self._on_customer_edited)
        self.talk.methods.edited.connect(self._propose_purpose)
        self._purpose.edited.connect(self._on_purpose_edited)
        self._templates.used.connect(self._on_template_used)
        self.talk.edited.connect(self._on_edited)
        self.talk.followed.connect(self._fields.arrange)
        self.talk.next_step.entered.connect(self.talk.due.setFocus)
        self.talk.due.line.entered.connect(self.save_button.setFocus)
        modifier = "Ctrl" if sys.platform == "darwin" else "Alt"  # Option and a digit types a character on a Mac
        for place, code in enumerate(self.talk.methods.codes):
            shortcut = QShortcut(
                QKeySequence(f"{modifier}+{place + 1}"), self, partial(self.talk.methods.choose, place)
            )
            self.talk.methods.button(code).setToolTip(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))

    # The customer and what the talk is about

    def _read_people(self, customer_id: CustomerId, *, choose: bool = True) -> None:
        def show(found: Counterpart) -> None:
            self._show_people(found, choose=choose)

        self.talk.about(customer_id)
        self.context.operations.read(self, partial(counterpart, customer_id=customer_id), show, latest="people")

    def _show_people(self, found: Counterpart, *, choose: bool) -> None:
        clean = not self.is_dirty()
        self._people = found
        self.talk.score.before = found.score
        self.set_title(" · ".join(filter(None, (_("Record interaction"), found.name))))
        self.talk.theirs.offer({contact.name: f"{contact.name} {contact.title}".strip() for contact in found.contacts})
        if choose and not self.talk.theirs.values():
            self.talk.theirs.set_values([contact.name for contact in found.contacts if contact.is_primary][:1])
        else:
            self.talk.theirs.set_values(self.talk.theirs.values())
        self.talk.learned[Kind.CUSTOMERS].about(found.customer)
        self._propose_purpose()
        self._fields.arrange()
        self._show_outcome()
        if clean:
            self._untouched = self.draft_state()

    def _on_customer_edited(self) -> None:
        chosen = self._picker.value()
        self._customer_id = CustomerId(chosen) if chosen else None
        if self._customer_id:
            self.talk.theirs.set_values([])
            self._read_people(self._customer_id)
            self._summary.setFocus()
        self._on_edited()

    # The purpose

    def _propose_purpose(self) -> None:
        if not self._purpose_said and self._purpose.isVisibleTo(self):
            self._purpose.set_value(proposed(self.talk.methods.value(), is_first=self._people.is_new))
            self._steer()

    def _on_purpose_edited(self) -> None:
        self._purpose_said = True
        self._steer()
        self._on_edited()

    def _steer(self) -> None:
        found = steering(self._purpose.value())
        self._summary.setPlaceholderText(_(found.summary) if found else "")
        self._fields.steer(found)

    def _on_edited(self) -> None:
        self._show_outcome()
        if self._problem.isVisible() and self._summary.toPlainText().strip():
            self._mark_summary(missing=False)
        self.touch()

    def _show_outcome(self) -> None:
        count = int(bool(self.talk.next_step.text().strip()))
        promises, needs = len(self.talk.promises.values()), len(self.talk.needs.values())
        parts = [
            ngettext("Saving makes {count} follow-up", "Saving makes {count} follow-ups", count).format(count=count)
        ]
        planned = self._planned()
        if planned and planned.due and not count:
            due = short(planned.due.at, clock.now(), clock.zone(), language(), all_day=planned.due.all_day)
            parts = [_("The next step, {due}, stays").format(due=due)]
        elif not count:
            parts = [_("Saving leaves no next step")]
        if promises:
            parts.append(ngettext("{count} commitment", "{count} commitments", promises).format(count=promises))
        if needs:
            parts.append(ngettext("{count} need", "{count} needs", needs).format(count=needs))
        if self.talk.score.value():
            parts.append(_("satisfaction {score}").format(score=self.talk.score.value()))
        self.note.setText(listed(parts))
        set_tone(self.note, Tone.SOFT if count or planned else Tone.AMBER)
        if self.talk.score.reason_box.isHidden() == self.talk.score.fell():
            self.talk.score.reason_box.setVisible(self.talk.score.fell())
            QTimer.singleShot(0, self, self._fit)

    def _planned(self) -> Followup | None:
        """The next step that the customer has anyway."""
        known = self._people.customer and self._people.customer.id == self._customer_id
        return self._people.next_step(clock.now()) if known else None

    def _first_missing(self) -> QWidget | None:
        """The first field that has to be seen to before this can be saved."""
        if self._customer_id is None:
            self.note.setText(_("Choose the customer from the list"))
            return self._picker.line
        occurred, due = self.talk.occurred.understood(), self.talk.due.understood()
        if occurred.moment is None:
            return self.talk.occurred.line
        if not self._written("summary"):
            self._mark_summary(missing=True)
            return self._summary
        if due.problem:
            return self.talk.due.line
        if due.moment and due.moment != self._templates.proposed and not self.talk.next_step.text().strip():
            self.note.setText(_("Say what the next step is"))
            return self.talk.next_step
        if self.talk.score.fell() and not self.talk.score.reason.text().strip():
            before, now = self.talk.score.before, self.talk.score.value()
            self.note.setText(_("The score fell from {before} to {now}: say why").format(before=before, now=now))
            return self.talk.score.reason
        if found := self.talk.first_problem():
            editor, problem = found
            self._fields.more_button.setChecked(True)
            self.note.setText(problem)
            return editor
        return None

    def _fit(self) -> None:
        self.fit_height(spare=self.context.theme.px(24))  # for the date below the last field
        if parent := self.parentWidget():
            self.resize(self.width(), min(self.height(), round(parent.window().height() * _MOST_OF_WINDOW)))

    def _written(self, name: str) -> str:
        """What was written into a text, without headings that nothing stands below."""
        return self._templates.answered(self.talk.texts[name].toPlainText())

    def _on_template_used(self, template: Template) -> None:
        if template.purpose and not self._purpose_said and self._purpose.isVisibleTo(self):
            self._purpose_said = True
            self._purpose.set_value(template.purpose)
            self._steer()
        self._on_edited()
        QTimer.singleShot(0, self, self._fit)  # when the note has its new height

    def _mark_summary(self, *, missing: bool) -> None:
        self._problem.setText(_("Needed: a few words on what was said") if missing else "")
        self._problem.setVisible(missing)
        mark_invalid(self._summary, invalid=missing)

    def _write(self) -> None:
        self.context.preferences.set(_REMEMBERED, self.talk.methods.value())
        texts = {name: self._written(name) for name in self.talk.texts}
        author = self.context.book.database.author
        interaction = Interaction.of(
            customer_id=self._customer_id,
            occurred=self.talk.occurred.value(),
            method=self.talk.methods.value(),
            purpose=self._purpose.value(),
            participants=self.talk.theirs.values(),
            our_participants=self.talk.ours.values(),
            logged_by=author,
            **texts,
            **{name: editor.value() for name, editor in self.talk.more.items()},
        )
        title = self.talk.next_step.text().strip()
        followup = (
            Followup(
                customer_id=self._customer_id,
                contact_id=self._contact_id(),
                title=title,
                due=self.talk.due.value(),
                owner=author,
            )
            if title
            else None
        )
        day = day_of(self.talk.occurred.value())
        score = self.talk.score.satisfaction(day)
        came_of_it = partial(
            log_interaction,
            interaction=interaction,
            next_step=followup,
            commitments=self.talk.promises.commitments(author, self.talk.theirs.values(), day),
            needs=self.talk.needs.needs(author, day, self.talk.due.value()),
            score=score.having(contact_id=self._contact_id()) if score else None,
            learned=self.talk.learned_values(),
        )
        self.write("log_interaction", came_of_it)

    def _on_written(self, changes: Changes) -> None:
        super()._on_written(changes)
        made, window = changes.added.get(Kind.INTERACTIONS), self.context.messages.parent()
        if made and self.talk.methods.value() in TALKS and isinstance(window, QWidget):  # this dialog is gone
            offer_summary(self.context, made[0], window)

    def _on_guide(self) -> None:
        if self._customer_id is None:
            self.note.setText(_("Choose the customer from the list"))
            self.reveal(self._picker.line)
        else:
            show_talk_guide(self.context, self._customer_id, self)

    def _contact_id(self) -> ContactId | None:
        """The contact whom the next step concerns: the only one who took part."""
        names = set(self.talk.theirs.values())
        present = [contact.id for contact in self._people.contacts if contact.name in names]
        return present[0] if len(present) == 1 else None


def open_draft(context: Context, draft: Draft, parent: QWidget) -> None:
    """Open the dialog with what a draft holds."""
    customer = draft.values["customer"]
    dialog = LogDialog(context, CustomerId(int(customer)) if customer else None, parent)
    dialog.restore_draft(draft)
    dialog.open()
