"""Success stories that other customers may hear."""
