"""Great Expectations over every table. The door is `quarantine`."""
