"""Gifts in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.touches import gifts as table
from desktop_crm.core.gifts.entity import Gift
from desktop_crm.core.gifts.fields import FIELDS

GIFTS = Records(Gift, FIELDS, table)
