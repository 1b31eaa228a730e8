"""The clocks: what is due by a rule, for whom, since when and until when, with the reason in words."""
