"""One Document becomes mentions, metrics, relations and events. The door is `document`."""

CODELISTS = (
    "confidence",
    "cues",
    "departments",
    "industries",
    "name_parts",
    "organs",
    "places",
    "policies",
    "region_aliases",
)
"""The code lists that this room reads: a change of one makes what was kept stale."""
