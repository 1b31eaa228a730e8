"""Records that are likely to be the same: shown while typing, looked for in the whole book, merged, separated."""
