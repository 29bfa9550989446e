"""Across documents: entities, indicators, targets, checks. The door is `tables`."""
