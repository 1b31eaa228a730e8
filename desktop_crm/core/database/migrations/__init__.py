"""The steps by which a database of an older schema becomes one of today's. They import nothing of today's schema."""

HEAD = "0006"  # the newest revision in versions/
