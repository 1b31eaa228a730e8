"""The decision chain: who decides at a customer, step after step."""
