"""What came into the book and went out of it: imports, exports and prints, as the journal tells them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, desc, func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.columns import Row, from_milliseconds
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.session import Session
from desktop_crm.core.kinds import Kind

IMPORT, EXPORT, PRINT = "import", "export", "print"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One import, export or print (`verb`): when, by whom, which files, and how many records of each kind."""

    at: datetime
    author: str
    verb: str
    files: tuple[str, ...]
    counts: Mapping[Kind, int]


def note_print(session: Session, *, title: str, pages: int, sha256: str, file: str = "") -> Changes:
    """No changes of records; the journal says that something was printed, or written as a PDF into `file`."""
    session.note(title=title, pages=pages, sha256=sha256, file=file)
    return Changes()


def note_copy(session: Session, *, file: str, sha256: str) -> Changes:
    """No changes of records; the journal says that the content of an attachment was written outside the book."""
    session.note(files=[file], sha256=[sha256], rows={Kind.ATTACHMENTS.value: 1})
    return Changes()


def transfers(connection: Connection, most: int) -> list[Transfer]:
    """The last imports, exports and prints, the newest first."""
    found = connection.execute(
        select(actions.c.id, actions.c.at, actions.c.author, actions.c.verb, actions.c.details)
        .where(actions.c.verb.in_((IMPORT, EXPORT, PRINT)))
        .order_by(desc(actions.c.sequence))
        .limit(most)
    )
    return [_transfer(connection, row) for row in found.mappings()]


def _transfer(connection: Connection, row: Row) -> Transfer:
    details = json.loads(row["details"])
    files = details.get("files") or [details.get("title"), details.get("file")]
    counts = details.get("rows") or (_added(connection, row["id"]) if row["verb"] == IMPORT else {})
    kinds = {Kind(name): count for name, count in counts.items() if name in set(Kind)}
    return Transfer(from_milliseconds(row["at"]), row["author"], row["verb"], tuple(filter(None, files)), kinds)


def _added(connection: Connection, action_id: int) -> dict[str, int]:
    rows = connection.execute(
        select(journal.c.table_name, func.count())
        .where(journal.c.action_id == action_id, journal.c.operation == "insert")
        .group_by(journal.c.table_name)
    )
    return {row[0]: row[1] for row in rows}
