"""Noting a promise in one line of words, from anywhere in the program."""
