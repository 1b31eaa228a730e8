"""Satisfaction surveys: their questions and when they run."""
