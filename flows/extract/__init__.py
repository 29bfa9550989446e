"""One Document becomes mentions, metrics, relations and events. The door is `document`."""
