"""Verbs that touch several rooms, one a module."""
