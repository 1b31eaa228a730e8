"""Moving customers and what belongs to them to the Trash from a page, with a way back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.trash_customer import trash_customer
from desktop_crm.ui.framework.context import Context


def trash_customers(context: Context, owner: QObject, ids: Sequence[int]) -> None:
    """Move customers to the Trash as one action; a notice offers to take it back."""
    text = ngettext("{count} customer moved to the Trash", "{count} customers moved to the Trash", len(ids))
    _write(context, owner, "trash_customers", partial(_trash, ids), text.format(count=len(ids)))


def trash_records(context: Context, owner: QObject, kind: Kind, ids: Sequence[int]) -> None:
    """Move records of another kind to the Trash as one action; a notice offers to take it back."""
    text = ngettext("{count} entry moved to the Trash", "{count} entries moved to the Trash", len(ids))
    _write(context, owner, "trash", partial(_trash_records, kind, ids), text.format(count=len(ids)))


def _write(context: Context, owner: QObject, verb: str, trash: "partial[Changes]", text: str) -> None:
    def tell(_changes: Changes) -> None:
        context.undoing.tell(text)

    context.operations.write(owner, verb, trash, tell)


def _trash(ids: Sequence[int], session: Session) -> Changes:
    changes = Changes()
    for customer_id in ids:
        changes |= trash_customer(session, CustomerId(customer_id))
    return changes


def _trash_records(kind: Kind, ids: Sequence[int], session: Session) -> Changes:
    return ROOMS[kind].trash(session, ids)
