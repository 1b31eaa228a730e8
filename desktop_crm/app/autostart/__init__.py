"""Starting at login: one small interface, and what each system knows of it."""
