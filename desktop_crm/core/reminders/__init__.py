"""Reminding of follow-ups: what is to be announced, in which words, and what was delivered."""
