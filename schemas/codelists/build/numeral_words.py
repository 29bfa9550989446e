"""Rebuild numeral_words.csv: words in which a Chinese numeral is no number (一体化, 三亚, 四川).

Source: the dictionary that jieba 0.42.1 ships (MIT); the words with a numeral in them whose tag
is not that of a number, a time or a measure, plus those of numeral_words_more.csv, which its
tags hide. Run: python schemas/codelists/build/numeral_words.py
"""

import csv
import re
from importlib.resources import files
from pathlib import Path

NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万亿兆半]")
NUMBERS_AND_TIMES = {"m", "mq", "t", "q", "nr", "nrt", "nrfg"}
# Tagged as words there, but numbers with a classifier in news.
NOT_WORDS = {"三件", "三份", "三回", "三场", "三度", "三脚", "三面", "五度", "四件", "四场", "十倍", "三毛"}
CODELISTS = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the list anew from the dictionary of jieba and the words kept by hand."""
    words = set()
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if (
            2 <= len(word) <= 6
            and NUMERAL.search(word)
            and tag not in NUMBERS_AND_TIMES
            and int(frequency) >= 3
        ):
            words.add(word)
    with (CODELISTS / "numeral_words_more.csv").open(encoding="utf-8", newline="") as file:
        words |= {row["word"] for row in csv.DictReader(file)}
    with (CODELISTS / "numeral_words.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word"])
        writer.writerows([word] for word in sorted(words - NOT_WORDS))


if __name__ == "__main__":
    main()
