"""Raw files become Documents. The door is `documents`."""

CODELISTS = (
    "official_words",
    "page_words",
    "regions",
    "table_words",
)
"""The code lists that this room reads: a change of one makes what was kept stale."""
