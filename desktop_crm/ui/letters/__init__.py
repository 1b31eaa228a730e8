"""What is written to customers, and the guide through a talk."""
