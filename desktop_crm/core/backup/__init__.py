"""Backups: making, keeping and restoring them, and checking whether the customer book is whole."""
