"""Another person takes over a contact's place at the customer (更换对接人, K-11)."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from desktop_crm.core.chain.choices import PENDING, UNDER_WAY
from desktop_crm.core.changes import Changes
from desktop_crm.core.commitments.choices import OPEN as OPEN_COMMITMENT
from desktop_crm.core.commitments.choices import THEIRS
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import contacts
from desktop_crm.core.database.schema.needs import chain, commitments
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.choices import OPEN as OPEN_FOLLOWUP
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import ContactId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.day import Day


class CannotReplaceError(RefusedError):
    """The person named cannot take over the contact's place; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} cannot take over").format(name=name),
            _("Choose another person who works for the same customer and is still there."),
        )


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is under way with a contact: ids of open follow-ups, of promises that he made, and of decisions to come."""

    followups: tuple[int, ...]
    commitments: tuple[int, ...]
    chain: tuple[int, ...]


def unfinished(connection: Connection, contact_id: ContactId) -> Unfinished:
    """What whoever replaces the contact may take over."""
    (contact,) = CONTACTS.get_many(connection, [contact_id])
    f, p, s = followups.c, commitments.c, chain.c

    def ids(found: Select[int]) -> tuple[int, ...]:
        return tuple(connection.scalars(found))

    return Unfinished(
        ids(select(f.id).where(f.contact_id == contact_id, f.status == OPEN_FOLLOWUP, f.deleted_at.is_(None))),
        ids(
            select(p.id).where(
                p.customer_id == contact.customer_id,
                p.direction == THEIRS,
                p.person == contact.name,
                p.status == OPEN_COMMITMENT,
                p.deleted_at.is_(None),
            )
        ),
        ids(select(s.id).where(s.contact_id == contact_id, s.state.in_((PENDING, UNDER_WAY)), s.deleted_at.is_(None))),
    )


def replace_contact(
    session: Session, contact_id: ContactId, by: ContactId, left_on: Day, *, hand_over: bool = True
) -> Changes:
    """Let `by`, of the same customer, take the place of a contact who left on a day.

    The primary place passes on. With `hand_over` so do open follow-ups, open promises of the customer's and decisions
    to come; whatever happened stays with the one with whom it happened.

    Raises:
        CannotReplaceError: `by` belongs elsewhere, left, lies in the Trash or is the same; nothing was written.
    """
    old, new = CONTACTS.get_many(session.connection, [contact_id, by])
    trashed = session.connection.scalar(select(contacts.c.deleted_at).where(contacts.c.id == by)) is not None
    if new.id == old.id or new.customer_id != old.customer_id or new.left_on or trashed:
        raise CannotReplaceError(new.name)
    changes = _hand_over(session, old, new) if hand_over else Changes()
    changes |= CONTACTS.change(session, old.id, left_on=left_on, replaced_by=new.id, is_primary=False)
    return changes | CONTACTS.change(session, new.id, is_primary=old.is_primary or new.is_primary)


def _hand_over(session: Session, old: Contact, new: Contact) -> Changes:
    parts = unfinished(session.connection, old.id)
    changes = Changes()
    for kind, ids, value in (
        (Kind.FOLLOWUPS, parts.followups, {"contact_id": new.id}),
        (Kind.COMMITMENTS, parts.commitments, {"person": new.name}),
        (Kind.CHAIN, parts.chain, {"contact_id": new.id}),
    ):
        changes |= ROOMS[kind].change_many(session, dict.fromkeys(ids, value))
    return changes
