"""Block lists: one file a format."""
