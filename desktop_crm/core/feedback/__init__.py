"""Praise and criticism by customers, and what was done about it."""
