"""Whether the database is whole: every page authentic, its structure sound, its journal unbroken."""

from pathlib import Path

from sqlalchemy import Connection, select

from desktop_crm.core.database.chain import START, ActionHash, entry_digest
from desktop_crm.core.database.columns import Row
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.session import RESTORE, action_head

_MOST_PROBLEMS = 20


def problems(path: Path, key: bytes) -> list[str]:
    """What is wrong with the file, in SQLite's and SQLCipher's words; empty when it is whole.

    The write-ahead log is brought into the file first: before that the page check gives false alarms.
    """
    try:
        connection = connect(path, key)
    except DatabaseDamagedError as error:
        return [str(error)]
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        found = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check").fetchmany(_MOST_PROBLEMS)]
        found += [row[0] for row in connection.execute("PRAGMA quick_check").fetchmany(_MOST_PROBLEMS)]
        found += [f"{row[0]} {row[1]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check").fetchall()]
    except connection.Error as error:
        return [str(error)]
    finally:
        connection.close()
    return [problem for problem in found if problem != "ok"]


def refuse_if_damaged(path: Path, key: bytes) -> None:
    """Check the whole file.

    Raises:
        DatabaseDamagedError: it is not whole; it was left as it is.
    """
    if found := problems(path, key):
        raise DatabaseDamagedError(found[0])


def journal_problems(connection: Connection, chain_key: bytes) -> list[str]:
    """Where the journal was changed behind the program's back; empty when its chain verifies to the end.

    Sequences count up by one, except at a `restore`, which stands above all that was acknowledged before it.
    """
    found: list[str] = []
    before, expected = START, 1
    entries = (
        connection.execution_options(stream_results=True)
        .execute(select(journal).order_by(journal.c.action_id, journal.c.id))
        .mappings()
    )
    waiting = next(entries, None)
    for action in connection.execute(select(actions).order_by(actions.c.id)).mappings():
        gap_is_said = action["verb"] == RESTORE and action["sequence"] > expected
        if action["sequence"] != expected and not gap_is_said:
            found.append(f"action {expected} is missing")
        hashed = ActionHash()
        while waiting is not None and waiting["action_id"] <= action["id"]:  # below: of an action that is gone
            if not _is_genuine(waiting):
                found.append(f"entry {waiting['id']} was changed")
            hashed.add(waiting["digest"])
            waiting = next(entries, None)
        if action["hash"] != hashed.finish(chain_key, before, action_head(action)):
            found.append(f"action {action['sequence']} was changed")
        before, expected = action["hash"], action["sequence"] + 1
        if len(found) >= _MOST_PROBLEMS:
            return found[:_MOST_PROBLEMS]
    if waiting is not None:
        found.append(f"entry {waiting['id']} belongs to no action")
    return found


def _is_genuine(entry: Row) -> bool:
    """Whether the values of an entry are those of its digest; values that were erased with their salt are no fault."""
    if entry["changes"] is None:
        return True
    head = entry["table_name"], entry["record_id"], entry["operation"]
    return entry["salt"] is not None and entry["digest"] == entry_digest(entry["salt"], *head, entry["changes"])
