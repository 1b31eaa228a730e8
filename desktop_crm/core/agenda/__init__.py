"""What is due, when, and for whom."""
