"""One customer, one file (D-04): which records are likely to be of the same company or person, and why."""
