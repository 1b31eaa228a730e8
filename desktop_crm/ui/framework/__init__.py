"""What every window stands on: context, work off the GUI thread, news of changes, theme, messages, navigation."""
