"""The main window of an open book: it puts frame and pages together and knows none of them by name."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import TRASH_KEPT_DAYS
from desktop_crm.core.tailoring import use
from desktop_crm.ui.customers.record_windows import complete_form, edit_record
from desktop_crm.ui.documents.customer_preview import print_summary
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations, Progress
from desktop_crm.ui.framework.page import Figure, Page
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.framework.record_form import warm_up
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.framework.zoom import step_zoom
from desktop_crm.ui.interactions.log_dialog import LogDialog
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.main_window.new_day import NewDay
from desktop_crm.ui.main_window.presenting_band import PRESENTING_KEYS, PresentingBand
from desktop_crm.ui.main_window.question_band import QuestionBand
from desktop_crm.ui.main_window.shortcut_list import ShortcutList
from desktop_crm.ui.main_window.sidebar import LOCK, Sidebar
from desktop_crm.ui.main_window.sidebar_lists import SidebarLists
from desktop_crm.ui.main_window.status_bar import StatusBar
from desktop_crm.ui.main_window.top_bar import TopBar
from desktop_crm.ui.main_window.visits import Visits
from desktop_crm.ui.pages import LOWER_PAGES, PAGES
from desktop_crm.ui.quick_add.quick_add_dialog import open_quick_add
from desktop_crm.ui.search.search_box import SearchBox
from desktop_crm.ui.transfer.drop_zone import choose_files, dropped_files
from desktop_crm.ui.transfer.import_dialog import open_import

_AFTER_DIALOG_MILLISECONDS = 500
_IDLE_AFTER_MILLISECONDS = 1_000


class MainWindow(QWidget):
    """One open book. Signals: `lock_requested()` by Ctrl+L or the sidebar, `closed()` when the window was closed,
    `presenting_changed(on)` when presentation mode began or ended."""

    lock_requested = Signal()
    closed = Signal()
    presenting_changed = Signal(bool)

    def __init__(self, book: Book, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.setWindowTitle(_("Desktop CRM"))
        bus = ChangeBus()
        messages = Messages(self)
        operations = Operations(book, bus.tell, messages.error)
        undoing = Undoing(book, operations, bus, messages)
        clipboard = Clipboard(operations, bus, self)
        navigator = Navigator()
        self.context = Context(
            book, operations, bus, navigator, messages, theme, preferences, undoing, clipboard, complete_form
        )
        bus.setParent(self)
        self._pages: dict[str, Page] = {}
        self._entries = {entry.key: entry for entry in (*PAGES, *LOWER_PAGES)}
        self._tailoring = book.database.tailoring
        use(self._tailoring)
        self._stale = QTimer(self, singleShot=True)
        self._stale.timeout.connect(self._remake_pages)
        self._build()
        self._add_shortcuts()
        self.setAcceptDrops(True)
        bus.committed.connect(self._on_committed)
        bus.changed.connect(self._on_changed)
        theme.about_to_scale.connect(self._on_about_to_scale)
        self.context.navigator.page_requested.connect(self.open_page)
        self.context.navigator.record_requested.connect(self.open_record)
        self.resize(1360, 850)
        self.restoreGeometry(preferences.state("main_window"))
        self._read_figures()
        self._empty_trash()
        QTimer.singleShot(_IDLE_AFTER_MILLISECONDS, self, partial(warm_up, operations, self))
        self.open_page(PAGES[0].key)

    def _build(self) -> None:
        theme = self.context.theme
        self._search = SearchBox(self.context)
        self._top_bar = TopBar(theme, self._search)
        self._sidebar = Sidebar(theme)
        self._sidebar.fill(
            [(entry.key, _(entry.title), entry.icon) for entry in PAGES],
            [*((entry.key, _(entry.title), entry.icon) for entry in LOWER_PAGES), (LOCK, _("Lock"), "lock")],
        )
        kinds = [kind for entry in PAGES for kind in entry.make.viewed]
        self._lists = SidebarLists(self.context, self._sidebar, kinds, self)
        self._lists.view_requested.connect(self.open_view)
        Visits(self.context, self)
        NewDay(self.context, self)
        self._stack = QStackedWidget()
        self._status_bar = StatusBar(theme)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._sidebar)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._band = PresentingBand(theme)
        self._band.end_requested.connect(self.toggle_presenting)
        self._band.setVisible(self.is_presenting)
        layout.addWidget(self._top_bar)
        layout.addWidget(self._band)
        layout.addLayout(middle, 1)
        layout.addWidget(self._status_bar)
        self._question = QuestionBand(theme)
        layout.insertWidget(2, self._question)
        self._sidebar.chosen.connect(self._on_chosen)
        self._top_bar.record_requested.connect(self.record_interaction)
        self._top_bar.quick_add_requested.connect(self.quick_add)
        self._top_bar.menu_requested.connect(self._on_menu_requested)

    def ask(self, question: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Put a question that can wait above the page; it takes no focus, and goes with its answer."""
        self._question.ask(question, answers)

    def _add_shortcuts(self) -> None:
        for name, keys, act in (
            (_("Search"), ("Ctrl+K", "Ctrl+F"), self._search.begin),
            (_("Record interaction"), ("Ctrl+N",), self.record_interaction),
            (_("Quick add"), ("Ctrl+J",), self.quick_add),
            (_("Print summary"), ("Ctrl+P",), self.print_summary),
            (_("Import files"), ("Ctrl+O",), self.choose_import),
            (_("Undo"), ("Ctrl+Z",), self.context.undoing.undo),
            (_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), self.context.undoing.redo),
            (_("Presentation mode"), PRESENTING_KEYS, self.toggle_presenting),
            (_("Lock"), ("Ctrl+L",), self.lock_requested.emit),
            *(
                (_(entry.title), (f"Ctrl+{number}",), partial(self._go_to_page, entry.key))
                for number, entry in enumerate(PAGES, start=1)
            ),
            (_("Settings"), ("Ctrl+,",), partial(self._go_to_page, "settings")),
            (_("Larger"), ("Ctrl++", "Ctrl+="), partial(step_zoom, self.context, 1)),
            (_("Smaller"), ("Ctrl+-",), partial(step_zoom, self.context, -1)),
            (_("Usual size"), ("Ctrl+0",), partial(step_zoom, self.context, 0)),
            (_("Next pane"), ("F6",), partial(self._go_to_pane, 1)),
            (_("Previous pane"), ("Shift+F6",), partial(self._go_to_pane, -1)),
            (_("Keyboard shortcuts"), ("F1", "Ctrl+/"), self.list_shortcuts),
        ):
            action = QAction(name, self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # Pages

    def open_page(self, key: str) -> None:
        """Show a page; it is made when it is first opened."""
        if key not in self._pages:
            self._make_page(key)
        self._stack.setCurrentWidget(self._pages[key])
        self._mark(key)

    def open_view(self, kind: Kind, key: str) -> None:
        """Show a saved view of the list of one kind of record; an empty key is the default one."""
        page = next(entry.key for entry in PAGES if kind in entry.make.viewed)
        self.open_page(page)
        self._pages[page].show_view(kind, key)
        self._mark(page)

    def _mark(self, key: str) -> None:
        """Show in the sidebar which page is open, or which of its views."""
        page = self._pages[key]
        kind = page.viewed_kind
        if kind is None or not self._lists.mark(kind, page.view_key):
            self._lists.unmark()
            self._sidebar.mark(key)

    def _on_view_shown(self, key: str, _view: str) -> None:
        if self._stack.currentWidget() is self._pages.get(key):
            self._mark(key)

    def _make_page(self, key: str) -> Page:
        page = self._entries[key].make(self.context)
        page.count_changed.connect(lambda count, alarming, key=key: self._sidebar.set_count(key, count, alarming))
        page.print_requested.connect(self._on_print_requested)
        page.view_shown.connect(partial(self._on_view_shown, key))
        self._pages[key] = page
        self._stack.addWidget(page)
        return page

    def _on_about_to_scale(self) -> None:
        """Make every page anew, the one that is shown first: their sizes are those of the zoom they were made at."""
        for key in sorted(self._pages, key=lambda key: key != self.current_key):
            remake = partial(self._remake_page, key, self._pages[key], self._pages[key].view_state())
            QTimer.singleShot(0, self, remake)  # when the zoom is another, and not within a slot of the page that goes

    def _remake_pages(self) -> None:
        """Make every page anew, when no form is open that might belong to one."""
        if QApplication.activeModalWidget():
            self._stale.start(_AFTER_DIALOG_MILLISECONDS)
            return
        for key in sorted(self._pages, key=lambda key: key != self.current_key):
            self._remake_page(key, self._pages[key], self._pages[key].view_state())

    def _remake_page(self, key: str, old: Page, state: Mapping[str, Any]) -> None:
        if old is not self._pages[key]:  # the zoom changed twice
            return
        if QApplication.activeModalWidget():  # it may belong to the page, with something typed in it
            QTimer.singleShot(_AFTER_DIALOG_MILLISECONDS, self, partial(self._remake_page, key, old, state))
            return
        self._fold()
        shown, focused = self.current_key == key, QApplication.focusWidget()
        page = self._make_page(key)
        page.restore_view(state)
        if shown:
            self._stack.setCurrentWidget(page)
        if focused and old.isAncestorOf(focused):
            _focus_same(page, focused)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _go_to_pane(self, step: int) -> None:
        """Go to the sidebar, the parts of the page, and round again."""
        page, focused = self.current_page(), QApplication.focusWidget()
        panes: list[QWidget] = [self._sidebar, *(pane for pane in page.panes() if pane.isVisible())]
        here = next((number for number, pane in enumerate(panes) if focused and pane.isAncestorOf(focused)), None)
        pane = panes[(here + step) % len(panes)] if here is not None else panes[0 if step > 0 else -1]
        if pane is self._sidebar:
            self._sidebar.focus_marked()
        else:
            page.focus_pane(pane)

    def _go_to_page(self, key: str) -> None:
        """Show a page, and go on there by the keyboard."""
        self.open_page(key)
        self.current_page().focus()

    def open_record(self, kind: Kind, record_id: int) -> None:
        """Show a record on the page of its kind; a kind without one with its customer, or in its form."""
        if page := self._page_of(kind):
            page.open_record(kind, record_id)
        else:
            work = partial(ROOMS[kind].get, record_id=record_id)
            self.context.operations.read(self, work, partial(self._on_record_read, kind), latest="record")

    def _page_of(self, kind: Kind) -> Page | None:
        """The page of a kind, which is shown now."""
        key = next((key for key, entry in self._entries.items() if entry.make.shows(kind)), None)
        if key is None:
            return None
        self.open_page(key)
        return self._pages[key]

    def _on_record_read(self, kind: Kind, record: Any) -> None:
        if record is None:
            self.context.messages.toast(_("This record is gone for good."))
        elif record.customer_id is None:
            edit_record(self.context, kind, record.id, self)
        elif page := self._page_of(Kind.CUSTOMERS):
            page.open_part(record.customer_id, kind, record.id)

    @property
    def current_key(self) -> str:
        """The key of the page that is shown."""
        return next(key for key, page in self._pages.items() if page is self._stack.currentWidget())

    def current_page(self) -> Page:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)  # noqa: S101 - only pages are put there
        return page

    # What can be done from everywhere

    def record_interaction(self) -> None:
        """Open the dialog that records an interaction, with the customer that is selected."""
        LogDialog(self.context, self.current_page().selected_customer(), self).open()

    def quick_add(self) -> None:
        """Open the line in which a follow-up is noted in words."""
        open_quick_add(self.context, self)

    def print_summary(self) -> None:
        """Open the preview of the summary of the customer that is selected."""
        customer_id = self.current_page().selected_customer()
        if customer_id is None:
            self.context.messages.toast(_("Select a customer first; the summary is about one."))
        else:
            self._on_print_requested(customer_id)

    def choose_import(self) -> None:
        """Let the user choose files to import."""
        choose_files(self, self._on_files)

    def more_menu(self) -> QMenu:
        """What can be done from everywhere and needs no button of its own."""
        undoing = self.context.undoing
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        undo = _("Undo: {words}").format(words=undoing.next_undo) if undoing.next_undo else _("Undo")
        redo = _("Redo: {words}").format(words=undoing.next_redo) if undoing.next_redo else _("Redo")
        for text, keys, act, enabled in (
            (undo, "Ctrl+Z", undoing.undo, bool(undoing.next_undo)),
            (redo, "Ctrl+Shift+Z", undoing.redo, bool(undoing.next_redo)),
            (
                _("End presentation mode") if self.is_presenting else _("Presentation mode"),
                PRESENTING_KEYS[0],
                self.toggle_presenting,
                True,
            ),
            (_("Find duplicates"), "", self.find_duplicates, True),
            (_("Export this list…"), "", self.export_list, self.current_page().listed() is not None),
            (_("Undertaking and notice…"), "", self.show_team_pages, True),
            (_("Keyboard shortcuts"), "F1", self.list_shortcuts, True),
        ):
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action = menu.addAction(f"{text}\t{native}")  # told only: the keys belong to the actions of the window
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def _on_menu_requested(self) -> None:
        below = self._top_bar.more.mapToGlobal(self._top_bar.more.rect().bottomLeft())
        self.more_menu().popup(below)

    @property
    def is_presenting(self) -> bool:
        """Whether others see the screen, and everything is masked for them."""
        return self.context.book.database.presenting

    def toggle_presenting(self) -> None:
        """Begin or end presentation mode: what is shown is read anew, at once. An open form must be closed before."""
        begins = not self.is_presenting
        if begins and (form := QApplication.activeModalWidget()):
            form.activateWindow()
            self.context.messages.toast(_("Close the open window first; then presentation mode can begin."))
            return
        self.context.book.database.presenting = begins
        self._band.setVisible(begins)
        self._search.clear()
        self.context.messages.clear_toast()
        self.context.bus.lists_changed.emit()
        self.context.bus.presented.emit()
        self._remake_pages()
        self.presenting_changed.emit(begins)

    def find_duplicates(self) -> None:
        """Look through the whole book for customers that are there twice."""
        from desktop_crm.ui.duplicates.duplicates_dialog import DuplicatesDialog  # noqa: PLC0415 - costs start-up time

        DuplicatesDialog(self.context, self).open()

    def export_list(self) -> None:
        """Write what the list of the page shows, with its columns and in its order, into a file."""
        from desktop_crm.ui.transfer.list_export import export_list  # noqa: PLC0415 - costs start-up time

        if listed := self.current_page().listed():
            export_list(self.context, listed, self)

    def show_team_pages(self) -> None:
        """Show what members of the team read and sign."""
        from desktop_crm.ui.documents.team_page_dialog import show_team_pages  # noqa: PLC0415 - costs start-up time

        show_team_pages(self.context, self)

    def list_shortcuts(self) -> None:
        """Show which keys do what."""
        ShortcutList(self.context, self).open()

    # News

    def _on_print_requested(self, customer_id: CustomerId) -> None:
        print_summary(self.context, customer_id, self)

    def _on_files(self, paths: Sequence[Path]) -> None:
        if paths:
            open_import(self.context, paths, self)

    def _on_chosen(self, key: str) -> None:
        if key == LOCK:
            self.lock_requested.emit()
        elif viewed := self._entries[key].make.viewed:
            shown = self._pages[key].viewed_kind if key in self._pages else None
            if shown or len(viewed) == 1:
                self.open_view(shown or viewed[0], "")
            else:
                self.open_page(key)
        else:
            self.open_page(key)

    def _on_committed(self) -> None:
        """Let the whole window have the fields and lists that the book has now; open forms stay as they are."""
        tailoring = self.context.book.database.tailoring
        if tailoring != self._tailoring:
            self._tailoring = tailoring
            use(tailoring)
            self.context.bus.tailored.emit()
            self._stale.start(0)

    def _on_changed(self, _changes: Changes, _origin: object) -> None:
        self._status_bar.show_saved()
        self._read_figures()

    def _read_figures(self) -> None:
        read = self.context.operations.read
        read(self, CUSTOMERS.count, self._status_bar.show_customers, latest="customers")
        for key, entry in self._entries.items():
            if key not in self._pages:  # those that are there count themselves
                read(self, entry.make.figure, partial(self._on_figure, key), latest=f"figure {key}")

    def _on_figure(self, key: str, figure: Figure) -> None:
        if key not in self._pages:
            self._sidebar.set_count(key, *figure)

    def _empty_trash(self) -> None:
        """Erase what has lain in the Trash for longer than the settings say, in the background."""
        database = self.context.book.database
        if not (database.read_only or database.presenting):
            self.context.operations.run(self, partial(_emptied, self.context.book), _nothing)

    def show_backup(self, made_at: datetime | None) -> None:
        """Say when the newest verified backup was made."""
        self._status_bar.show_backup(made_at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        self._sidebar.fold(self.width() < self.context.theme.px(tokens.FOLD_SIDEBAR_BELOW))

    def take_files(self, mime: QMimeData, *, over: bool) -> bool:
        """Whether files dropped where no record is shown can be imported; that opens unless they are only `over`."""
        files = dropped_files(mime)
        if not over:
            self._on_files(files)
        return bool(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.take_files(event.mimeData(), over=True):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_files(event.mimeData(), over=False)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.context.preferences.set_state("main_window", self.saveGeometry())
        super().closeEvent(event)
        QTimer.singleShot(0, self.closed.emit)


def _emptied(book: Book, _progress: Progress) -> None:
    days = book.settings.number(TRASH_KEPT_DAYS)
    if days:
        book.empty_trash(days)


def _nothing(_answer: None) -> None:
    """Nobody needs to hear of it."""


def _focus_same(page: Page, focused: QWidget) -> None:
    """Put the cursor where it was on the page that this one takes the place of."""
    for field in page.findChildren(type(focused)):
        if field.accessibleName() == focused.accessibleName() != "":
            field.setFocus()
            return
    page.focus()
