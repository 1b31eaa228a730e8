"""What a page does with the saved views of its list: show one, notice that it was modified, save it (habit 25)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.lists import views as store
from desktop_crm.core.lists.view import ALL, BUILT_IN, View
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.list_shown import ListShown
from desktop_crm.ui.framework.name_dialog import NameDialog
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.view_bar import ViewBar


class ListViews(QObject):
    """Signals: `refresh_needed()` when other records or another order are to be shown, `shown(key)` with each view.

    The view that shows everything has no filters; its order and columns are what the window remembers. Every other
    view has filters, order and columns in the book, and its widths in the window's preferences.
    """

    refresh_needed = Signal()
    shown = Signal(str)

    def __init__(
        self, context: Context, kind: Kind, table: RecordTable, filters: FilterBar, usual: tuple[str, bool]
    ) -> None:
        super().__init__(table)
        self._context, self._kind, self._table, self._filters, self._usual = context, kind, table, filters, usual
        self._views: list[View] = [view for view in BUILT_IN if view.kind is kind]
        self.view = next(view for view in self._views if view.key == ALL)
        self.order, self.descending = self._remembered_order()
        self._wanted = ""
        self._wanted_state: Mapping[str, Any] | None = None
        self._loaded = self._applying = False
        self.bar = ViewBar(context.theme)
        self.bar.save_requested.connect(self._on_save)
        self.bar.save_as_requested.connect(self._on_save_as)
        self.bar.revert_requested.connect(self._on_revert)
        table.show_order(self.order, descending=self.descending)
        table.order_requested.connect(self._on_order_requested)
        table.columns.changed.connect(self._on_changed)
        filters.changed.connect(self._on_filters_changed)
        context.bus.lists_changed.connect(self.read)
        self.read()

    @property
    def is_modified(self) -> bool:
        """Whether the list shows something else than its view says."""
        if dict(self._filters.values) != dict(self.view.filters):
            return True
        if self.view.key == ALL:
            return False
        return (self.order, self.descending) != self._order_of(self.view) or (
            self._table.columns.shown() != self._columns_of(self.view)
        )

    def read(self) -> None:
        """Read the views again; the first time the default one is shown."""
        self._context.operations.read(self, partial(store.views, kind=self._kind), self._on_read, latest="views")

    def show(self, key: str) -> None:
        """Show a view as it was saved; an empty key is the default, which is left alone where it is shown already."""
        if not self._loaded:
            self._wanted = key
            return
        view = next((view for view in self._views if view.key == key), self._views[0])
        if key or view.key != self.view.key:
            self._apply(view)

    def listed(self) -> ListShown:
        """What the list shows now."""
        title = _(TITLES[self._kind]) if self.view.key == ALL else self.view.title
        return ListShown(self._kind, title, tuple(self._table.ids), self._table.columns.shown())

    def state(self) -> Mapping[str, Any]:
        """What is shown now, for `restore` of the list that takes the place of this one."""
        return {
            "view": self.view.key,
            "filters": dict(self._filters.values),
            "order": self.order,
            "descending": self.descending,
            "columns": self._table.columns.shown(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what `state` said, as soon as the views were read."""
        if not self._loaded:
            self._wanted_state = state
            return
        self.view = next((view for view in self._views if view.key == state["view"]), self._views[0])
        everything = self.view.key == ALL
        self._show(
            "" if everything else self.view.key,
            state["filters"],
            (state["order"], state["descending"]),
            state["columns"],
        )

    def show_everything(self) -> None:
        """Show the view that leaves nobody out."""
        self._loaded = True  # whatever the default is, a record is wanted that it may hide
        self._apply(next(view for view in self._views if view.key == ALL))

    def _on_read(self, found: list[View]) -> None:
        first, self._views, self._loaded = not self._loaded, found, True
        if first and self._wanted_state is not None:
            self.restore(self._wanted_state)
            return
        if first:
            self._apply(next((view for view in found if view.key == self._wanted), found[0]))
            return
        same = next((view for view in found if view.key == self.view.key), None)
        if same is None:
            self._apply(found[0])
        else:
            self.view = same
            self._tell()
            self.shown.emit(same.key)

    def _apply(self, view: View) -> None:
        self.view = view
        if view.key == ALL:
            self._show("", {}, self._remembered_order(), None)
        else:
            self._show(view.key, view.filters, self._order_of(view), self._columns_of(view))

    def _show(
        self, place: str, filters: Mapping[str, str], order: tuple[str, bool], columns: Sequence[str] | None
    ) -> None:
        self._applying = True
        self._filters.set_all(filters)
        self.order, self.descending = order
        self._table.show_order(self.order, descending=self.descending)
        self._table.columns.use(place, columns)
        self._applying = False
        self._tell()
        self.shown.emit(self.view.key)
        self.refresh_needed.emit()

    def _order_of(self, view: View) -> tuple[str, bool]:
        return (view.order, view.descending) if view.order else self._usual

    def _columns_of(self, view: View) -> tuple[str, ...]:
        """The columns of a view that this version of the program has, the first of the list always among them."""
        known = {column.key for column in self._table.columns.all()}
        first = self._table.columns.all()[0].key
        wanted = view.columns or self._table.columns.usual()
        return tuple(dict.fromkeys((first, *(key for key in wanted if key in known))))

    def _remembered_order(self) -> tuple[str, bool]:
        get = self._context.preferences.get
        order = str(get(f"{self._kind}.order", self._usual[0]))
        known = {column.order for column in self._table.columns.all()}
        return (order, bool(get(f"{self._kind}.descending", self._usual[1]))) if order in known else self._usual

    # What the user does

    def _on_order_requested(self, order: str, descending: bool) -> None:  # noqa: FBT001 - a slot
        self._loaded = True  # who is that quick does not want the default view any more
        self.order, self.descending = order, descending
        if self.view.key == ALL:
            self._context.preferences.set(f"{self._kind}.order", str(order))
            self._context.preferences.set(f"{self._kind}.descending", descending)
        self._table.show_order(order, descending=descending)
        self._tell()
        self.refresh_needed.emit()

    def _on_filters_changed(self) -> None:
        if not self._applying:
            self._loaded = True  # as above
            self._tell()
            self.refresh_needed.emit()

    def _on_changed(self) -> None:
        if not self._applying:
            self._tell()

    def _tell(self) -> None:
        self.bar.tell(self.view.title, modified=self.is_modified, may_save=self.view.key != ALL)

    def _as_shown(self, view: View) -> View:
        return replace(
            view,
            filters=dict(self._filters.values),
            order=str(self.order),
            descending=self.descending,
            columns=self._table.columns.shown(),
        )

    def _on_revert(self) -> None:
        self._apply(self.view)

    def _on_save(self) -> None:
        view = self._as_shown(self.view)
        self._context.operations.write(self, "save_view", partial(store.save_view, view=view), self._on_written)

    def _on_save_as(self) -> None:
        NameDialog(self._context, self._table.window(), _("Save as new view"), "", self._save_as).open()

    def _save_as(self, dialog: NameDialog, name: str) -> None:
        view = replace(self._as_shown(self.view), name=name)
        work, then = partial(store.add_view, view=view), partial(self._on_added, dialog)
        self._context.operations.write(dialog, "add_view", work, then, failed=dialog.failed)

    def _on_added(self, dialog: NameDialog, _changes: Changes) -> None:
        dialog.accept()
        self._context.operations.read(self, partial(store.views, kind=self._kind), self._on_added_read, latest="views")

    def _on_added_read(self, found: list[View]) -> None:
        self._views = found
        self._apply(found[-1])
        self._context.bus.lists_changed.emit()

    def _on_written(self, _changes: Changes) -> None:
        self._context.bus.lists_changed.emit()
