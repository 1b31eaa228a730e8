"""Surveys in the database."""

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.satisfaction import surveys as table
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.fields import FIELDS

SURVEYS = Records(Survey, FIELDS, table)
