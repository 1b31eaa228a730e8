"""The rules from records to what is due, one module for each family of clocks."""
