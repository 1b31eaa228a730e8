"""Pages that list the records of a kind: needs, opportunities, service, material."""
