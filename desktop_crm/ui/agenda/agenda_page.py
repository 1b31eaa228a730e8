"""What Today and the follow-ups page share: an agenda that is read, shown, and worked off."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget

from desktop_crm.core.agenda.agenda import Group, Item, agenda
from desktop_crm.core.changes import Changes
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.agenda.agenda_model import AgendaModel
from desktop_crm.ui.agenda.agenda_view import AgendaView
from desktop_crm.ui.agenda.done_dialog import DoneDialog
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.widgets.cards import EmptyState, focus_part, show_part

_SHOWN = {Kind.CUSTOMERS, Kind.FOLLOWUPS}


class AgendaPage(Page):
    """A page whose list is the agenda; `days` is how far it looks ahead, None for this week.

    `titles` are the groups shown, in order, by the messages over them; `folded` are those folded at first.
    """

    days: int | None = None
    titles: ClassVar[Mapping[Group, str]] = {group: group.value for group in Group}
    folded: Sequence[Group] = ()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._restored: Mapping[str, Any] | None = None  # the state of the page before, until everything was read
        self.model = AgendaModel(self, {group: _(title) for group, title in self.titles.items()}, self.folded)
        self.view = AgendaView(context.theme, self.model)
        self.view.done_requested.connect(self._on_done_requested)
        self.view.opened.connect(context.navigator.open_record)
        self.list = QStackedWidget()
        self.list.addWidget(self.view)
        self.list.addWidget(EmptyState(_("Nothing is due, and every customer has a next step.")))

    def refresh(self) -> None:
        """Read the agenda again."""
        self.context.operations.read(self, partial(agenda, days=self.days), self._on_read, latest="agenda")

    def concerns(self, changes: Changes) -> bool:
        return not _SHOWN.isdisjoint(changes.kinds)

    def focus(self) -> None:
        focus_part(self.list)

    def view_state(self) -> Mapping[str, Any]:
        top = self.view.indexAt(QPoint(1, 1)).row()
        return {"folded": self.model.folded, "current": self._current_id(), "top": top}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.model.fold(state["folded"])
        self._restored = state

    def shown(self, items: Sequence[Item]) -> None:
        """Take note of what is shown now."""

    def _on_read(self, items: list[Item]) -> None:
        wanted = [item for item in items if item.group in self.titles]
        state, self._restored = self._restored, None
        current = state["current"] if state else self._current_id()
        self.model.show(wanted)
        if current is not None and (row := self.model.row_of(current)) >= 0:
            self.view.setCurrentIndex(self.model.index(row))
        if state and state["top"] >= 0:
            self.view.scrollTo(self.model.index(state["top"]), QAbstractItemView.ScrollHint.PositionAtTop)
        show_part(self.list, 0 if wanted else 1)
        self.shown(wanted)

    def _current_id(self) -> int | None:
        line = self.model.line(self.view.currentIndex().row())
        return line.id if isinstance(line, Item) else None

    def _on_done_requested(self, followup_id: FollowupId) -> None:
        line = self.model.line(self.model.row_of(followup_id))
        if isinstance(line, Item):
            dialog = DoneDialog(line.title, self.context.theme, self)
            dialog.confirmed.connect(partial(self._on_confirmed, followup_id))
            dialog.open()

    def _on_confirmed(self, followup_id: FollowupId, result: str) -> None:
        work = partial(complete, followup_id=followup_id, result=result)
        self.context.operations.write(self, "complete_followup", work, self._on_completed)

    def _on_completed(self, _changes: Changes) -> None:
        self.context.undoing.tell(_("Done"))
