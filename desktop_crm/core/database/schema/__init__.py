"""The tables, one module for each family of them; `metadata` knows all."""

from desktop_crm.core.database.schema import (
    actions,
    activities,
    attachments,
    clocks,
    customers,
    deals,
    needs,
    orders,
    reminders,
    satisfaction,
    service,
    settings,
    standing,
    touches,
    upkeep,
)
from desktop_crm.core.database.schema.base import metadata

__all__ = [
    "actions",
    "activities",
    "attachments",
    "clocks",
    "customers",
    "deals",
    "metadata",
    "needs",
    "orders",
    "reminders",
    "satisfaction",
    "service",
    "settings",
    "standing",
    "touches",
    "upkeep",
]
