"""Follow-ups on the upper floor."""
