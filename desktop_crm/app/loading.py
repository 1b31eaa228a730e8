"""Loads what the open book needs while the passphrase is typed, so that the first page waits for none of it.

What does without Qt is loaded on a worker's thread. Qt's classes for Python are made when a module first names them,
and elsewhere than on the GUI thread that crashes now and then: so the window is loaded there, in turns, between events.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, Signal

from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.framework.turns import Turns

# What weighs most of what the window stands on; it brings nearly all the rest.
BELOW = (
    "desktop_crm.app.book_at_rest",
    "desktop_crm.app.handed_command",
    "desktop_crm.core.agenda.agenda",
    "desktop_crm.core.calendar.quick_add",
    "desktop_crm.core.documents.choosing",
    "desktop_crm.core.documents.forms",
    "desktop_crm.core.documents.letter",
    "desktop_crm.core.duplicates.while_typing",
    "desktop_crm.core.lists.views",
    "desktop_crm.core.reminders.between",
    "desktop_crm.core.timeline.entries",
    "desktop_crm.core.transfer.errors_file",
    "desktop_crm.core.transfer.importing",
    "desktop_crm.core.transfer.writing.exporting",
    "desktop_crm.core.workflows.note_followup",
    "desktop_crm.core.workflows.save_marked",
    "desktop_crm.core.workflows.unmerge_customer",
    "desktop_crm.core.workflows.verify_records",
    "pypdfium2",
)
# Stations on the way to the window, so near to each other that none takes long.
STATIONS = (
    "desktop_crm.ui.framework.operations",
    "desktop_crm.ui.framework.context",
    "desktop_crm.ui.framework.field_editors",
    "desktop_crm.ui.framework.history_dialog",
    "desktop_crm.ui.framework.record_form",
    "desktop_crm.ui.framework.record_dialog",
    "desktop_crm.ui.framework.record_table",
    "desktop_crm.ui.interactions.log_dialog",
    "desktop_crm.ui.clocks.chips",
    "desktop_crm.ui.documents.page_images",
    "desktop_crm.ui.documents.customer_preview",
    "desktop_crm.ui.letters.letter_dialog",
    "desktop_crm.ui.customers.record_windows",
    "desktop_crm.ui.customers.records_tab",
    "desktop_crm.ui.customers.timeline_tab",
    "desktop_crm.ui.customers.detail",
    "desktop_crm.ui.customers.page",
    "desktop_crm.ui.agenda.agenda_page",
    "desktop_crm.ui.records.pages",
    "desktop_crm.ui.settings.page",
    "desktop_crm.ui.today.page",
    "desktop_crm.ui.pages",
    "desktop_crm.ui.main_window.main_window",
    "desktop_crm.ui.reminders.reminder_center",
    "desktop_crm.app.book_windows",
)


class Loading(QObject):
    """Python gives up (`_DeadlockError`) where two threads import modules that need each other. So what loads on the
    worker's thread is the first that is done there, and the GUI thread imports nothing of it before: whoever opens a
    book does so on the same thread, later, and others `wait`.

    Signals: `loaded()` when everything is there.
    """

    loaded = Signal()

    def begin(self, background: Background) -> None:
        """Start; to be called before anything else is done in the background. Another start does no harm."""
        background.run(_load_below, self._on_below, _nothing)

    @staticmethod
    def wait(background: Background, then: Callable[[], None]) -> None:
        """Do something on the GUI thread once the worker loads nothing any more."""
        background.run(_nothing_at_all, lambda _none: then(), _nothing)

    def _on_below(self, _none: None) -> None:
        Turns(self, [*(partial(import_module, name) for name in STATIONS), self.loaded.emit])


def _load_below() -> None:
    for name in BELOW:
        import_module(name)


def _nothing(_error: object) -> None:
    """Nothing is refused here; a module that cannot be loaded is a mistake, which is told."""


def _nothing_at_all() -> None:
    """What is done here is to come after the rest."""
