"""The file of the pretrained encoder is read as its package writes it: made up here, with one tiny layer."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from flows.extract.reader.train import pretrained

WIDTH, INNER, POSITIONS = 32, 64, 3
PIECES = ("<s>", "</s>", "<unk>", "\u2581", "\u2581学", "学校", "所")
LINEAR = (("q", 32, 32), ("k", 32, 32), ("v", 32, 32), ("ao", 32, 32), ("fi", 64, 32), ("fo", 32, 64))


def four_bits(rows: int, columns: int) -> bytes:
    """Return a matrix of ones: blocks of 32 values that are 9 - 8, with a scale of 1."""
    return (struct.pack("<e", 1.0) + b"\x99" * 16) * (rows * columns // 32)


def plain(*shape: int) -> bytes:
    return np.full(int(np.prod(shape)), 0.5, "<f4").tobytes()


def content() -> bytes:
    tensors = {"emb.word": four_bits(len(PIECES), WIDTH), "emb.pos": plain(POSITIONS, WIDTH)}
    tensors |= {"emb.type": plain(2, WIDTH), "emb.ln.w": plain(WIDTH), "emb.ln.b": plain(WIDTH)}
    for name, rows, columns in LINEAR:
        tensors |= {f"l0.{name}.w": four_bits(rows, columns), f"l0.{name}.b": plain(rows)}
    tensors |= {f"l0.{name}.{part}": plain(WIDTH) for name in ("aln", "oln") for part in "wb"}
    words = [piece.encode() for piece in PIECES]
    head = b"E5S1" + struct.pack("<i7ifi", 1, WIDTH, 1, 2, INNER, len(PIECES), POSITIONS, 2, 1e-12, 0)
    head += struct.pack("<5iQ", len(PIECES), 0, 1, 2, 2, sum(map(len, words)))
    head += np.cumsum([0, *map(len, words)]).astype("<u4").tobytes()
    head += np.arange(len(PIECES)).astype("<f4").tobytes() + b"".join(words)
    head += struct.pack("<iI", 1, 5) + b"names" + struct.pack("<i", len(tensors))
    size = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    for name, data in tensors.items():
        head += (
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 1, len(data), size, len(data))
        )
        size += len(data)
    return head + b"".join(tensors.values())


def test_pieces_and_layers_are_found_where_the_directory_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "e5-small-q4.bin").write_bytes(content())
    monkeypatch.setattr(pretrained.resources, "files", lambda package: tmp_path)
    found = pretrained.read(1)
    assert found.vocabulary.pieces["学校"] == (5, 5.0)
    assert found.vocabulary.pieces["学"] == (4, 4.0)
    assert (found.word.shape, found.position.shape) == ((len(PIECES), WIDTH), (POSITIONS, WIDTH))
    assert (found.word == 1).all()
    assert (found.position == 1).all()  # with that of the first type of token
    [layer] = found.layers
    assert {name: weight.shape for name, (weight, _) in layer.items()} == {
        **{name: (rows, columns) for name, rows, columns in LINEAR}, "aln": (WIDTH,), "oln": (WIDTH,),
    }  # fmt: skip
