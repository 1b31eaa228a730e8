"""The cellar: an encrypted SQLite database, its tables, and the only code that writes rows."""
