"""Contacts in the database, where a company never has two primary ones in use (K-05)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.fields import FIELDS
from desktop_crm.core.database import write
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.customers import contacts as table
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import ContactId, CustomerId
from desktop_crm.core.values.pinyin import sort_key


def _sort_key(contact: Contact) -> Mapping[str, Any]:
    return {"name_key": sort_key(contact.name, person=True)}


class ContactRecords(Records[Contact]):
    """Who is made the primary contact of a customer takes the place of whoever was it; of several at once, the first.

    Whoever comes back from the Trash finds the place taken. The index `contacts_one_primary` allows no moment with two,
    so the one who gives way always does so first.
    """

    __slots__ = ()

    def add(self, session: Session, entities: Iterable[Contact]) -> Changes:
        """Insert the contacts, giving an id to each that has none."""
        changes, taken = Changes(), set[int]()
        for chunk in write.chunks(entities, write.BULK):
            settled = list(_one_for_each(chunk, taken))
            changes |= self._make_way(session, settled)
            changes |= super().add(session, settled)
        return changes

    def change_many(self, session: Session, values: Mapping[int, Mapping[str, Any]]) -> Changes:
        """Set some fields of several contacts: id to field name and new value."""
        wanted = {record_id: dict(said) for record_id, said in values.items()}
        before = self.get_many(session.connection, wanted)
        after = list(_one_for_each((contact.having(**wanted[contact.id]) for contact in before), set()))
        for old, new in zip(before, after, strict=True):
            if new.is_primary != old.is_primary:
                wanted[new.id]["is_primary"] = new.is_primary
        in_use = set(self._where_trashed(session, wanted, trashed=False))
        changes = self._make_way(session, [contact for contact in after if contact.id in in_use])
        return changes | super().change_many(session, wanted)

    def bring_back(self, session: Session, ids: Iterable[int]) -> Changes:
        """Take contacts out of the Trash; those whose place as the primary one is taken come back as others are."""
        returning = self.get_many(session.connection, self._where_trashed(session, ids, trashed=True))
        owners = {contact.customer_id for contact in returning if contact.is_primary and contact.customer_id}
        taken: set[int] = {each.customer_id for each in self._primary(session.connection, owners) if each.customer_id}
        settled = _one_for_each(returning, taken)
        late = [new.id for old, new in zip(returning, settled, strict=True) if old.is_primary != new.is_primary]
        write.update(session, table, ({"id": record_id, "is_primary": 0} for record_id in late))
        return super().bring_back(session, [contact.id for contact in returning])

    def _make_way(self, session: Session, claiming: Iterable[Contact]) -> Changes:
        """Let those give way whose place others are about to take."""
        claims = {contact.customer_id: contact.id for contact in claiming if contact.is_primary and contact.customer_id}
        giving_way = [
            contact.id
            for contact in self._primary(session.connection, claims)
            if contact.customer_id and claims[contact.customer_id] != contact.id
        ]
        return super().change_many(session, {record_id: {"is_primary": False} for record_id in giving_way})

    def _primary(self, connection: Connection, customers: Iterable[int]) -> Iterator[Contact]:
        """The primary contacts in use of these customers."""
        c = table.c
        for chunk in write.chunks(customers):
            ids = select(c.id).where(c.customer_id.in_(chunk), c.is_primary == 1, c.deleted_at.is_(None))
            yield from self.get_many(connection, connection.scalars(ids).all())


def _one_for_each(contacts: Iterable[Contact], taken: set[int]) -> Iterator[Contact]:
    """The contacts, of whom only the first for each customer is primary, and none where the place is `taken`."""
    for contact in contacts:
        owner = contact.customer_id
        if not contact.is_primary or owner is None:
            yield contact
        elif owner in taken:
            yield contact.having(is_primary=False)
        else:
            taken.add(owner)
            yield contact


CONTACTS = ContactRecords(Contact, FIELDS, table, _sort_key)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Contact]:
    """The contacts of a customer, the primary one first, then in the order in which they came."""
    rows = connection.execute(
        select(table)
        .where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
        .order_by(table.c.is_primary.desc(), table.c.id)
    )
    return CONTACTS.entities_of(connection, rows.mappings())


def primary_of(connection: Connection, customer_id: CustomerId) -> ContactId | None:
    """The primary contact of a customer, unless he left; None where there is none."""
    c = table.c
    found = select(c.id).where(
        c.customer_id == customer_id, c.is_primary == 1, c.deleted_at.is_(None), c.left_on.is_(None)
    )
    return connection.scalar(found)
