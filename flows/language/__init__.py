"""What Chinese is: numerals, units, calendar, sentences, words, names. Nothing about policy."""

CODELISTS = (
    "departments",
    "festivals",
    "milestones",
    "numeral_words",
    "plans",
    "region_aliases",
    "region_traps",
    "region_words",
    "regions",
    "reigns",
    "small_money",
    "radicals",
    "currency_signs",
    "traditional",
    "units",
)
"""The code lists that this room reads: a change of one makes what was kept stale."""
