"""Customer data coming in from files and going out to them."""
