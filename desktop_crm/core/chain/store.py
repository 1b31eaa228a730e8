"""Decision chain in the database."""

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.fields import FIELDS
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.needs import chain as table

CHAIN = Records(DecisionStep, FIELDS, table)
