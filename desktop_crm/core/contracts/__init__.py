"""Contracts with customers; their documents are attachments."""
