"""What came of a survey."""
