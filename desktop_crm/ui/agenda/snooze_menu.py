"""Puts off a follow-up: a menu of the usual times, each with its number, and one for another time."""

from datetime import datetime, time
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.changes import Changes
from desktop_crm.core.followups.commands import snooze
from desktop_crm.core.i18n import _, language
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.reminders import snooze_choices
from desktop_crm.core.reminders.snoozing import Snooze, morning_of
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.reminders.snooze_choices import add_choices
from desktop_crm.ui.reminders.snooze_dialog import SnoozeDialog


class SnoozeMenu(QObject):
    """Asks until when, and puts the follow-up off."""

    def __init__(self, context: Context, followup_id: FollowupId, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._followup_id, self._widget = context, followup_id, parent
        self.menu = QMenu(parent)

    def ask(self, position: QPoint) -> None:
        """Open the menu at a place of the screen, as soon as the choices were read."""
        self._context.operations.read(self, snooze_choices, partial(self._on_choices, position), latest="choices")

    def _on_choices(self, position: QPoint, found: list[Snooze]) -> None:
        add_choices(self.menu, found, self._on_chosen, partial(self._on_another, morning_of(found)))
        self.menu.popup(position)
        self.menu.setActiveAction(self.menu.actions()[0])

    def _on_another(self, morning: time) -> None:
        dialog = SnoozeDialog(self._context.theme, morning, self._widget)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, until: datetime) -> None:
        work = partial(snooze, followup_id=self._followup_id, until=until)
        self._context.operations.write(self, "snooze_followup", work, partial(self._on_written, until))

    def _on_written(self, until: datetime, _changes: Changes) -> None:
        when = short(until, clock.now(), clock.zone(), language())
        self._context.undoing.tell(_("Put off until {when}").format(when=when))
        self.menu.deleteLater()
        self.deleteLater()
