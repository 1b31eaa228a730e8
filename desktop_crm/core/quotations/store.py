"""Quotations in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.deals import quotations as table
from desktop_crm.core.quotations.entity import Quotation
from desktop_crm.core.quotations.fields import FIELDS

QUOTATIONS = Records(Quotation, FIELDS, table)
