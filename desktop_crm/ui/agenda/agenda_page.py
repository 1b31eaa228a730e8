"""What Today and the follow-ups page share: an agenda that is read, shown, and worked off."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget

from desktop_crm.core.agenda.agenda import Agenda, Group, Item, part_of_agenda
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId, FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.finish_followup import Finish, about_to_finish, finish
from desktop_crm.ui.agenda.agenda_model import AgendaModel
from desktop_crm.ui.agenda.agenda_view import AgendaView
from desktop_crm.ui.agenda.done_dialog import Done, DoneDialog
from desktop_crm.ui.agenda.snooze_menu import SnoozeMenu
from desktop_crm.ui.clocks.chips import fill_menu
from desktop_crm.ui.clocks.solving import Case, can_be_done, done_words, mark_done, mark_not_needed, solution_of
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.letters.actions import add_letter_actions
from desktop_crm.ui.widgets.cards import EmptyState, focus_part, show_part
from desktop_crm.ui.widgets.labels import ElidedLabel
from desktop_crm.ui.widgets.moment_edit import words_for

_SHOWN = {Kind.CUSTOMERS, Kind.FOLLOWUPS}
FIRST = 100  # lines of a group that are read at first
_FURTHER = 400


class AgendaPage(Page):
    """A page whose list is the agenda; `days` is how far it looks ahead, None for this week.

    `titles` are the groups shown, in order, by the messages over them; `folded` are those folded at first.
    """

    days: int | None = None
    titles: ClassVar[Mapping[Group, str]] = {group: group.value for group in Group}
    folded: Sequence[Group] = ()
    clocks: bool = True  # whether it shows what the clocks ask for

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._restored: Mapping[str, Any] | None = None  # the state of the page before, until everything was read
        self._most = dict.fromkeys(self.titles, FIRST)
        self._whole = False  # whether everything was read once
        self.model = AgendaModel(self, {group: _(title) for group, title in self.titles.items()}, self.folded)
        self.view = AgendaView(context.theme, self.model)
        self.view.done_requested.connect(self.finish)
        self.view.snooze_requested.connect(self.snooze)
        self.view.solve_requested.connect(self.solve)
        self.view.not_needed_requested.connect(self.dismiss)
        self.view.menu_requested.connect(self._on_menu)
        self.view.more_requested.connect(self._on_more)
        self.view.opened.connect(context.navigator.open_record)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.keys = ElidedLabel("", "caption")
        self.list = QStackedWidget()
        self.list.addWidget(self.view)
        self.list.addWidget(EmptyState(_("Nothing is due, and every customer has a next step.")))
        first = _("What is due stands here. It begins with a customer: note the first one, or import a list.")
        self.list.addWidget(EmptyState(first, _("To the customers"), partial(context.navigator.open_page, "customers")))

    def refresh(self) -> None:
        """Read the agenda again; at first the follow-ups alone: the calendar of working days takes a second to load."""
        most = dict(self._most)
        if self.clocks and not self._whole:
            work = partial(part_of_agenda, most=most, days=self.days, clocks=False)
            self.context.operations.read(self, work, self._on_first_read, latest="first")
        work = partial(part_of_agenda, most=most, days=self.days, clocks=self.clocks)
        self.context.operations.read(self, work, self._on_read, latest="agenda")

    def concerns(self, changes: Changes) -> bool:
        return self.clocks or not _SHOWN.isdisjoint(changes.kinds)

    def focus(self) -> None:
        focus_part(self.list)

    def selected_customer(self) -> CustomerId | None:
        item = self.view.current_item()
        return CustomerId(item.customer_id) if item and item.customer_id else None

    def view_state(self) -> Mapping[str, Any]:
        top = self.view.indexAt(QPoint(1, 1)).row()
        return {"folded": self.model.folded, "current": self._current_key(), "top": top, "most": dict(self._most)}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.model.fold(state["folded"])
        self._most = dict(state["most"])
        self._restored = state
        self.refresh()

    def shown(self, found: Agenda) -> None:
        """Take note of what is shown now."""

    def _on_first_read(self, found: Agenda) -> None:
        if not self._whole and found.totals:
            self.model.show(found)
            show_part(self.list, 0)

    def _on_read(self, found: Agenda) -> None:
        self._whole = True
        state, self._restored = self._restored, None
        current, row = (state["current"], -1) if state else (self._current_key(), self.view.currentIndex().row())
        self.model.show(found)
        if current is not None:
            place = self.model.row_of(current)
            place = self.model.next_item(row) if place < 0 <= row else place  # what came after what is done now
            self.view.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        if state and state["top"] >= 0:
            self.view.scrollTo(self.model.index(state["top"]), QAbstractItemView.ScrollHint.PositionAtTop)
        if found.totals:
            show_part(self.list, 0)
        else:
            self.context.operations.read(self, CUSTOMERS.count, self._on_counted, latest="customers")
        self._show_keys()
        self.shown(found)

    def _on_counted(self, customers: int) -> None:
        if not self.model.rowCount():
            show_part(self.list, 1 if customers else 2)

    def _current_key(self) -> object:
        item = self.view.current_item()
        return item.key if item else None

    def _on_more(self, group: Group) -> None:
        self._most[group] += _FURTHER
        self.refresh()

    # The keys that work on the line where the cursor is

    def _on_current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        item = self.view.current_item()
        words = []
        if item and item.is_followup:
            words = [("Space", _("Done")), ("S", _("Snooze")), ("↵", _("Open"))]
        elif item and item.clock:
            if can_be_done(item.clock):
                words.append(("Space", done_words(item.clock)))
            title = solution_of(item.clock).title
            if not words or _(title) != words[0][1]:
                words.append(("A", _(title)))
            words.append(("X", _("Not needed")))
            words += [("↵", _("Open"))] if item.id else []
        elif item:
            title = solution_of("").title
            words = [("A", _(title)), ("↵", _("Open"))]
        self.keys.setText("     ".join(f"{key}  {word}" for key, word in words))

    # What can be done

    def finish(self, item: Item) -> None:
        """Mark what a line asks for as done, asking for the result and the next step of a follow-up."""
        if self._refused():
            return
        if item.is_followup:
            work = partial(about_to_finish, followup_id=FollowupId(item.id))
            self.context.operations.read(self, work, self._on_about_to_finish, latest="finish")
        elif item.clock and can_be_done(item.clock):
            mark_done(self.context, self, _case(item))
        else:
            self.solve(item)

    def solve(self, item: Item) -> None:
        """Take the step that solves what a line asks for; for a follow-up that is to mark it as done."""
        if self._refused():
            return
        if item.is_followup:
            self.finish(item)
        else:
            solution_of(item.clock).act(self.context, _case(item), self)

    def dismiss(self, item: Item) -> None:
        """Note that what a clock asks for is not needed."""
        if item.clock and not self._refused():
            mark_not_needed(self.context, self, _case(item))

    def snooze(self, item: Item, position: QPoint) -> None:
        """Ask until when a follow-up is to be put off."""
        if item.is_followup and not self._refused():
            SnoozeMenu(self.context, FollowupId(item.id), self).ask(position)

    def _refused(self) -> bool:
        """Whether presentation mode forbids to change anything, which is told."""
        try:
            self.context.book.database.refuse_while_presenting()
        except CrmError as error:
            self.context.messages.error(error)
            return True
        return False

    def _on_menu(self, item: Item, position: QPoint) -> None:
        self.menu_of(item, position).popup(position)

    def menu_of(self, item: Item, position: QPoint) -> QMenu:
        """Everything that can be done with a line."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if item.clock:
            fill_menu(menu, self.context, _case(item), self)
        else:
            if item.is_followup:
                menu.addAction(_("Done")).triggered.connect(partial(self._on_action, self.finish, item))
                menu.addAction(_("Snooze")).triggered.connect(partial(self._on_snooze, item, position))
            else:
                title = solution_of("").title
                menu.addAction(_(title)).triggered.connect(partial(self._on_action, self.solve, item))
            menu.addAction(_("Open")).triggered.connect(partial(self._on_open, item.kind, item.id))
        if item.id:
            add_letter_actions(menu, self.context, item.kind, item.id, self)
        if item.customer_id and item.kind is not Kind.CUSTOMERS:
            open_customer = partial(self._on_open, Kind.CUSTOMERS, item.customer_id)
            menu.addAction(_("Open customer")).triggered.connect(open_customer)
        return menu

    def _on_action(self, act: Any, item: Item, *_checked: bool) -> None:
        act(item)

    def _on_snooze(self, item: Item, position: QPoint, *_checked: bool) -> None:
        self.snooze(item, position)

    def _on_open(self, kind: Kind, record_id: int, *_checked: bool) -> None:
        self.context.navigator.open_record(kind, record_id)

    def _on_about_to_finish(self, found: Finish | None) -> None:
        if found is not None:
            dialog = DoneDialog(found, self.context.theme, self)
            dialog.confirmed.connect(partial(self._on_confirmed, found))
            dialog.open()

    def _on_confirmed(self, found: Finish, done: Done) -> None:
        work = partial(
            finish,
            followup_id=found.followup.id,
            result=done.result,
            title=done.title,
            due=done.due,
            told_customer=done.told,
        )
        told = partial(self._on_completed, found, done)
        self.context.operations.write(self, "complete_followup", work, told)

    def _on_completed(self, found: Finish, done: Done, _changes: Changes) -> None:
        next_due = done.due or found.again
        if next_due is None:
            self.context.undoing.tell(_("Done"))
        elif done.due:
            self.context.undoing.tell(_("Done. Next: {when}").format(when=words_for(next_due)))
        else:
            self.context.undoing.tell(_("Done. It comes again: {when}").format(when=words_for(next_due)))


def _case(item: Item) -> Case:
    return Case(item.kind, item.id, item.customer_id, item.clock, item.period)
