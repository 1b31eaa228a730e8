"""Attaching files to a record of any kind, and which contents are needed (I-14)."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop_crm.core.attachments import commands
from desktop_crm.core.attachments.commands import KeptFile
from desktop_crm.core.attachments.contents import ContentStore, is_sha256
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.erase import contents_taken_away


class NothingToAttachToError(RefusedError):
    """The record is not there any more; nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("The files were not attached"), _("The record they were meant for is not there any more."))


def attach(
    session: Session, kind: Kind | None, record_id: int | None, files: Sequence[KeptFile], *, code: str = ""
) -> Changes:
    """Attach files to a record; they belong to its customer, and one of an attachment belongs to what that does.

    Without a record they are kept for themselves, to be given to a customer later.

    Raises:
        NothingToAttachToError: nothing was written.
    """
    if kind is None or record_id is None:
        return commands.attach(session, files, customer_id=None, kind=None, record_id=None, code=code)
    record = ROOMS[kind].get(session.connection, record_id)
    if record is None:
        raise NothingToAttachToError
    if kind is Kind.ATTACHMENTS:
        owner = record.record_kind, record.record_id
        if owner[0] in set(Kind) and owner[1] is not None:
            kind, record_id = Kind(owner[0]), owner[1]
        elif record.customer_id is not None:
            kind, record_id = Kind.CUSTOMERS, record.customer_id
    customer_id = CustomerId(record_id) if kind is Kind.CUSTOMERS else getattr(record, "customer_id", None)
    return commands.attach(session, files, customer_id=customer_id, kind=kind, record_id=record_id, code=code)


def remove_unused(database: Database, contents: ContentStore) -> int:
    """How many contents were removed because nothing names them, as when the program was killed while attaching.

    Those of attachments in the Trash, and of those that a redo may bring again, stay.
    """
    named = database.read_unmasked(_named)
    if not contents.has_others(named):
        return 0
    return contents.remove_all_but(named | set(filter(is_sha256, database.read_unmasked(contents_taken_away))))


def _named(connection: Connection) -> set[str]:
    found = connection.scalars(select(ATTACHMENTS.table.c.sha256).distinct())
    return {sha256 for sha256 in found if sha256 and is_sha256(sha256)}
