"""The numbers of a document that measure something, each with what the other rooms say of it."""
