"""What is new at a customer: organization, expansion, strategy."""
