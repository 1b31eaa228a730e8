"""Reminders: delivered by the system while the program runs, and listed in a window of their own."""
