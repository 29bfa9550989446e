"""Relations, enumerations and events: what ties names to each other."""
