"""People at a customer, and people who stand alone."""
