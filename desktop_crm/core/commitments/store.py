"""Commitments in the database."""

from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.fields import FIELDS
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.needs import commitments as table

COMMITMENTS = Records(Commitment, FIELDS, table)
