"""Customers, companies and individuals: the room at the centre of the house."""
