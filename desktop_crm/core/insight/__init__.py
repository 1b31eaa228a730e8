"""What the records say when they are counted: the measures of a period."""
