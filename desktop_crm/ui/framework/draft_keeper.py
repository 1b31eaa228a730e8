"""Keeps a draft of an open form on the disk, encrypted, within two seconds of typing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.core.drafts.draft import Draft, new_id
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.errors import CrmError
from desktop_crm.ui.framework.context import Context

_WAIT_MILLISECONDS = 1000  # from the first key; the rest of the two seconds is for the disk


class DraftKeeper(QObject):
    """Saves what a form holds while it is edited. Signals: `kept()` after each save, `failed(error)`.

    `state` says what stands in the form, in types that JSON has. When the book is about to close it saves at once.
    """

    kept = Signal()
    failed = Signal(object)

    def __init__(
        self,
        parent: QObject,
        context: Context,
        form: str,
        title: Callable[[], str],
        state: Callable[[], dict[str, Any]],
    ) -> None:
        super().__init__(parent)
        self._context, self._form, self._title, self._state = context, form, title, state
        self._store = DraftStore(context.book.vault)
        self._id = new_id()
        self._saving = self._changed = self._dropped = False
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MILLISECONDS)
        self._timer.timeout.connect(self._on_timeout)
        context.bus.about_to_close.connect(self._on_about_to_close)

    @property
    def is_possible(self) -> bool:
        """Whether drafts can be kept at all: not in a folder that cannot be written."""
        return not self._context.book.vault.read_only

    def continue_draft(self, draft: Draft) -> None:
        """Go on with a draft that was found instead of making a new one."""
        self._id = draft.id

    def touch(self) -> None:
        """The user changed something. Who goes on typing does not put the save off."""
        self._changed = True
        if self.is_possible and not self._dropped and not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Save now, and be done with it when this returns."""
        self._timer.stop()
        if self._changed and self.is_possible and not self._dropped:
            self._changed = False
            self._store.save(self._id, self._form, self._title(), self._state())

    def drop(self) -> None:
        """Forget the draft: the form was saved, or its text is not wanted."""
        self._dropped = True
        self._timer.stop()
        if self.is_possible:
            self._store.remove(self._id)

    def drop_and_go_on(self) -> None:
        """Forget the draft: the text went where it was to go; what is typed from now on is kept as a new one."""
        try:
            self.drop()
        finally:
            self._id, self._changed, self._dropped = new_id(), False, False

    def _on_about_to_close(self) -> None:
        try:
            self.flush()
        except CrmError as error:
            self.failed.emit(error)

    def _on_timeout(self) -> None:
        if self._saving:  # one after the other, so that the newer text is the one that stays
            self._timer.start()
            return
        self._saving, self._changed = True, False
        draft_id, form, title, state, store = self._id, self._form, self._title(), self._state(), self._store

        def save(_connection: object) -> Draft:
            return store.save(draft_id, form, title, state)

        # On a reader: the writer may be busy with an import for minutes.
        self._context.operations.read(self, save, self._on_saved, failed=self._on_failed)

    def _on_saved(self, draft: Draft) -> None:
        self._saving = False
        if draft.id == self._id and not self._dropped:
            self.kept.emit()

    def _on_failed(self, error: CrmError) -> None:
        self._saving = False
        if not self._dropped:
            self.failed.emit(error)
