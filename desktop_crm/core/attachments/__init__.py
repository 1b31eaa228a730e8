"""Files kept encrypted with the records they belong to."""
