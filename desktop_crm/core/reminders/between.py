"""From the book to what lies outside it and back: the index is made, and what was asked for meanwhile carried out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import time
from functools import partial

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.index import (
    HORIZON,
    LATEST,
    MOST_COMING,
    MOST_MISSED,
    Entry,
    Index,
    floating_milliseconds,
    milliseconds,
)
from desktop_crm.core.reminders.opaque import opaque_id, reminder_of
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.queue import Press, Verb
from desktop_crm.core.reminders.reminders import Scheduled, occasion_of, undelivered
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.vault.vault import UnlockedVault

Write = Callable[[str, Callable[[Session], Changes]], Changes]

_NOTED = "reminder_presses"  # kept in the book: the lines of the queue that it holds already
_VERBS = {Verb.DONE: "complete_followup", Verb.SNOOZE: "snooze_followup"}


def index_of(connection: Connection, key: bytes, but: Mapping[FollowupId, int] | None = None) -> Index:
    """The index that fits the book: what was not delivered yet, the next 200 within 60 days and the last 200 missed.

    `but` are occasions, by follow-up, that were delivered although the book does not say so yet.
    """
    morning = time.fromisoformat(settings_store.load(connection).text(DEFAULT_TIME))
    but = but or {}
    found = undelivered(connection, clock.now() + HORIZON, coming=MOST_COMING, missed=MOST_MISSED)
    entries = (_entry(one, key) for one in found if but.get(one.id) != one.occasion)
    return Index(tuple(entry for entry in entries if 0 <= entry.at <= LATEST), morning)


def keep_index(vault: UnlockedVault, database: Database, but: Mapping[FollowupId, int] | None = None) -> None:
    """Make the index fit the book; `but` as in `index_of`.

    Raises:
        CrmError: the book cannot be read.
        OSError: the index cannot be written; it is as it was.
    """
    outside = Outside.of(vault.folder)
    if outside is not None:
        outside.store(database.read(partial(index_of, key=vault.keys.reminders, but=but)))


def carry_out_waiting(vault: UnlockedVault, database: Database) -> None:
    """Carry out what waits in the queue, as `apply`, make the index fit, and only then empty the queue.

    Raises:
        CrmError: the book cannot be written; what came before is done, the rest waits.
        OSError: the index or the queue cannot be written; the next call goes on from there.
    """
    outside = Outside.of(vault.folder)
    if outside is not None and (waiting := outside.waiting()):
        apply(database.write, vault.keys.reminders, waiting)
        index = database.read(partial(index_of, key=vault.keys.reminders))
        outside.store(index, carried_out=waiting)
        outside.take_away(waiting)


def apply(write: Write, key: bytes, waiting: Sequence[Press]) -> None:
    """Carry out what buttons asked for, each press as one action, and none twice.

    The book notes each press in the same transaction, so a crash between it and `Outside.take_away` repeats nothing.
    What has changed meanwhile is passed over: a follow-up that is done or gone, or that has another time than the one
    the button was shown for.

    Raises:
        CrmError: the book cannot be written; what came before is done, the rest waits.
    """
    for place, one in enumerate(waiting):
        before = waiting[:place]
        try:
            write(_VERBS[one.verb], partial(_carry_out, one=one, key=key, before=before))
        except RefusedError:  # a rule of the book stands against it: the reminder comes again, with its name
            write(_VERBS[one.verb], partial(_note, one=one, before=before))


def _carry_out(session: Session, one: Press, key: bytes, before: Sequence[Press]) -> Changes:
    noted = _noted(session.connection)
    if one.line in noted:
        return Changes()
    followup_id, occasion = reminder_of(key, one.id)
    for earlier in before:
        if earlier.id == one.id:
            occasion = noted.get(earlier.line) or occasion  # the time to which the earlier press put it off
    changes = Changes()
    if occasion_of(session.connection, followup_id) == occasion:
        if one.until is None:
            changes = complete(session, followup_id, "")
        else:
            changes = snooze(session, followup_id, from_milliseconds(one.until))
            occasion = occasion_of(session.connection, followup_id) or occasion
    return changes | _note(session, one, before, occasion)


def _note(session: Session, one: Press, before: Sequence[Press], occasion: int | None = None) -> Changes:
    """Note that a press is carried out; what was noted of lines that are gone from the queue is forgotten."""
    noted = _noted(session.connection)
    kept = {earlier.line: noted[earlier.line] for earlier in before if earlier.line in noted}
    return settings_store.keep_aside(session, _NOTED, kept | {one.line: occasion})


def _noted(connection: Connection) -> dict[str, int | None]:
    """By line of the queue that was carried out: the occasion that its follow-up had afterwards."""
    noted: dict[str, int | None] = settings_store.kept(connection, _NOTED, {})
    return noted


def _entry(one: Scheduled, key: bytes) -> Entry:
    opaque = opaque_id(key, one.id, one.occasion)
    if one.wall is not None:
        return Entry(opaque, floating_milliseconds(one.wall), floating=True)
    return Entry(opaque, milliseconds(one.at), floating=False)
