"""What a customer needs, said or inferred, until it is met."""
