"""Raw files become Documents. The door is `documents`."""
