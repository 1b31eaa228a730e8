"""Interactions: the dialog that records one."""
