"""Working days, local wall time, and dates in words: pure functions that know no record."""
