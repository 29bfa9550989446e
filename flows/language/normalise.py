"""One character becomes one character, so that offsets hold."""

from __future__ import annotations

import re
import unicodedata

from flows import contract

BLANK = "\x00"
"""What stands in the place of a mark that is no part of the words around it, such as that of a note."""

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_SPACES = dict.fromkeys((0x3000, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F), 0x20)
_WITHOUT_WIDTH = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF), BLANK)
# These carry the structure of a Chinese sentence and stay as they are.
_KEPT = {ord(mark) for mark in "，：；！？（）"}
_DASHES = {ord(mark): "—" for mark in "―–‒─"}
# U+2212 is a minus wherever it stands, as the hyphen is; a dash is one only before some values.
_SIGNS = {
    **{ord(mark): "-" for mark in "−﹣‐‑"},
    **{ord(mark): "~" for mark in "〜∼"},
    **{ord(mark): "≈" for mark in "≒≅≃"},
    **{ord("≧"): "≥", ord("≦"): "≤", ord("⩾"): "≥", ord("⩽"): "≤", ord("﹪"): "%", ord("￥"): "¥"},
    **{ord("￡"): "£", ord("﹤"): "<", ord("﹥"): ">", ord("﹢"): "+", ord("﹩"): "$"},
}
_SIMPLIFIED = {ord(row["traditional"]): row["simplified"] for row in contract.codelist("traditional")}
_RADICALS = {ord(row["radical"]): row["character"] for row in contract.codelist("radicals")}
# Radicals and ideographs that PDF files put for common ones, and digits set low or in other faces.
_COMPATIBLE = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2080, 0x208A), range(0x1D7CE, 0x1D800))


def _folded(code: int) -> str:
    folded = unicodedata.normalize("NFKC", chr(code))
    return folded if len(folded) == 1 else chr(code)


