"""Attachments in the window: dropping files, the viewer, copies for other programs."""
