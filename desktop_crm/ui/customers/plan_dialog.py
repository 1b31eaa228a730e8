"""Proposes follow-ups for a customer, from its account plan and the playbook of its tier; those ticked are added."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.tiers.planning import Plan, plan, proposed
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.form_dialog import SAVE_KEYS
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.elided_line import ElidedLine
from desktop_crm.ui.widgets.inputs import LineEdit, is_composing, mark_invalid
from desktop_crm.ui.widgets.labels import chip, label
from desktop_crm.ui.widgets.moment_edit import Expects, MomentEdit

_FRAME, _LINE, _FEWEST, _HIGHEST = 180, 39, 4, 560  # pixels at 100 %, and lines


def open_plan(context: Context, customer_id: CustomerId, parent: QWidget | None) -> None:
    """Open the dialog, as soon as the proposals were read; in presentation mode say why not."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    owner = parent or context.messages
    context.operations.read(owner, partial(proposed, customer_id=customer_id), partial(_open, context, parent))


def _open(context: Context, parent: QWidget | None, found: Plan | None) -> None:
    if found is not None:
        PlanDialog(context, found, parent).open()


@dataclass(frozen=True, slots=True)
class _Line:
    tick: QCheckBox
    title: LineEdit
    due: MomentEdit


class PlanDialog(SheetDialog):
    """A line for each proposal: its words and its day can be changed before it is added. Ctrl+Enter adds them."""

    def __init__(self, context: Context, found: Plan, parent: QWidget | None) -> None:
        name = found.customer.name
        height = _FRAME + _LINE * max(len(found.proposals), _FEWEST)
        super().__init__(context, parent, _("Plan for {name}").format(name=name), 760, min(height, _HIGHEST))
        self._customer_id = found.customer.id
        px = context.theme.px
        tier = TIERS.label_of(found.tier) if found.tier else _("No tier")
        self.head.addWidget(chip(tier, Tone.ACCENT))
        if found.customer.on_demand:
            advice = _("This customer is to be contacted on demand only: plan little, and send the monthly summary.")
            self.body.addWidget(label(advice, "soft", wrap=True))
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.lines: list[_Line] = []
        for row, proposal in enumerate(found.proposals):
            tick = QCheckBox()
            tick.setAccessibleName(proposal.title)
            tick.setChecked(not proposal.planned and row == 0)
            title, due = ElidedLine(proposal.title), MomentEdit(_("Due"), Expects.FUTURE)
            title.setAccessibleName(_("What to do"))
            title.setCursorPosition(0)
            due.set_value(proposal.due)
            source = _("open already") if proposal.planned else proposal.source
            for column, widget in enumerate((tick, title, due, label(source, "caption"))):
                grid.addWidget(widget, row, column)
            tick.toggled.connect(self._on_edited)
            due.edited.connect(self._on_edited)
            title.textEdited.connect(self._on_edited)
            self.lines.append(_Line(tick, title, due))
        grid.setRowStretch(len(self.lines), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        self.body.addWidget(scroll, 1)
        self.add_button(_("Cancel"), self.reject)
        self.add_all = self.add_button("  ".join((_("Add"), SAVE_KEYS)), self.save, "primary")
        self.add_all.setAccessibleName(_("Add"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_save_key)
        self._on_edited()
        self.lines[0].tick.setFocus()

    def chosen(self) -> list[tuple[str, Moment | None]]:
        """Title and time of the lines that are ticked."""
        ticked = [line for line in self.lines if line.tick.isChecked()]
        return [(text, line.due.value()) for line in ticked if (text := line.title.text().strip())]

    def save(self) -> None:
        """Add the follow-ups that are ticked, as one action."""
        self.add_all.setEnabled(False)
        work = partial(plan, customer_id=self._customer_id, chosen=self.chosen())
        self.context.operations.write(self, "plan_next_step", work, self._on_saved, failed=self._on_failed)

    def _on_save_key(self) -> None:
        if self.add_all.isEnabled() and not is_composing():
            self.save()

    def _on_saved(self, _changes: Changes) -> None:
        self.accept()

    def _on_failed(self, error: CrmError) -> None:
        self._on_edited()
        self.say_error(error)

    def _on_edited(self, *_what: object) -> None:
        for line in self.lines:
            understood = line.due.understood()
            lacks_time = line.tick.isChecked() and understood.moment is None
            mark_invalid(line.due.line, invalid=bool(understood.problem) or lacks_time)
        chosen = self.chosen()
        lacking = any(due is None for _title, due in chosen)
        words = ngettext("{count} follow-up", "{count} follow-ups", len(chosen)).format(count=len(chosen))
        if lacking:
            self.say(_("Say when each of them is due."), Tone.RED)
        else:
            self.say(words)
        self.add_all.setEnabled(bool(chosen) and not lacking)
