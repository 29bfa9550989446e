"""Names of persons, bodies, places, policies and industries, and what they stand for."""
