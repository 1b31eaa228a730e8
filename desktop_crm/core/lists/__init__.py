"""What the user made of the lists: saved views, pinned records, and those looked at last."""
