"""The search box: results while typing, and follow-ups noted in words."""
