"""Raw files become Documents. The door is `documents`."""

CODELISTS = (
    "character_pairs",
    "name_parts",
    "official_words",
    "page_roles",
    "page_words",
    "plans",
    "regions",
    "table_words",
)
"""The code lists that this room reads: a change of one makes what was kept stale."""
