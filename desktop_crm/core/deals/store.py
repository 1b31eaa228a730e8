"""Opportunities in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.deals import deals as table
from desktop_crm.core.deals.entity import Deal
from desktop_crm.core.deals.fields import FIELDS

DEALS = Records(Deal, FIELDS, table)
