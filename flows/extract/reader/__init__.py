"""The trained reader: which numbers are metrics, and what each is a number of.

Candidates are proposed by simple means, all of them (`candidates`); an encoder of two layers reads the
sentences with numbers and what governs them (`windows`, `inputs`), heads on top of it choose (`session`), and
names are chosen as wholes (`naming`, `paths`). `train/` makes the weights. `card.md` says what they were made
from and how good they are.
"""
