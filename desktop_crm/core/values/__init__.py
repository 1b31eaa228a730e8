"""Values: money, phones, days, moments, codes and names; frozen, with units, and without a database."""
