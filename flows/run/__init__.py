"""What a run keeps between its stages, and where it works."""
