"""Proposals and quotations handed to customers."""
