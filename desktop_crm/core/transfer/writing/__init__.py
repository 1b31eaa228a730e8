"""Files going out: workbooks, delimited text, JSON, business cards and calendars."""
