"""What the clocks say of a record: chips and cells with the time left, and what can be done about it."""
