"""Surveys as customers filled them in."""
