"""Desktop CRM (客户簿): a field rep's private, encrypted customer book."""
