"""The agenda as a list: groups that fold, and lines that can be done, moved and opened."""
