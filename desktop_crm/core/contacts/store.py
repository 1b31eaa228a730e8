"""Contacts in the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.fields import FIELDS
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.customers import contacts as table
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.values.pinyin import sort_key


def _sort_key(contact: Contact) -> Mapping[str, Any]:
    return {"name_key": sort_key(contact.name, person=True)}


CONTACTS = Records(Contact, FIELDS, table, _sort_key)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Contact]:
    """The contacts of a customer, the primary one first, then in the order in which they came."""
    rows = connection.execute(
        select(table)
        .where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
        .order_by(table.c.is_primary.desc(), table.c.id)
    )
    return [CONTACTS.entity_of(row) for row in rows.mappings()]
