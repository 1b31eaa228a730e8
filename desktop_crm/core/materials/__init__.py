"""Material worth sharing: policies, trends, product news, cases."""
