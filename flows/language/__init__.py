"""What Chinese is: numerals, units, calendar, sentences, words, names. Nothing about policy."""
