"""One stream of everything that happened with a customer, and what is to happen."""
