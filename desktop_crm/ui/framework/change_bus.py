"""The one piece of news after a commit: what changed, and who asked for it."""

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.changes import Changes


class ChangeBus(QObject):
    """Signals: `changed(Changes, origin)`, after each commit; each view decides what to refresh.

    `committed()`, before that, after each commit, also when no record was touched.

    `tailored()`, after fields or drop-down lists were made otherwise; whoever shows them shows them anew.

    `presented()`, after presentation mode began or ended; whoever shows records reads them anew.

    `lists_changed()`, after a saved view was stored or a record was pinned.

    `settings_changed()`, after a setting of the book was stored; `backed_up()`, after a backup was made.

    `restore_requested(path, passphrase)`, when the user wants the book to become again what it was in a backup.

    `notification_test_requested(answer)`, when the user wants to see a notification; `answer` is called with what is
    wrong in words, empty when the system took it.

    `about_to_close()`, before the book locks: forms write what was typed as drafts, at once.
    """

    committed = Signal()
    changed = Signal(object, object)
    tailored = Signal()
    presented = Signal()
    lists_changed = Signal()
    settings_changed = Signal()
    backed_up = Signal()
    restore_requested = Signal(object, str)
    notification_test_requested = Signal(object)
    about_to_close = Signal()

    def tell(self, changes: Changes, origin: object) -> None:
        """Let everybody know."""
        self.committed.emit()
        if changes:
            self.changed.emit(changes, origin)
