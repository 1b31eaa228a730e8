"""The ground floor: everything the program knows and does, without Qt."""
