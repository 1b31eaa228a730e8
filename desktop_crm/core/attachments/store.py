"""Attachments in the database."""

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.fields import FIELDS
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.attachments import attachments as table

ATTACHMENTS = Records(Attachment, FIELDS, table)
