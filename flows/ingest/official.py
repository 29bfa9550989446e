"""The head of an official text: its index (标题, 发文机关, 文号, 成文日期), issuer, number and title.

An index that a site prints above a text, a line of 证券代码 above an announcement and a number under the
name of an office say what the text is; they are facts and no part of its body.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence

from flows import contract
from flows.ingest import inference
from flows.ingest.articles import Facts

NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}[〔\[［【（(]\s*(?:19|20)\d\d\s*[〕\]］】）)]\s*第?\s*\d{1,5}\s*号"
    r"|(?:第\s*\d{1,4}\s*号|(?:19|20)\d\d年\s*第\s*\d{1,4}\s*号)(?:令|公告)?"
)
"""The number of an official text: 国办发〔2026〕15号."""
_ISSUER = re.compile(
    r"[\u4e00-\u9fff、（）\s]{2,40}(?:政府|委员会|办公厅|办公室|部|局|厅|委|院|署|会|中心|海关|法院|检察院|总局|银行)"
    r"(?:\s*(?:文件|公告|令))?"
)
HEAD = 8
"""Lines that the head of an official text may take."""
_GAPS = re.compile(r"[\s　]+")


@functools.cache
def labels() -> Mapping[str, str]:
    """Return the labels of an index with what each of them gives."""
    return {row["word"]: row["kind"] for row in contract.codelist("official_words") if row["kind"] != "box"}


@functools.cache
def _labels() -> re.Pattern[str]:
    """Return what finds the labels in a line, be there white space between their characters."""
    spaced = (r"[ \u3000]*".join(map(re.escape, word)) for word in sorted(labels(), key=len, reverse=True))
    return re.compile(rf"[【\[]?(?P<label>{'|'.join(spaced)})[】\]]?\s*[：:]")


def kind_of(label: str) -> str | None:
    """Return what a label of an index gives: title, publisher, published, signed, number, stock or other."""
    return labels().get(_GAPS.sub("", label).strip("：:[]【】"))


def index(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return what the pairs of label and value of an index give, by kind."""
    found: dict[str, str] = {}
    for label, value in pairs:
        kind = kind_of(label)
        if kind and (value := value.strip(" 　：:")):
            found.setdefault(kind, value)
    return found


def pairs(cells: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return the pairs of a table that is an index, an empty list where it is none."""
    found: list[tuple[str, str]] = []
    words = 0
    for row in cells:
        kept = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
        words += len(kept)
        at = 0
        while at < len(kept):
            label, joint, value = kept[at].partition("：")
            if kind_of(kept[at]):
                follows = at + 1 < len(kept) and not kind_of(kept[at + 1])
                found.append((kept[at], kept[at + 1] if follows else ""))
                at += 1 + follows
                continue
            if joint and kind_of(label):
                found.append((label, value))
            at += 1
    told = {kind_of(label) for label, _ in found}
    is_index = len(found) >= 2 and len(told - {"other", None}) >= 1 and 2 * len(found) >= 0.6 * words
    return found if is_index else []


def facts(found: Mapping[str, str]) -> Facts:
    """Return the facts that an index gives: the day of publication before that of signing."""
    days = (inference.written(found.get(kind, "")) for kind in ("published", "signed"))
    day = next((each for each in days if each), None)
    title = found.get("title", "")
    return Facts(
        title=title if len(title) > 3 else None,
        published_on=day,
        published_on_basis="stated" if day else None,
        publisher=found.get("publisher", "")[:40] or None,
    )


def split_labels(text: str) -> list[tuple[str, str]]:
    """Return the labels and values of one line: `证券代码：600000　证券简称：甲股份`."""
    marks = list(_labels().finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(match.start() for match in marks[1:]), len(text)]
    return [(match["label"], text[match.end() : end].strip()) for match, end in zip(marks, ends, strict=True)]


def is_number(text: str) -> bool:
    """Return whether a line is the number of an official text."""
    return NUMBER.fullmatch(text.strip(" 　（）()")) is not None


def is_issuer(text: str) -> bool:
    """Return whether a line is the name of an office, as it stands over a title."""
    return len(text) <= 40 and _ISSUER.fullmatch(text.strip()) is not None


def issuer_of(title: str) -> str | None:
    """Return the office that a title begins with: 国务院办公厅 of `国务院办公厅关于…的意见`."""
    match = re.match(r"([\u4e00-\u9fff、（）]{3,40}?)(?:关于|印发|转发)", title)
    return match[1] if match and is_issuer(match[1]) else None


def head(lines: Sequence[str]) -> tuple[Facts, set[int]]:
    """Return what the lines at the top of a text say of it, and which of them are no part of it.

    An office, a number and the lines of a title stand there in this order; a line of 证券代码 before it.
    """
    found: dict[str, str] = {}
    dropped: set[int] = set()
    issuers: list[str] = []
    numbered = False
    for at, line in enumerate(lines[:HEAD]):
        told = split_labels(line)
        if len(told) > 1 or any(kind_of(label) != "other" for label, _ in told):
            found |= {key: value for key, value in index(told).items() if key not in found}
            dropped.add(at)
        elif is_number(line):
            if not issuers:
                break  # under its title a number stays with the text
            numbered = True
            dropped.add(at)
        elif not numbered and is_issuer(line):
            issuers.append(line)
        else:
            break
    known = facts(found)
    if numbered and issuers:
        known = known.over(
            Facts(publisher=_GAPS.sub("", issuers[0]).removesuffix("文件").removesuffix("公告"))
        )
        dropped |= {at for at, line in enumerate(lines[:HEAD]) if line in issuers}
    return known, dropped
