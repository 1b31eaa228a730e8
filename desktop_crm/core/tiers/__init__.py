"""Where customers stand: their tier and why, their satisfaction, what they are worth, how complete their file is."""
