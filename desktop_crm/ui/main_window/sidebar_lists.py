"""Saved views and pinned records in the sidebar: what they are called, how many there are, and what their menus do."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked, views
from desktop_crm.core.lists.counting import count_of
from desktop_crm.core.lists.view import ALL, View
from desktop_crm.core.search.finding import Found, look_up
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.name_dialog import NameDialog
from desktop_crm.ui.main_window.sidebar import Sidebar
from desktop_crm.ui.main_window.sidebar_section import Line, SidebarSection

_READ_AGAIN_AFTER_MILLISECONDS = 300  # several changes in a row are counted once

Counted = list[tuple[View, int]]


class SidebarLists(QObject):
    """Fills the sidebar for the kinds whose pages show views. Signals: `view_requested(kind, key)`."""

    view_requested = Signal(object, str)

    def __init__(self, context: Context, sidebar: Sidebar, kinds: Sequence[Kind], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._kinds, self._window = context, kinds, parent
        self._views: dict[str, View] = {}
        self._marked = ("", "")
        self.views = SidebarSection(_("Views"), context.theme, sidebar.group)
        self.pinned = SidebarSection(_("Pinned"), context.theme)
        sidebar.add_part(self.views)
        sidebar.add_part(self.pinned)
        self.views.chosen.connect(self._on_view_chosen)
        self.views.arranged.connect(self._on_views_arranged)
        self.views.menu_requested.connect(self._on_view_menu)
        self.pinned.chosen.connect(self._on_pinned_chosen)
        self.pinned.arranged.connect(self._on_pinned_arranged)
        self.pinned.menu_requested.connect(self._on_pinned_menu)
        self._read_soon = QTimer(self, singleShot=True, interval=_READ_AGAIN_AFTER_MILLISECONDS)
        self._read_soon.timeout.connect(self.read)
        context.bus.changed.connect(self._on_changed)
        context.bus.lists_changed.connect(self.read)
        self.read()

    def read(self) -> None:
        """Read everything again."""
        self._context.operations.read(self, partial(_counted, self._kinds), self._on_views, latest="views")
        self._context.operations.read(self, _pinned, self._on_pinned, latest="pinned")

    def mark(self, kind: Kind, key: str) -> bool:
        """Whether the view has a line; it is marked then, now and whenever the lines are made anew."""
        self._marked = (kind.value, key)
        return self.views.mark(f"{kind.value}:{key}")

    def unmark(self) -> None:
        """A page is shown instead of a view."""
        self._marked = ("", "")

    def _on_changed(self, _changes: Changes, _origin: object) -> None:
        self._read_soon.start()

    # Views

    def _on_views(self, found: Counted) -> None:
        self._views = {_key(view): view for view, _count in found}
        lines = [Line(_key(view), view.title, "list-filter", count) for view, count in found]
        self.views.show_lines(lines)
        if all(self._marked):
            self.views.mark(":".join(self._marked))

    def _on_view_chosen(self, key: str) -> None:
        view = self._views[key]
        self.view_requested.emit(view.kind, view.key)

    def _on_views_arranged(self, keys: Sequence[str]) -> None:
        """What is not shown here because it comes first anyway, stays first."""
        for kind in self._kinds:
            own = [self._views[key].key for key in keys if self._views[key].kind is kind]
            first = [] if ALL in own else [ALL]
            self._write("arrange_views", partial(views.arrange_views, kind=kind, keys=[*first, *own]))

    def _on_view_menu(self, key: str, position: QPoint) -> None:
        self.view_menu(key).popup(position)

    def view_menu(self, key: str) -> QMenu:
        """What can be done with a view."""
        view = self._views[key]
        menu = self._menu()
        self._add(menu, _("Rename…"), partial(self._rename, view), enabled=not view.is_built_in)
        self._add(menu, _("Open the page with this view"), partial(self._make_default, view))
        self._add(menu, _("Remove view"), partial(self._remove, view), enabled=view.key != ALL)
        menu.addSeparator()
        self._add(menu, _("Bring the built-in views back"), partial(self._bring_back, view.kind))
        return menu

    def _rename(self, view: View) -> None:
        NameDialog(self._context, self._window, _("Rename…"), view.name, partial(self._save_name, view)).open()

    def _save_name(self, view: View, dialog: NameDialog, name: str) -> None:
        work = partial(views.rename_view, kind=view.kind, key=view.key, name=name)

        def written(_changes: Changes) -> None:
            dialog.accept()
            self._context.bus.lists_changed.emit()

        self._context.operations.write(dialog, "rename_view", work, written, failed=dialog.failed)

    def _make_default(self, view: View) -> None:
        self._write("arrange_views", partial(views.arrange_views, kind=view.kind, keys=[view.key]))

    def _remove(self, view: View) -> None:
        self._write("remove_view", partial(views.remove_view, kind=view.kind, key=view.key))

    def _bring_back(self, kind: Kind) -> None:
        self._write("bring_views_back", partial(views.bring_views_back, kind=kind))

    # Pinned records

    def _on_pinned(self, found: list[Found]) -> None:
        self.pinned.show_lines([Line(f"{one.kind.value}:{one.id}", one.title, "pin") for one in found])

    def _on_pinned_chosen(self, key: str) -> None:
        self._context.navigator.open_record(*_mark(key))

    def _on_pinned_arranged(self, keys: Sequence[str]) -> None:
        self._write("arrange_pinned", partial(marked.arrange_pinned, marks=[_mark(key) for key in keys]))

    def _on_pinned_menu(self, key: str, position: QPoint) -> None:
        kind, record_id = _mark(key)
        menu = self._menu()
        unpinned = partial(marked.unpin, kind=kind, record_id=record_id)
        self._add(menu, _("Unpin"), partial(self._write, "unpin", unpinned))
        menu.popup(position)

    # Both

    def _menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    @staticmethod
    def _add(menu: QMenu, text: str, act: Callable[[], None], *, enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _checked=False: act())

    def _write(self, verb: str, work: Callable[[Session], Changes]) -> None:
        self._context.operations.write(self, verb, work, self._on_written)

    def _on_written(self, _changes: Changes) -> None:
        self._context.bus.lists_changed.emit()


def _key(view: View) -> str:
    return f"{view.kind.value}:{view.key}"


def _mark(key: str) -> tuple[Kind, int]:
    kind, _colon, record_id = key.partition(":")
    return Kind(kind), int(record_id)


def _counted(kinds: Sequence[Kind], connection: Any) -> Counted:
    """The views of each kind; the one of everything is left out where it is the default: its page's line opens it."""
    shown = []
    for kind in kinds:
        found = views.views(connection, kind)
        shown += found[1:] if found and found[0].key == ALL else found
    return [(view, count_of(connection, view)) for view in shown]


def _pinned(connection: Any) -> list[Found]:
    return look_up(connection, marked.pinned(connection))
