"""All open follow-ups, however far ahead."""

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_crm.core.agenda.agenda import Agenda, Group, part_of_agenda
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.agenda.agenda_page import AgendaPage
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Figure
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label


class FollowupsPage(AgendaPage):
    """The agenda without an end, for working through everything that is open."""

    days = 36_500
    clocks = False
    titles: ClassVar[Mapping[Group, str]] = {
        Group.OVERDUE: Group.OVERDUE.value,
        Group.TODAY: Group.TODAY.value,
        Group.WEEK: N_("Coming"),
        Group.TO_CHECK: Group.TO_CHECK.value,
    }

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        head = QHBoxLayout()
        head.addWidget(label(_("Follow-ups"), "pageTitle"))
        head.addStretch(1)
        head.addWidget(button(_("New"), self._on_new))
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(card, 1)
        layout.addWidget(self.keys)
        self.refresh()

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind is Kind.FOLLOWUPS

    @classmethod
    def figure(cls, connection: Any) -> Figure:
        none = dict.fromkeys(cls.titles, 0)
        return Figure(sum(part_of_agenda(connection, none, days=cls.days, clocks=False).totals.values()))

    def open_record(self, kind: Kind, record_id: int) -> None:  # noqa: ARG002 - only follow-ups are shown here
        """Edit the follow-up."""
        edit_record(self.context, Kind.FOLLOWUPS, record_id, self.window())

    def shown(self, found: Agenda) -> None:
        self.count_changed.emit(sum(found.totals.values()), False)  # noqa: FBT003 - a signal

    def _on_new(self) -> None:
        new_record(self.context, Kind.FOLLOWUPS, {}, self.window())
