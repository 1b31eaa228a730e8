"""Import and export: choosing, previewing, checking, taking in, and writing out."""
