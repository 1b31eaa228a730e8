"""How satisfied a customer is, score by score."""
