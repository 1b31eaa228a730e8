"""Undo and redo in the window: a notice after every action of the user, by which it can be taken back (habit 5)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.workflows.steps import Step, Steps
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.operations import Operations, Progress


class Undoing(QObject):
    """Takes back actions off the GUI thread, one after the other, and tells of each.

    What is large says how far it is and can be stopped; what is refused is told, and nothing is changed then.
    """

    def __init__(self, book: Book, operations: Operations, bus: ChangeBus, messages: Messages) -> None:
        super().__init__(messages)
        self._book, self._steps, self._operations, self._messages = book, book.steps, operations, messages
        self._newest = self._steps.next_undo.action_id if self._steps.next_undo else 0
        self._running: Progress | None = None
        self._words = ""
        bus.committed.connect(self._on_committed)

    @property
    def next_undo(self) -> str:
        """What would be undone, in words; "" if there is nothing."""
        return self._steps.next_undo.words if self._steps.next_undo else ""

    @property
    def next_redo(self) -> str:
        """What would be done again, in words; "" if there is nothing."""
        return self._steps.next_redo.words if self._steps.next_redo else ""

    def undo(self) -> None:
        """Take back the last action that is not taken back yet."""
        self._run(None, redoing=False)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._run(None, redoing=True)

    def tell(self, text: str, other: tuple[str, Callable[[], None]] | None = None) -> None:
        """Say in the words of whoever wrote it what the last action did, with a way back and perhaps one further."""
        step = self._steps.next_undo
        if other and step:
            self._messages.toast(text, _("Undo"), partial(self._run, step, redoing=False), other)
        elif other:
            self._messages.toast(text, *other)
        elif step:
            self._say(text, _("Undo"), step)
        else:
            self._say(text)

    def _on_committed(self) -> None:
        step = self._steps.next_undo
        if step and step.action_id > self._newest:
            self._newest = step.action_id
            self.tell(_("Done: {words}").format(words=step.words))

    def _run(self, step: Step | None, *, redoing: bool) -> None:
        try:
            self._book.database.refuse_while_presenting()
        except CrmError as error:
            self._messages.error(error)
            return
        self._words = (self.next_redo if redoing else self.next_undo) if step is None else step.words
        self._running = self._operations.run(
            self,
            partial(_redone if redoing else _undone, self._steps, step),
            self._on_redone if redoing else self._on_undone,
            progressed=self._on_progress,
            failed=self._on_failed,
            canceled=partial(self._say, _("Stopped. Nothing was changed.")),
        )

    def _on_progress(self, done: int, total: int) -> None:
        if done < total:
            text = _("At work on “{words}”: {percent} %").format(words=self._words, percent=100 * done // total)
            self._messages.toast(text, _("Stop"), self._on_stop)

    def _on_stop(self) -> None:
        if self._running:
            self._running.cancel()

    def _on_failed(self, error: CrmError) -> None:
        if self._words:
            self._messages.error(error)
        else:  # there was nothing
            self._say(error.title)

    def _on_undone(self, answer: tuple[str, Changes]) -> None:
        step = self._steps.next_redo
        text = _("Undone: {words}").format(words=answer[0])
        if step is None:
            self._say(text)
        else:
            self._say(text, _("Redo"), step, redoing=True)

    def _on_redone(self, answer: tuple[str, Changes]) -> None:
        self.tell(_("Done again: {words}").format(words=answer[0]))

    def _say(self, text: str, action: str = "", step: Step | None = None, *, redoing: bool = False) -> None:
        self._messages.toast(text, action, partial(self._run, step, redoing=redoing) if step else None)


def _undone(steps: Steps, step: Step | None, progress: Progress) -> tuple[str, Changes]:
    step = step or steps.next_undo  # asked here, on the writer, where what was asked before is done
    changes = steps.undo(step, progress.at)
    return step.words if step else "", changes


def _redone(steps: Steps, step: Step | None, progress: Progress) -> tuple[str, Changes]:
    step = step or steps.next_redo
    changes = steps.redo(step, progress.at)
    return step.words if step else "", changes
