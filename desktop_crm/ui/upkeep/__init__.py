"""What keeps the book right: what to look into until the end of the month, and which days not to forget."""
