"""The one piece of news after a commit: what changed, and who asked for it."""

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.changes import Changes


class ChangeBus(QObject):
    """Signals: `changed(Changes, origin)`, after each commit; each view decides what to refresh.

    `settings_changed()`, after a setting of the book was stored; `backed_up()`, after a backup was made.

    `about_to_close()`, before the book locks: forms write what was typed as drafts, at once.
    """

    changed = Signal(object, object)
    settings_changed = Signal()
    backed_up = Signal()
    about_to_close = Signal()

    def tell(self, changes: Changes, origin: object) -> None:
        """Let everybody know."""
        if changes:
            self.changed.emit(changes, origin)
