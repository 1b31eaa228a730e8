"""Service in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.service import service as table
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.fields import FIELDS

SERVICE = Records(ServiceRequest, FIELDS, table)
