"""Paper: what is printed, looked at before."""
