"""The next appointment with its brief: whom, where, what each side owes, what stayed open, who decides."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item
from desktop_crm.core.agenda.brief import Brief, Step, brief_of
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.choices import DECISION_ROLES
from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.i18n import _, language, listed, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.customers.columns import TIER_TONES
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.letters.actions import show_talk_guide
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import ElidedLabel, chip, label, restyle, rule, set_tone

_VISITS = {"visit", "meeting", "demo"}
_COMING = {Group.TODAY, Group.WEEK}
_LONG_AGO_DAYS = 30
_AGREED = "agreed"


class NextVisitCard(Card):
    """Shows the first visit, meeting or demo that is to come; else the first coming follow-up of a customer.

    Signals: `print_requested(customer_id)`.
    """

    print_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Next appointment"))
        self._context = context
        self._item: Item | None = None
        self._shown: tuple[Item, Brief] | None = None
        head = QHBoxLayout()
        head.setSpacing(context.theme.px(6))
        self._name, self._tier = ElidedLabel("", "strong"), chip("")
        head.addWidget(self._name, 1)
        head.addWidget(self._tier)
        self.body.addLayout(head)
        self._when = label("", "soft", wrap=True)
        self.body.addWidget(self._when)
        self.body.addWidget(rule())
        self._brief: QWidget | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(context.theme.px(4))
        self.body.addLayout(self._lines)
        row = QHBoxLayout()
        row.addWidget(button(_("Print visit sheet"), self._on_print))
        row.addWidget(button(_("Talk guide…"), self._on_guide))
        row.addWidget(button(_("Open"), self._on_open, "primary"))
        row.addStretch(1)
        self.body.addLayout(row)
        self.hide()  # until it is known whether there is an appointment

    @property
    def has_visit(self) -> bool:
        """Whether there is anything to show."""
        return self._item is not None

    def show_next(self, items: Sequence[Item]) -> None:
        """Choose from the agenda what comes next, and read its brief."""
        coming = [item for item in items if item.group in _COMING and item.customer_id and item.is_followup]
        visits = [item for item in coming if _VISITS.intersection(item.methods)]
        self._item = next(iter(visits or coming), None)
        if self._item is not None and self._item.customer_id:
            work = partial(brief_of, customer_id=CustomerId(self._item.customer_id))
            self._context.operations.read(self, work, partial(self._on_brief, self._item), latest="brief")

    def _on_brief(self, item: Item, brief: Brief) -> None:
        if (item, brief) == self._shown:
            return
        self._shown = item, brief
        self._name.setText(" · ".join(filter(None, (item.customer, item.contact))))
        self._tier.setText(TIERS.label_of(brief.tier))
        self._tier.setProperty("chip", TIER_TONES.get(brief.tier, Tone.INK).value)
        restyle(self._tier)
        self._tier.setVisible(bool(brief.tier))
        due = item.due
        when = short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day) if due else ""
        self._when.setText(" · ".join(filter(None, (when, item.title, brief.address))))
        if self._brief is not None:
            self._lines.removeWidget(self._brief)
            self._brief.hide()
            self._brief.deleteLater()
        self._brief = self._made(brief)
        self._lines.addWidget(self._brief)

    def _made(self, brief: Brief) -> QWidget:
        """The brief, each part below its caption; what there is nothing to say of is left out."""
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._context.theme.px(3))
        parts: tuple[tuple[str, Sequence[str], Tone], ...] = (
            (_("We owe them"), brief.ours or _lines(brief.commitments), Tone.INK),
            (_("They owe us"), brief.theirs, Tone.INK),
            (_("Stayed open last time"), _lines(brief.open_issues), Tone.INK),
            (_("Open needs"), brief.needs, Tone.INK),
            (_("Open requests"), brief.requests, Tone.INK),
            (_("Mind"), _lines(brief.risk), Tone.AMBER),
        )
        for title, texts, tone in parts:
            if texts:
                layout.addWidget(label(title, "caption"))
            for text in texts:
                line = label(f"· {text}", wrap=True)
                set_tone(line, tone)
                layout.addWidget(line)
        if brief.chain:
            layout.addWidget(label(_("Decision chain"), "caption"))
            layout.addWidget(_chain(brief.chain))
        elif brief.contacts:
            layout.addWidget(label(_("Contacts"), "caption"))
            layout.addWidget(label(listed(brief.contacts), wrap=True))
        return made

    def _on_open(self) -> None:
        self._for_customer(partial(self._context.navigator.open_record, Kind.CUSTOMERS))

    def _on_print(self) -> None:
        self._for_customer(self.print_requested.emit)

    def _on_guide(self) -> None:
        self._for_customer(self._show_guide)

    def _show_guide(self, customer_id: int) -> None:
        show_talk_guide(self._context, CustomerId(customer_id), self.window())

    def _for_customer(self, act: Callable[[int], None]) -> None:
        if self._item is not None and self._item.customer_id:
            act(self._item.customer_id)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _chain(steps: Sequence[Step]) -> QWidget:
    """Who decides, one after the other; amber who was not met, or not for long."""
    row, flow = flowing(spacing=4)
    for step in steps:
        role = DECISION_ROLES.label_of(step.role) if step.role else ""
        name = " ".join(filter(None, (step.name, role, "✓" if step.state == _AGREED else "")))
        arrow = "→ " if flow.count() else ""
        quiet = "" if step.state == _AGREED else _not_met(step)
        words = label(arrow + " · ".join(filter(None, (name, quiet))))
        set_tone(words, Tone.AMBER if quiet else Tone.INK)
        flow.addWidget(words)
    return row


def _not_met(step: Step) -> str:
    days = step.quiet_days
    if days is None:
        return _("not met yet")
    if days <= _LONG_AGO_DAYS:
        return ""
    return ngettext("not met for {count} day", "not met for {count} days", days).format(count=days)
