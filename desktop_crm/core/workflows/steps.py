"""What can be undone and redone next: the actions of this session, as every program offers them."""

import json
from dataclasses import dataclass
from functools import partial
from threading import Lock

from sqlalchemy import Connection, desc, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.undone import REDO, UNDO, UNDOES, undone_actions
from desktop_crm.core.journal.verbs import FOR_GOOD, is_offered, words_of
from desktop_crm.core.workflows.undo import VERB, Progress, undo


@dataclass(frozen=True, slots=True)
class Step:
    """An action that can be taken back; of a redo, the verb is that of what was done again."""

    action_id: int
    verb: str

    @property
    def words(self) -> str:
        """What it did, in the language in use, such as “edit customer”."""
        return words_of(self.verb)


class Steps:
    """The actions since the book was opened, by whichever thread, that can be undone and redone next.

    What only noted something, as an export, is not among them; what is for good neither. A new action ends what could
    be redone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._done: list[Step] = []
        self._undone: list[Step] = []  # the undos, by what they took back
        database.acted = self._on_action

    @property
    def next_undo(self) -> Step | None:
        """What `undo` would take back."""
        with self._lock:
            return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        """What `redo` would do again."""
        with self._lock:
            return self._undone[-1] if self._undone else None

    def undo(self, step: Step | None = None, progress: Progress | None = None) -> Changes:
        """Take back a step, by itself the last one.

        Raises:
            RefusedError: there is none.
            UndoConflictError: what was done since stands in the way; nothing was changed.
        """
        step = step or self.next_undo
        if step is None:
            raise RefusedError(_("There is nothing to undo"), _("Nothing was changed since the book was opened."))
        return self._database.write(UNDO, partial(undo, action_id=step.action_id, progress=progress))

    def redo(self, step: Step | None = None, progress: Progress | None = None) -> Changes:
        """Do again what an undo took back, by itself the last one.

        Raises:
            RefusedError: there is nothing.
            UndoConflictError: what was done since stands in the way; nothing was changed.
        """
        step = step or self.next_redo
        if step is None:
            raise RefusedError(_("There is nothing to redo"), _("Nothing was undone, or something was done since."))
        return self._database.write(REDO, partial(undo, action_id=step.action_id, progress=progress))

    def _on_action(self, session: Session) -> None:
        with self._lock:
            if session.verb in {UNDO, REDO}:
                came_from, to = (self._done, self._undone) if session.verb == UNDO else (self._undone, self._done)
                taken_back = int(session.details[UNDOES])
                came_from[:] = [step for step in came_from if step.action_id != taken_back]
                to.append(Step(session.action_id, session.details[VERB]))
            elif session.entries and is_offered(session.verb):
                self._undone.clear()
                self._done.append(Step(session.action_id, session.verb))
            elif session.verb in FOR_GOOD:
                self._undone.clear()


def last_step(connection: Connection) -> Step | None:
    """The last action of the book that can be taken back, whenever and by whichever program it was done."""
    undone = undone_actions(connection)
    has_values = (
        journal.c.action_id == actions.c.id,
        journal.c.changes.is_not(None),
        journal.c.table_name != customer_numbers.name,
    )
    rows = connection.execute(
        select(actions.c.id, actions.c.verb)
        .where(select(journal.c.id).where(*has_values).exists())
        .order_by(desc(actions.c.sequence))
    )
    return next((Step(*row) for row in rows if row[0] not in undone and is_offered(row[1])), None)


def last_undo(connection: Connection) -> Step | None:
    """The last undo of the book that was not redone, unless something else was done since."""
    undone = undone_actions(connection)
    rows = connection.execute(
        select(actions.c.id, actions.c.verb, actions.c.details)
        .where(select(journal.c.id).where(journal.c.action_id == actions.c.id).exists())
        .order_by(desc(actions.c.sequence))
    )
    for action_id, verb, details in rows:
        if verb == UNDO and action_id not in undone:
            return Step(action_id, json.loads(details)[VERB])
        if verb not in {UNDO, REDO}:
            return None
    return None
