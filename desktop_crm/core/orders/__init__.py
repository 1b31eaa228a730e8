"""What customers bought: date, product and amount."""
