"""`--selftest`: whether the program as it is installed here works; the checks lie by what they try."""
