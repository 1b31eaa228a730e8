"""The page that lists every record of one kind, whoever's it is, with the way to the customer."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.documents.forms import form_about
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import ONE, TITLES, Kind
from desktop_crm.core.lists import conditions
from desktop_crm.core.lists.listing import listed_ids, usual_order
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import Value
from desktop_crm.ui.clocks.cells import ClockColumn, has_clocks
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.customers.trashing import trash_records
from desktop_crm.ui.documents.customer_preview import print_record
from desktop_crm.ui.framework.bulk_dialog import BulkDialog
from desktop_crm.ui.framework.cell_menu import add_cell_actions
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.list_shown import ListShown
from desktop_crm.ui.framework.list_views import ListViews
from desktop_crm.ui.framework.page import Figure, Page
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.framework.selection_bar import SelectionBar
from desktop_crm.ui.letters.actions import add_letter_actions
from desktop_crm.ui.records.columns import cells_of, columns_for, listed_fields
from desktop_crm.ui.transfer.pasting import paste_rows
from desktop_crm.ui.widgets.cards import EmptyState, button, focus_part, show_part
from desktop_crm.ui.widgets.labels import label

_TABLE, _NONE, _NO_RESULT = range(3)
_EMPTY = {
    Kind.NEEDS: N_("What your customers want, said or guessed. Each need has an owner and a date."),
    Kind.DEALS: N_("What may be sold, to whom, how likely and when."),
    Kind.ORDERS: N_("What your customers bought, when and for how much."),
    Kind.QUOTATIONS: N_("The quotations and proposals that you sent."),
    Kind.CONTRACTS: N_("Your contracts: what was signed, for how much and until when."),
    Kind.SERVICE: N_("What customers asked for or complained about, and how it was solved."),
    Kind.FEEDBACK: N_("What customers praise or criticize."),
    Kind.SATISFACTION: N_("How satisfied customers are, score by score."),
    Kind.SURVEYS: N_("Questionnaires: what you ask, and what came of it."),
    Kind.MATERIALS: N_("Policy readings, trend reports, manuals: what is worth sharing with customers."),
    Kind.STORIES: N_("What customers gained from you, to be told to others."),
}
# The filters that are in sight; the others are behind one more chip.
_FILTERED_FIRST: Mapping[Kind, tuple[str, ...]] = {
    Kind.NEEDS: ("status", "priority", "owner"),
    Kind.DEALS: ("stage", "owner"),
    Kind.SERVICE: ("status", "severity", "type"),
    Kind.FEEDBACK: ("tone",),
    Kind.SATISFACTION: ("score", "mode"),
    Kind.STORIES: (),
}


class RecordsPage(Page):
    """All records of `kind` in one list. Within another page it leaves out its title."""

    kind: ClassVar[Kind]

    def __init__(self, context: Context, *, titled: bool = True) -> None:
        super().__init__(context)
        self._to_open: int | None = None
        self._customer_id: CustomerId | None = None
        self._of_customer = "customer_id" in ROOMS[self.kind].fields
        fields = listed_fields(self.kind)
        fetch = partial(cells_of, self.kind, fields)
        self.model = RecordTableModel(context.operations, columns_for(self.kind, fields), fetch, self)
        self.table = RecordTable(context, self.model, self.kind.value, self.kind)
        self.table.setAccessibleName(_(TITLES[self.kind]))
        offered = conditions.filter_fields(self.kind)
        first = _FILTERED_FIRST.get(self.kind, ("status", "owner"))
        known = {field.name for field in offered}
        words = partial(_words, self.kind)
        self.filters = FilterBar(context.operations, offered, [name for name in first if name in known], words)
        self.views = ListViews(context, self.kind, self.table, self.filters, (usual_order(self.kind), True))
        self.views.refresh_needed.connect(self.refresh)
        self.views.shown.connect(self.view_shown)
        self.table.pasted.connect(self._on_pasted)
        self.table.opened.connect(self._on_opened)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.menu_requested.connect(self._on_menu_requested)
        self.table.trash_requested.connect(self._on_trash_requested)
        self._build(titled=titled)
        if has_clocks(self.kind):
            ClockColumn(self.kind, self.table, self.model)

    def _build(self, *, titled: bool) -> None:
        px = self.context.theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(18) if titled else px(4), px(20), px(12))
        head.setSpacing(px(8))
        if titled:
            head.addWidget(label(_(TITLES[self.kind]), "pageTitle"))
        head.addWidget(self.filters, 1)
        for made in self.head_buttons():
            head.addWidget(made)
        self._open_button = button(_("Open customer"), self.open_customer)
        self._open_button.setEnabled(False)
        self._open_button.setVisible(self._of_customer)
        head.addWidget(self._open_button)
        head.addWidget(button(_("New"), self.new))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        new = _("New {record}").format(record=_(ONE[self.kind]))
        self._stack.addWidget(EmptyState(_(_EMPTY[self.kind]), new, self.new))
        nothing = _("Nothing fits these filters.")
        self._stack.addWidget(EmptyState(nothing, _("Clear filters"), self.views.show_everything))
        self.rows = QVBoxLayout(self)  # a page may add a foot
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        self.rows.addLayout(head)
        self.rows.addWidget(self.views.bar)
        self.rows.addWidget(holder, 1)
        self.selection = SelectionBar(self.context.theme, self.table, self.change_many)
        self.rows.addWidget(self.selection)

    def head_buttons(self) -> list[QWidget]:
        """What stands beside the buttons that every such page has."""
        return []

    def add_more_actions(self, menu: QMenu, record_id: int) -> None:
        """What can be done with a record of this kind alone."""
        if form_about(self.kind):
            menu.addAction(_("Print…")).triggered.connect(partial(self._on_print, record_id))

    # What every page does

    @classmethod
    def figure(cls, connection: Any) -> Figure:
        return Figure(ROOMS[cls.kind].count(connection))

    def refresh(self) -> None:
        work = partial(_listed, self.kind, self.views.order, self.views.descending, dict(self.filters.values))
        self.context.operations.read(self, work, self._on_listed, latest="ids")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.kinds & {self.kind, Kind.CUSTOMERS})

    def open_record(self, kind: Kind, record_id: int) -> None:
        if kind is self.kind and not self.table.go_to(record_id):
            self._to_open = record_id
            if self.filters.values:
                self.views.show_everything()
            else:
                self.refresh()
        self.table.setFocus()

    def listed(self) -> ListShown | None:
        return self.views.listed()

    def focus(self) -> None:
        focus_part(self._stack)

    def view_state(self) -> Mapping[str, Any]:
        return {"views": self.views.state(), "place": self.table.place()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.views.restore(state["views"])
        self.table.return_to(state["place"])

    def selected_customer(self) -> CustomerId | None:
        return self._customer_id

    @property
    def view_key(self) -> str:
        return self.views.view.key

    def show_view(self, kind: Kind, key: str) -> None:  # noqa: ARG002 - there is only one kind here
        self.views.show(key)

    def _on_changed(self, changes: Changes, origin: QObject) -> None:
        if self.concerns(changes):
            self.model.read_again()
        super()._on_changed(changes, origin)

    # The list

    def _on_listed(self, ids: Any) -> None:
        self.model.show_ids(ids)
        show_part(self._stack, _TABLE if ids else _NO_RESULT if self.filters.values else _NONE)
        self.count_changed.emit(len(ids), False)  # noqa: FBT003 - a signal
        if self._to_open is not None:
            wanted, self._to_open = self._to_open, None
            self.table.go_to(wanted)

    def _on_pasted(self, text: str) -> None:
        headings = [column.title for column in self.table.columns.visible()]
        paste_rows(self.context, self.kind, headings, text, self.window())

    def change_many(self) -> None:
        """Open what changes one field of all records that are selected."""
        BulkDialog(self.context, self.kind, self.table.selected_ids(), self.window()).open()

    def _on_current_changed(self, record_id: int | None) -> None:
        self._customer_id = None
        self._open_button.setEnabled(False)
        if record_id is not None and self._of_customer:
            work = partial(ROOMS[self.kind].get, record_id=record_id)
            self.context.operations.read(self, work, self._on_current, latest="current")

    def _on_current(self, record: Any) -> None:
        self._customer_id = record.customer_id if record else None
        self._open_button.setEnabled(self._customer_id is not None)

    # What can be done

    def new(self) -> None:
        """Open the form of a new record."""
        new_record(self.context, self.kind, self.preset(), self.window())

    def preset(self) -> Mapping[str, Value]:
        """What a new record begins with."""
        return {}

    def open_customer(self) -> None:
        """Show the customer of the current record."""
        if self._customer_id is not None:
            self.context.navigator.open_record(Kind.CUSTOMERS, self._customer_id)

    def _on_opened(self, record_id: int) -> None:
        self.context.navigator.visit(self.kind, record_id)
        edit_record(self.context, self.kind, record_id, self.window())

    def _on_trash_requested(self, ids: Any) -> None:
        trash_records(self.context, self, self.kind, ids)

    def _on_menu_requested(self, record_id: int, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(partial(self._on_edit, record_id))
        if self._of_customer:
            open_customer = menu.addAction(_("Open customer"))
            open_customer.setEnabled(self._customer_id is not None)
            open_customer.triggered.connect(self.open_customer)
        self.add_more_actions(menu, record_id)
        add_letter_actions(menu, self.context, self.kind, record_id, self.window())
        add_cell_actions(menu, self.table)
        if self.table.selected_count() > 1:
            menu.addAction(_("Change…")).triggered.connect(self._on_change_many)
        menu.addSeparator()
        menu.addAction(_("Move to the Trash")).triggered.connect(partial(self._on_trash, record_id))
        menu.popup(position)

    def _on_change_many(self, *_checked: bool) -> None:
        self.change_many()

    def _on_edit(self, record_id: int, *_checked: bool) -> None:
        self._on_opened(record_id)

    def _on_print(self, record_id: int, *_checked: bool) -> None:
        print_record(self.context, self.kind, record_id, self.window())

    def _on_trash(self, record_id: int, *_checked: bool) -> None:
        self._on_trash_requested(self.table.selected_ids() or [record_id])


def _listed(kind: Kind, order: str, descending: bool, filters: Mapping[str, str], connection: Any) -> Any:  # noqa: FBT001 - bound in advance
    return listed_ids(connection, kind, order, descending=descending, filters=filters)


def _words(kind: Kind, connection: Any, name: str) -> list[str]:
    return conditions.words_in_use(connection, kind, name)
