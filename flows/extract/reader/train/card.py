"""Writes the reader's card: what it was made from, and how often it is right where it was not trained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.extract.reader.train import figures

CARD = Path(__file__).parents[1] / "card.md"
_FIELDS = (*figures.FIELDS, "statement", "complete")

_TEXT = """# The reader's card

Written by `make train`; edit [`train/card.py`](train/card.py), not this page.

**What it is.** An encoder over the tagger's words and heads on top of it, {size:.1f} MB, read by onnxruntime
with whole numbers of seven bits. A larger teacher, made from the lower layers of multilingual-e5-small (MIT),
was fine-tuned on gold and answered texts without answers; this student learned from both. What words mean
it takes from a table of the same encoder's, not trained further: without it texts were learned by heart.
In training it guesses, too, what the teacher's encoder makes of each word. Names and spelt subjects are
chosen as wholes ([`paths.py`](paths.py), [`naming.py`](naming.py)). Rules propose nothing: they find the
numbers, the times and what could be chosen.

**Data**, by the begin of its SHA-256:

{data}

Documents whose source hashes to one of ten ([`train/split.py`](train/split.py)) are kept for validation:
nothing is trained on them or fitted to them, and nobody reads their misses. Most of another tenth, and a
part of the annotated texts ([`train/standoff.py`](train/standoff.py)), are kept from the networks, too: they
fit the weights of `confidence`.

No text is learned from that shares a run of characters with one that is kept apart
([`train/overlap.py`](train/overlap.py)). This was looked at late: papers print each other's news, and 49 of
the 123 documents of validation had been learned from as other papers have them. The weights go on from those
that learned so. Therefore **the figures here and in every release are of the others alone, the unread**
([`train/learned_from.csv`](train/learned_from.csv) lists the rest, with 53 for calibration, which serve for
training now).

The committed weights were made by these modules in steps (teacher, answers, student), not by one run of
the command. The teacher learned from gold and 17,400 numbers of annotated texts. The student went on from one
that had learned from the teacher's answers to 119,000 numbers and, beside rules that proposed a metric for
each, from gold and annotated texts; then without rules, five times over: gold read twice, what more than
one annotator saw and the project's own gold four to eight times, once 73,600 numbers of annotated texts and
25,200 of texts made up for training ([`made_up/`](train/made_up/README.md)); the last two times with 14,700
annotated numbers of national news, too, and 17,000 of sentences that a grammar makes
([`generated/`](train/generated/__init__.py)). At last it learned 2.2 times over from all of that without what
is kept apart, from 40,000 further annotated numbers and 5,600 of further texts made up, and from the status
of annotated numbers, in which their readers agree with gold's 99 times in a hundred, and the mean of the
weights before and after was taken, four parts in ten of the latter. From there it grew by a layer over
neighbouring tokens before each layer of attention, which at first changed nothing, and by what is known of
whose answers they are (gold's, other annotators', those of who made the text up), and learned from all again,
3.7 times over; the mean of the weights before and after was taken. Last it learned names and spelt subjects
as wholes, in two runs from there: over all of it 2.1 times, and .8 times in another order, what two readers
saw less often. The weights that run are the mean of those before, three parts in five, and of both after.

**Right on unread documents** where every number is read, of gold metrics. Annotations are of single readers;
two careful ones agree on .93 of statements and .81 of complete rows.

{figures}

**Confidence** on the documents for calibration (statement right, cross-validated by document):

{confidence}

**Weak at**: subjects that the text does not spell, or spells far away; periods that only
follow from how long something has gone on; names that the sentence leaves out and an earlier one gives; texts
without a date.
"""


def write(
    whole: Mapping[str, float],
    genres: Mapping[str, Mapping[str, float]],
    confidence: str,
    data: Mapping[str, str],
) -> None:
    """Write the card with figures over all and by genre."""
    head = "| | numbers | " + " | ".join(_FIELDS) + " |\n|---|" + "---|" * (len(_FIELDS) + 1)
    there = sorted((genre, own) for genre, own in genres.items() if own["numbers"])
    rows = [_row("all", whole), *(_row(genre, own) for genre, own in there)]
    weights = CARD.parent / "weights"
    size = sum(path.stat().st_size for path in weights.iterdir()) / 1e6
    CARD.write_text(
        _TEXT.format(
            size=size,
            data="\n".join(f"- `{name}` {digest}" for name, digest in data.items()),
            figures="\n".join([head, *rows]),
            confidence=confidence,
        ),
        encoding="utf-8",
    )


def _row(name: str, figures: Mapping[str, float]) -> str:
    cells = (f"{figures[field]:.3f}" for field in _FIELDS)
    return f"| {name} | {figures['numbers']:.0f} | " + " | ".join(cells) + " |"
