"""The trained reader: which numbers are metrics, and what each is a number of.

Candidates are proposed by simple means, all of them (`candidates`); an encoder of four layers reads the
sentences with numbers and what governs them (`windows`, `tokens`, `encoder`), and small heads on top of it
choose (`heads`). `train/` makes the weights. `card.md` says what they were made from and how good they are.
"""
