"""What happened between us and a customer: visits, calls, meetings, messages."""
