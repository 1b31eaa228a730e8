"""Contracts in the database."""

from desktop_crm.core.contracts.entity import Contract
from desktop_crm.core.contracts.fields import FIELDS
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.deals import contracts as table

CONTRACTS = Records(Contract, FIELDS, table)
