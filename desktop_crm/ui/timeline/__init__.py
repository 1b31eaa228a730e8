"""The stream of everything that happened with a customer, as a list to scroll and jump in."""
