"""The tables, one module for each family of them; `metadata` knows all."""

from desktop_crm.core.database.schema import actions, activities, customers, orders, reminders, settings
from desktop_crm.core.database.schema.base import metadata

__all__ = ["actions", "activities", "customers", "metadata", "orders", "reminders", "settings"]
