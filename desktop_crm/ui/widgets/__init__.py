"""Things to see that know no record: chips, cards, labels, empty states."""
