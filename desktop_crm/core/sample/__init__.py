"""Made-up customers with their history, for trying the program and for measuring it."""
