"""A release: one file a format. The door is `release`."""
