"""One Document becomes mentions, metrics, relations and events. The door is `document`."""

CODELISTS = (
    "companies",
    "cues",
    "departments",
    "industries",
    "name_parts",
    "organs",
    "places",
    "policies",
    "region_aliases",
    "zones",
)
"""The code lists that this room reads: a change of one makes what was kept stale."""
