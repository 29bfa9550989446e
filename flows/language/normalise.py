"""One character becomes one character, so that offsets hold."""

from __future__ import annotations

import re

from flows import contract

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xA0: 0x20}
# These carry the structure of a Chinese sentence and stay as they are.
_KEPT = {ord(mark) for mark in "，：；！？（）"}
_DASHES = {ord(mark): "—" for mark in "―–‒─﹣−"}
_SIMPLIFIED = {ord(row["traditional"]): row["simplified"] for row in contract.codelist("traditional")}
_TABLE = {code: mark for code, mark in _FULL_WIDTH.items() if code not in _KEPT} | _DASHES | _SIMPLIFIED


_CHINESE = "\u4e00-\u9fff“”‘’《》、。％%"
_MARK = re.compile(rf"(?:(?<=[{_CHINESE}）)])[,;:?!])|[,;:?!](?=[{_CHINESE}（(])")
_BRACKETS = re.compile(r"\(([^()\n]{0,200})\)")
_HAN = re.compile("[\u4e00-\u9fff]")
_FULL = str.maketrans(",;:?!", "，；：？！")


def normalise(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made half-width, and dashes made alike.

    Traditional characters become simplified ones by OpenCC's table of characters, as far as GB/T 2312
    does not have them: 乾 stands in simplified texts, 產 never does.

    The result has the length of `text`. Commas, colons, semicolons, brackets and the marks that
    end a sentence stay full-width: they mean something else than their ASCII twins. Where a page
    writes these beside Chinese characters (昨日,市政府…), they are read as the full-width ones.
    """
    text = text.translate(_TABLE)
    text = _MARK.sub(lambda mark: mark[0].translate(_FULL), text)
    return _BRACKETS.sub(_full_brackets, text) if "(" in text else text


def _full_brackets(match: re.Match[str]) -> str:
    """Return brackets as full-width ones where they hold Chinese or stand behind it."""
    before = match.string[match.start() - 1 : match.start()]
    chinese = _HAN.match(before) or _HAN.search(match[1])
    return f"（{match[1]}）" if chinese else match[0]
