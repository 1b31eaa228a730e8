"""The Trash: what lies there, taking it out, and erasing it for good."""
