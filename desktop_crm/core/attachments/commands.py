"""Taking files into the book: the content is kept first, the rows follow in one action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import Content, ContentStore
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.guessing import media_type_of, type_of
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file whose content is kept: its name, the day it was last changed, and its content."""

    name: str
    dated: Day
    content: Content


def keep(contents: ContentStore, path: Path) -> KeptFile:
    """A file, its content kept; where no attachment comes to name it, the next opening removes the content again.

    Raises:
        UnreadableSourceError, TooLargeError, VaultFileError: nothing was kept.
    """
    content = contents.put(path)
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, clock.zone()).date()
    except (OSError, OverflowError, ValueError):
        changed = clock.today()
    return KeptFile(path.name, Day(min(changed, clock.today()).isoformat()), content)


def attach(
    session: Session,
    files: Sequence[KeptFile],
    *,
    customer_id: CustomerId | None,
    kind: Kind | None,
    record_id: int | None,
    code: str = "",
) -> Changes:
    """Attach files to a record of a customer, or to nothing yet.

    Without a `code` of `choices.TYPES` each is what its name tells.
    A file that the record has already under the same name is passed over.
    """
    known = _known(session.connection, kind, record_id)
    wanted = {(file.content.sha256, file.name): file for file in files}
    return ATTACHMENTS.add(
        session,
        [
            Attachment(
                customer_id=customer_id,
                name=file.name,
                dated=file.dated,
                type=code or type_of(file.name),
                record_kind=kind.value if kind else "",
                record_id=record_id,
                media_type=media_type_of(file.name),
                size_bytes=file.content.size_bytes,
                sha256=file.content.sha256,
            )
            for key, file in wanted.items()
            if key not in known
        ],
    )


def _known(connection: Connection, kind: Kind | None, record_id: int | None) -> set[tuple[str, str]]:
    c = ATTACHMENTS.table.c
    if kind is None:
        return set()
    found = select(c.id).where(c.record_kind == kind.value, c.record_id == record_id, c.deleted_at.is_(None))
    attached = ATTACHMENTS.get_many(connection, connection.scalars(found))
    return {(each.sha256, each.name) for each in attached}
