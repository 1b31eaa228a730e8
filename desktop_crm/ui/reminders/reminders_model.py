"""What is due, as a table model: when, whose, what."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.reminders import Reminder
from desktop_crm.ui.framework.record_table_model import Cell
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone


class RemindersModel(TextTableModel):
    """One row for each reminder."""

    def __init__(self, parent: QObject) -> None:
        super().__init__((_("Due"), _("Customer"), _("What to do")), parent)
        self._ids: list[FollowupId] = []

    def show(self, reminders: Sequence[Reminder]) -> None:
        """Show these instead."""
        self._ids = [reminder.id for reminder in reminders]
        self.show_rows([(_due(one), Cell(one.customer), Cell(one.title)) for one in reminders])

    def ids(self) -> list[FollowupId]:
        """The follow-ups, in the order of the rows."""
        return list(self._ids)


def _due(reminder: Reminder) -> Cell:
    """When it is due, red once that is over."""
    due, now, zone = reminder.due, clock.now(), clock.zone()
    if due is None:
        return Cell(short(reminder.at, now, zone, language()))
    words = short(due.at, now, zone, language(), all_day=due.all_day)
    return Cell(words, Tone.RED, _("Overdue")) if due.end() < now else Cell(words)
