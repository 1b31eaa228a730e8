"""The vault: its folder, the key slots that open it, its lock, recovery key and anchor; no SQL."""
