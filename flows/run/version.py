"""The version of what makes something of a text: it changes with any code or list that bears on that."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING

from flows import contract, extract, language

if TYPE_CHECKING:
    from collections.abc import Sequence


@functools.cache
def of_extraction() -> str:
    """Return the version of all that decides what is extracted from a text."""
    return of(
        ("records.py", "run/columns.py", "run/staging.py", "language", "extract"),
        (*language.CODELISTS, *extract.CODELISTS),
        ("jieba", "numpy", "onnxruntime", "ahocorasick-rs", "borax", "chinesecalendar"),
    )


def of(parts: Sequence[str], codelists: Sequence[str], packages: Sequence[str]) -> str:
    """Return a hash of some modules and folders of flows/, and of what they stand on.

    That is all files in the folders, weights too, the code lists, and the versions of the packages.
    """
    found = [contract.PACKAGE / part for part in parts]
    files = {path for part in found for path in (part.rglob("*") if part.is_dir() else [part])}
    sources = {path for path in files if path.is_file() and "__pycache__" not in path.parts}
    lists = {contract.SCHEMAS / "codelists" / f"{name}.csv" for name in codelists}
    digest = hashlib.blake2b(digest_size=8)
    for path in (*sorted(sources), *sorted(lists)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(" ".join(f"{name} {version(name)}" for name in packages).encode())
    return digest.hexdigest()
