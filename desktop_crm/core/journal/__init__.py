"""Who changed what and when, read back from the journal that every write leaves."""
