"""Sales opportunities, from the first idea to won or lost."""
