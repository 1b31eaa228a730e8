"""Files of others read into plain tables, in a child process that knows no key, no database and no record."""