_TABLE: dict[int, int | str] = {
    **{code: _folded(code) for codes in _COMPATIBLE for code in codes},
    **{code: mark for code, mark in _FULL_WIDTH.items() if code not in _KEPT},
    **_SPACES,
    **_WITHOUT_WIDTH,
    **_DASHES,
    **_SIGNS,
    **_RADICALS,
    **_SIMPLIFIED,
}
# What a folded radical gives may be traditional in its turn.
_TABLE |= {
    code: _SIMPLIFIED[ord(mark)]
    for code, mark in _TABLE.items()
    if isinstance(mark, str) and ord(mark) in _SIMPLIFIED
}

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGIT = "一二三四五六七八九零〇"
# 二○二五年: a year that writes its zero as a circle, or as a letter or figure.
_CIRCLES = re.compile(rf"[{_DIGIT}○◯0Oo]{{2,4}}(?=年)|(?<=[{_DIGIT}])[○◯]{{1,3}}")
_CIRCLE = re.compile(r"[○◯0Oo]")
# Marks of notes behind a name or a value: [2], 〔5〕, 【3】, ①. 〔2026〕15号 is no such mark.
_NOTE = re.compile(
    r"(?<=[一-龥A-Za-z\d%)）”》。，；])(?:[\[〔【]\s?(?:注释?)?\s?\d{0,3}[\]〕】])+(?!\s?第?\d{1,4}号)"
    r"|(?<=[一-龥%）])[①-⒇](?=[一-龥\d，。；])"
)
_RAISED = re.compile(rf"[⁽]?[{RAISED}](?:[,、⁾⁽]{{0,2}}[{RAISED}])*⁾?")
_SQUARED = re.compile(r"[ms]\Z")
_POWER_OF_TEN = re.compile(r"[×xX*·∙]\s?10⁻?\Z")
_NOTED = re.compile(r"[\[〔【①-⒇]")
_IS_RAISED = re.compile(rf"[{RAISED}]")
# 1.2025年: the number of an item of a list and the year that it opens with; 3.5家企业 is item 3, too.
_ITEM = re.compile(
    r"(?:(?<![\s\S])|(?<=[\n。；;！!]))(\s{0,4}\d{1,2})[.．]"
    r"(?=(?:19|20|21)\d\d(?:年|[-~—至—]\d{4}年)|\d{1,3}(?:家|名|个|项|户|所|座|台|辆|处)(?!百分点|[月人]|均|点))"
)
# 2.2本计划 and, where an item begins, 3.1项目概况: the number of a clause and the word that it touches.
_CLAUSE = re.compile(
    r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){1,2}(?=本(?:计划|项目|公司|办法|规定|方案|工程|报告|条例|协议|合同|标准|规划|通知"
    r"|意见|细则|章|[市省县区院校局部次年期行])|(?<=[\n。；].{3})(?:项目|个[人体]|人[口均员才]|家[庭居具]|条[件例款]|部[分门]))"
)


_CHINESE = "\u4e00-\u9fff“”‘’《》、。％%"
_MARK = re.compile(rf"(?:(?<=[{_CHINESE}）)])[,;:?!])|[,;:?!](?=[{_CHINESE}（(])")
# A full stop typed as a point; behind 一 it is the mark of a list.
_POINT = re.compile(rf"(?<=[{_CHINESE}])(?<![一二三四五六七八九十、。])\.(?=\s|\Z|[{_CHINESE}\d（(])")
_BRACKETS = re.compile(r"\(([^()\n]{0,200})\)")
_HAN = re.compile("[\u4e00-\u9fff]")
_FULL = str.maketrans(",;:?!", "，；：？！")


def normalise(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made half-width, and dashes made alike.

    Traditional characters become simplified ones by OpenCC's table of characters, as far as GB/T 2312
    does not have them: 乾 stands in simplified texts, 產 never does. Radicals and characters of
    compatibility become what they stand for, and marks of notes become `BLANK`.

    The result has the length of `text`. Commas, colons, semicolons, brackets and the marks that
    end a sentence stay full-width: they mean something else than their ASCII twins. Where a page
    writes these beside Chinese characters (昨日,市政府…), they are read as the full-width ones; points are
    full stops where a text has no other. One point may part a foreign name.
    """
    text = text.translate(_TABLE)
    text = _MARK.sub(lambda mark: mark[0].translate(_FULL), text)
    if "。" not in text and len(_POINT.findall(text)) > 1:
        text = _POINT.sub("。", text)
    text = _BRACKETS.sub(_full_brackets, text) if "(" in text else text
    text = _CIRCLES.sub(_with_zeros, text)
    if _NOTED.search(text):
        text = _NOTE.sub(lambda match: BLANK * len(match.group()), text)
    if _IS_RAISED.search(text):
        text = _RAISED.sub(_without_note, text)
    text = _CLAUSE.sub(_without_number, text)
    return _ITEM.sub(r"\1、", text)


def _with_zeros(match: re.Match[str]) -> str:
    """Return a numeral with its circles as 〇; figures alone (05年) stay as they are."""
    written = match.group()
    spelled = any(mark in _DIGIT for mark in written) or match.string[match.start() - 1] in _DIGIT
    return _CIRCLE.sub("〇", written) if spelled else written


def _without_number(match: re.Match[str]) -> str:
    """Return the blanks of a clause's number, with a mark that parts it from the clause before."""
    parted = match.string[match.start() - 1 : match.start()] in ("", "\n", "。", "；", "，", "：")
    size = len(match.group())
    return BLANK * size if parted else "；" + BLANK * (size - 1)


def _without_note(match: re.Match[str]) -> str:
    """Return the blanks of a raised mark; the exponents of m² and 10⁶ stay."""
    written, before = match.group(), match.string[max(0, match.start() - 6) : match.start()]
    exponent = (written in ("²", "³") and _SQUARED.search(before)) or _POWER_OF_TEN.search(before)
    return written if exponent else BLANK * len(written)


def _full_brackets(match: re.Match[str]) -> str:
    """Return brackets as full-width ones where they hold Chinese or stand behind it."""
    before = match.string[match.start() - 1 : match.start()]
    chinese = _HAN.match(before) or _HAN.search(match[1])
    return f"（{match[1]}）" if chinese else match[0]
