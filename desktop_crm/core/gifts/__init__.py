"""Small gifts to customers, and how they were received."""
