"""One character becomes one character, so that offsets hold."""

from __future__ import annotations

from flows import contract

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xA0: 0x20}
# These carry the structure of a Chinese sentence and stay as they are.
_KEPT = {ord(mark) for mark in "，：；！？（）"}
_DASHES = {ord(mark): "—" for mark in "―–‒─﹣−"}
_SIMPLIFIED = {ord(row["traditional"]): row["simplified"] for row in contract.codelist("traditional")}
_TABLE = {code: mark for code, mark in _FULL_WIDTH.items() if code not in _KEPT} | _DASHES | _SIMPLIFIED


def normalise(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made half-width, and dashes made alike.

    Traditional characters become simplified ones by OpenCC's table of characters, as far as GB/T 2312
    does not have them: 乾 stands in simplified texts, 產 never does.

    The result has the length of `text`. Commas, colons, semicolons, brackets and the marks that
    end a sentence stay full-width: they mean something else than their ASCII twins.
    """
    return text.translate(_TABLE)
