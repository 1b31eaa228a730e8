"""Moving customers and what belongs to them to the Trash from a page, with a way back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer
from desktop_crm.ui.framework.context import Context


def trash_customers(context: Context, owner: QObject, ids: Sequence[int]) -> None:
    """Move customers to the Trash as one action; a toast offers to bring them back."""
    text = ngettext("{count} customer moved to the Trash", "{count} customers moved to the Trash", len(ids))
    _write(context, owner, partial(_trash, ids), partial(_bring_back, ids), text.format(count=len(ids)))


def trash_records(context: Context, owner: QObject, kind: Kind, ids: Sequence[int]) -> None:
    """Move records of another kind to the Trash as one action; a toast offers to bring them back."""
    text = ngettext("{count} entry moved to the Trash", "{count} entries moved to the Trash", len(ids)).format(
        count=len(ids)
    )
    trash, back = partial(_trash_records, kind, ids), partial(_bring_records_back, kind, ids)
    _write(context, owner, trash, back, text)


def _write(context: Context, owner: QObject, trash: "partial[Changes]", back: "partial[Changes]", text: str) -> None:
    def undo() -> None:
        context.operations.write(owner, "bring_back", back)

    def tell(_changes: Changes) -> None:
        context.messages.toast(text, _("Undo"), undo)

    context.operations.write(owner, "trash", trash, tell)


def _trash(ids: Sequence[int], session: Session) -> Changes:
    changes = Changes()
    for customer_id in ids:
        changes |= trash_customer(session, CustomerId(customer_id))
    return changes


def _bring_back(ids: Sequence[int], session: Session) -> Changes:
    changes = Changes()
    for customer_id in ids:
        changes |= bring_customer_back(session, CustomerId(customer_id))
    return changes


def _trash_records(kind: Kind, ids: Sequence[int], session: Session) -> Changes:
    return ROOMS[kind].trash(session, ids)


def _bring_records_back(kind: Kind, ids: Sequence[int], session: Session) -> Changes:
    return ROOMS[kind].bring_back(session, ids)
