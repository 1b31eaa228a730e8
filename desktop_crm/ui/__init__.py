"""The upper floor: the windows, which know Qt and no SQL."""
