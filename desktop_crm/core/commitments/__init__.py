"""What we promised a customer, and what the customer promised us."""
