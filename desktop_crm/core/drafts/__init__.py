"""Drafts: what was typed into a form and not saved yet, kept encrypted so that no crash takes it."""
