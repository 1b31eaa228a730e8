"""The next appointment with its brief: whom, where, what stayed open, what was promised."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, Item
from desktop_crm.core.agenda.brief import Brief, brief_of
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import ElidedLabel, label

_VISITS = {"visit", "meeting", "demo"}
_COMING = {Group.TODAY, Group.WEEK}


class NextVisitCard(Card):
    """Shows the first visit, meeting or demo that is to come; else the first coming follow-up of a customer."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Next appointment"))
        self._context = context
        self._item: Item | None = None
        self._name = ElidedLabel("", "strong")
        self._when = label("", "soft", wrap=True)
        self._lines = label("", wrap=True)
        self.body.addWidget(self._name)
        self.body.addWidget(self._when)
        self.body.addWidget(self._lines)
        row = QHBoxLayout()
        row.addWidget(button(_("Open"), self._on_open, "primary"))
        row.addStretch(1)
        self.body.addLayout(row)

    @property
    def has_visit(self) -> bool:
        """Whether there is anything to show."""
        return self._item is not None

    def show_next(self, items: Sequence[Item]) -> None:
        """Choose from the agenda what comes next, and read its brief."""
        coming = [item for item in items if item.group in _COMING and item.customer_id]
        visits = [item for item in coming if _VISITS.intersection(item.methods)]
        self._item = next(iter(visits or coming), None)
        if self._item is not None and self._item.customer_id:
            work = partial(brief_of, customer_id=CustomerId(self._item.customer_id))
            self._context.operations.read(self, work, partial(self._on_brief, self._item), latest="brief")

    def _on_brief(self, item: Item, brief: Brief) -> None:
        self._name.setText(item.customer)
        due = item.due
        when = short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day) if due else ""
        self._when.setText(" · ".join(filter(None, (when, item.title, brief.address))))
        lines = []
        for title, text in (
            (_("Promised"), brief.commitments),
            (_("Stayed open last time"), brief.open_issues),
            (_("Mind"), brief.risk),
            (_("Contacts"), "、".join(brief.contacts)),
        ):
            if text:
                lines += [f"{title}: {text}"]
        self._lines.setText("\n".join(lines))

    def _on_open(self) -> None:
        if self._item is not None and self._item.customer_id:
            self._context.navigator.open_record(Kind.CUSTOMERS, self._item.customer_id)
