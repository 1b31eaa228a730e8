"""Finding records and saying what was found."""
