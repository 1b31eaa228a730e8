"""The start page: what is overdue, due today and this week, and who has no next step."""
