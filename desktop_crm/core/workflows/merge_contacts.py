"""One person who was entered twice with a customer made into one contact."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.database import write
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import ContactId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.phone import Phone
from desktop_crm.core.workflows.combining import (
    Difference,
    Take,
    chosen,
    combined,
    confidential,
    differences,
    hidden,
    keep_confidential,
)
from desktop_crm.core.workflows.links import LINKS, attached, referring
from desktop_crm.core.workflows.merge_customers import NOTHING_CHOSEN

_LEFT = ("customer_id", "is_primary", "replaced_by")
_FOLLOWS = {
    "birthday_lunar": "birthday",
    "consent_basis": "consent_on",
    "consent_withdrawn_on": "consent_on",
}
_MORE = {"mobile": "other_phones", "phone": "other_phones", "email": "other_emails"}  # where the second one is kept


def proposal(connection: Connection, survivor_id: ContactId, other_id: ContactId) -> tuple[Difference, ...]:
    """The fields in which two contacts differ, and what merging them would do by itself.

    Raises:
        RefusedError: they cannot be merged.
    """
    return _differences(connection, *_pair(connection, survivor_id, other_id))


def merge_contacts(
    session: Session,
    survivor_id: ContactId,
    other_id: ContactId,
    choices: Mapping[str, Take] = NOTHING_CHOSEN,
) -> Changes:
    """Let `other` be one with `survivor`: what refers to it refers to the survivor, and it goes to the Trash.

    `choices` are field name and whose value holds; for the rest holds the proposal. A phone or e-mail of the other that
    does not hold is kept among the survivor's further ones. Was one of them the primary contact, the survivor is.

    Raises:
        RefusedError: they cannot be merged; nothing was written.
        ValueError: a choice does not fit its field.
    """
    connection = session.connection
    survivor, other = _pair(connection, survivor_id, other_id)
    takes = chosen(_differences(connection, survivor, other), choices, follows=_FOLLOWS)
    values: dict[str, Any] = {
        name: combined(field, take, getattr(survivor, name), getattr(other, name))
        for name, (field, take) in takes.items()
    }
    secret = confidential(connection, CONTACTS, (survivor_id, other_id))
    values |= _further(survivor, other, survivor.having(**values), secret)
    replaced_by = survivor.replaced_by or other.replaced_by
    values["replaced_by"] = None if replaced_by in {survivor_id, other_id} else replaced_by
    changes = keep_confidential(session, CONTACTS, survivor_id, other_id, takes)
    changes |= CONTACTS.trash(session, [other_id])  # first, since a customer has one primary contact in use
    changes |= _refer_to(session, other_id, survivor_id)
    return changes | CONTACTS.change(session, survivor_id, **values, is_primary=survivor.is_primary or other.is_primary)


def _pair(connection: Connection, survivor_id: ContactId, other_id: ContactId) -> tuple[Contact, Contact]:
    c = CONTACTS.table.c
    wanted = [survivor_id, other_id]
    in_use = connection.scalars(select(c.id).where(c.id.in_(wanted), c.deleted_at.is_(None))).all()
    found = CONTACTS.get_many(connection, wanted)
    if set(in_use) != set(wanted) or len(set(wanted)) == 1 or found[0].customer_id != found[1].customer_id:
        raise RefusedError(
            _("These cannot be merged"),
            _("Choose two contacts of one customer, neither of them in the Trash. Nothing was changed."),
        )
    return found[0], found[1]


def _differences(connection: Connection, survivor: Contact, other: Contact) -> tuple[Difference, ...]:
    left = {*_LEFT, *hidden(connection, CONTACTS, (survivor.id, other.id))}
    return differences(CONTACTS.fields, survivor, other, leave=left, follows=_FOLLOWS)


def _further(survivor: Contact, other: Contact, result: Contact, secret: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The further phones and e-mails: those the result has, and what would get lost otherwise and is no secret."""
    further: dict[str, list[str]] = {into: list(getattr(result, into)) for into in _MORE.values()}
    known = {_compared(getattr(result, name)) for name in _MORE} | {
        word for words in further.values() for word in words
    }
    for name, into in _MORE.items():
        if {name, into} & secret:
            continue
        for contact in (survivor, other):
            value = getattr(contact, name)
            if value and _compared(value) not in known:
                known.add(_compared(value))
                further[into].append(value.text if isinstance(value, Phone) else value)
    return {into: tuple(found) for into, found in further.items() if into not in secret}


def _compared(value: Phone | str | None) -> str:
    return (value.e164 or value.text) if isinstance(value, Phone) else value or ""


def _refer_to(session: Session, from_id: ContactId, to_id: ContactId) -> Changes:
    changes = Changes()
    for link in LINKS:
        if link.target is Kind.CONTACTS:
            found = [record_id for record_id, _whom in referring(session.connection, link, [from_id])]
            rows = [{"id": record_id, link.column: to_id} for record_id in found if record_id != to_id]
            changes |= Changes.of(link.kind, updated=write.update(session, link.table, rows))
    attachments = [record_id for record_id, _whose in attached(session.connection, Kind.CONTACTS, [from_id])]
    rows = [{"id": record_id, "record_id": to_id} for record_id in attachments]
    updated = write.update(session, ROOMS[Kind.ATTACHMENTS].table, rows)
    return changes | Changes.of(Kind.ATTACHMENTS, updated=updated)
