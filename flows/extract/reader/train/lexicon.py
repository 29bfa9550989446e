"""What words mean to the pretrained encoder, as a table in which the student looks them up.

The student sees far fewer texts than the encoder was made from; without the table it learns each word anew,
and the texts by heart. Words share a place of the table by their first and last characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from flows.extract.reader import words
from flows.extract.reader.inputs import Inputs
from flows.extract.reader.train import pieces
from flows.extract.reader.train.network import MEANING, MEANINGS, meaning_of
from flows.extract.reader.train.teacher import Teacher
from flows.extract.reading import Reading
from flows.language.arrays import Floats


def counted(
    texts: Iterable[tuple[Reading, Inputs]], counts: Counter[str]
) -> Iterator[tuple[Reading, Inputs]]:
    """Pass `texts` on, and count their words."""
    for reading, built in texts:
        counts.update(word.word for sentence in reading.words for word in sentence)
        yield reading, built


def table(teacher: Teacher, counts: Counter[str]) -> Floats:
    """Return the meaning of each place (MEANINGS, MEANING): of its words on the average, by their counts.

    A word means what its pieces do on the average. Of the encoder's directions those are kept in which the
    words differ most; their spread is 1 on the average.
    """
    found = list(counts)
    weights = np.array([counts[word] for word in found], np.float64)
    places = _places(found)
    sums, totals = np.zeros((MEANINGS, teacher.encoder.word.embedding_dim)), np.zeros(MEANINGS)
    np.add.at(sums, places, _meanings(teacher, found) * weights[:, None])
    np.add.at(totals, places, weights)
    known = totals > 0
    means = sums[known] / totals[known, None]
    common = np.sqrt(totals[known])[:, None]
    centred = means - (means * common).sum(0) / common.sum()
    spread, directions = np.linalg.eigh(centred.T @ (centred * common))
    out = np.zeros((MEANINGS, MEANING), np.float32)
    out[known] = centred @ directions[:, np.argsort(-spread)[:MEANING]]
    return np.asarray(out / out[known].std(), np.float32)


def _places(found: list[str]) -> NDArray[np.int64]:
    ends = np.cumsum([len(word) for word in found], dtype=np.int32)
    starts = ends - np.array([len(word) for word in found], np.int32)
    slots = words.slots(words.characters("".join(found)), starts, ends)
    return meaning_of(torch.from_numpy(slots)).numpy()


def _meanings(teacher: Teacher, found: list[str]) -> Floats:
    vectors = teacher.encoder.word.weight.detach().numpy()
    out = np.zeros((len(found), vectors.shape[1]), np.float32)
    for place, word in enumerate(found):
        folded = pieces.fold(word)
        own = pieces.cut(folded, 0, len(folded), (), teacher.vocabulary)
        out[place] = vectors[[piece.kind for piece in own]].mean(0)
    return out
