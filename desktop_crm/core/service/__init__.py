"""Service requests, problems and complaints, until the customer confirms."""
