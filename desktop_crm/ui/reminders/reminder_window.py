"""The window that lists what is due: done, opened or put off, some of it or all."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.core.changes import Changes
from desktop_crm.core.followups.commands import complete_all, snooze_all
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.reminders import Reached, reached_with_choices
from desktop_crm.core.reminders.snoozing import Snooze, morning_of
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.reminders.reminders_model import RemindersModel
from desktop_crm.ui.reminders.snooze_choices import add_choices
from desktop_crm.ui.reminders.snooze_dialog import SnoozeDialog
from desktop_crm.ui.widgets.cards import Card, EmptyState, button
from desktop_crm.ui.widgets.labels import label

_REFRESH_MILLISECONDS = 30_000
_SHOWN = {Kind.FOLLOWUPS, Kind.CUSTOMERS}
_COLUMN_WIDTHS = (110, 240)
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class ReminderWindow(QDialog):
    """Lies beside the main window and goes with it. The buttons concern the lines that are selected."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._snoozes: tuple[Snooze, ...] = ()
        self._going: set[FollowupId] = set()  # what the user has dealt with and the list does not know yet
        self.setWindowTitle(_("Reminders"))
        self.setModal(False)
        self._head = label("", "section")
        self.model = RemindersModel(self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("Reminders"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(EmptyState(_("Nothing is due now.")))
        self.done_button = button(_("Done"), self._on_done)
        self.open_button = button(_("Open"), self._on_open)
        self.snooze_menu, self.snooze_all_menu = QMenu(self), QMenu(self)
        self.snooze_button = self._menu_button(_("Snooze"), self.snooze_menu)
        self.snooze_all_button = self._menu_button(_("Snooze all"), self.snooze_all_menu)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.doubleClicked.connect(self._on_open)
        context.bus.changed.connect(self._on_changed)
        context.bus.presented.connect(self._on_timeout)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start(_REFRESH_MILLISECONDS)
        self._on_selection_changed()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is due."""
        self._context.operations.read(self, reached_with_choices, self._on_read, latest="reached")

    def selected(self) -> list[FollowupId]:
        """The follow-ups of the selected lines."""
        ids = self.model.ids()
        return [ids[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _menu_button(self, text: str, menu: QMenu) -> QPushButton:
        made = QPushButton(text)
        made.setMenu(menu)
        made.setAutoDefault(False)
        return made

    def _lay_out(self) -> None:
        px = self._context.theme.px
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._list)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for made in (self.done_button, self.open_button, self.snooze_button):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.snooze_all_button)
        row.addWidget(button(_("Close"), self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(16), px(20), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self._head)
        layout.addWidget(card, 1)
        layout.addLayout(row)
        self.resize(px(760), px(400))
        for column, width in enumerate(_COLUMN_WIDTHS):
            self.table.setColumnWidth(column, px(width))
        self.table.horizontalHeader().setStretchLastSection(True)

    def _on_read(self, found: Reached) -> None:
        selected, had_any = set(self.selected()), bool(self.model.ids())
        first = min((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        self.model.show(found.reminders)
        count = len(found.reminders)
        self._head.setText(
            ngettext("{count} follow-up is due", "{count} follow-ups are due", count).format(count=count)
        )
        self._head.setVisible(bool(count))
        self._list.setCurrentIndex(0 if count else 1)
        rows = [row for row, one in enumerate(self.model.ids()) if one in selected]
        goes_on = bool(selected) and selected <= self._going
        self._going.intersection_update(self.model.ids())
        if not rows and count and (goes_on or not had_any):
            rows = [min(first, count - 1)]  # the next one, so that the keyboard can go on
        for row in rows:
            self.table.selectionModel().select(self.model.index(row, 0), _WHOLE_ROW)
        if rows and (goes_on or not had_any):
            # Not through the table, which would take a key held down, such as Ctrl, for a wish about the selection.
            current = QItemSelectionModel.SelectionFlag.NoUpdate
            self.table.selectionModel().setCurrentIndex(self.model.index(rows[0], 0), current)
        if found.snoozes != self._snoozes and not (self.snooze_menu.isVisible() or self.snooze_all_menu.isVisible()):
            self._snoozes = found.snoozes
            self._fill(self.snooze_menu, self.selected)
            self._fill(self.snooze_all_menu, self.model.ids)
        self._on_selection_changed()

    def _fill(self, menu: QMenu, whom: Callable[[], list[FollowupId]]) -> None:
        menu.clear()
        add_choices(menu, self._snoozes, partial(self._snooze_chosen, whom), partial(self._on_another_time, whom))

    def _snooze_chosen(self, whom: Callable[[], list[FollowupId]], until: datetime) -> None:
        self._snooze(whom(), until)

    def _on_another_time(self, whom: Callable[[], list[FollowupId]]) -> None:
        dialog = SnoozeDialog(self._context.theme, morning_of(self._snoozes), self)
        dialog.chosen.connect(partial(self._snooze, whom()))
        dialog.open()

    def _snooze(self, followup_ids: list[FollowupId], until: datetime) -> None:
        if followup_ids:
            self._going.update(followup_ids)
            work = partial(snooze_all, followup_ids=followup_ids, until=until)
            self._context.operations.write(self, "snooze_followup", work)

    def _on_done(self) -> None:
        if followup_ids := self.selected():
            self._going.update(followup_ids)
            work = partial(complete_all, followup_ids=followup_ids)
            self._context.operations.write(self, "complete_followup", work)

    def _on_open(self) -> None:
        followup_ids = self.selected()
        if len(followup_ids) == 1:
            self._context.navigator.open_record(Kind.FOLLOWUPS, followup_ids[0])

    def _on_selection_changed(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        self.done_button.setEnabled(count > 0)
        self.snooze_button.setEnabled(count > 0)
        self.open_button.setEnabled(count == 1)
        self.snooze_all_button.setEnabled(bool(self.model.ids()))

    def _on_timeout(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_changed(self, changes: Changes, _origin: object) -> None:
        if self.isVisible() and not _SHOWN.isdisjoint(changes.kinds):
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self._on_open()
        else:
            super().keyPressEvent(event)
