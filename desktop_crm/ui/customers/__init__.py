"""The customers page: the list, and the one customer who is looked at."""
