"""The way in: setting up a customer book, and unlocking one."""
