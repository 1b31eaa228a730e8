"""Hearing that the user leaves the computer: one small interface, and what each system tells."""
