"""Date, region and publisher of a document where nobody stated them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from flows.ingest import furniture
from flows.ingest.articles import Facts

_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_LABELS = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,4})\s*[：:]\s*(?P<value>[^\s　：:【】]+(?:\s+\d{1,2}:\d{2})?|$)"
)
_DATES = {"时间", "日期", "发布时间", "发表时间", "发布日期", "成文日期", "更新时间"}
_SOURCES = {"来源", "信息来源", "稿源", "文章来源", "发文机关"}


def labels(line: str) -> Facts:
    """Return what the labels of a line say: `发布时间：2026-04-13　来源：静海区人民政府`."""
    facts = Facts()
    for match in _LABELS.finditer(line):
        label, value = match["label"], match["value"].strip()
        if label in _DATES and (day := written(value)):
            facts = facts.over(Facts(published_on=day, published_on_basis="inferred"))
        elif label in _SOURCES and 2 <= len(value) <= 20 and not value.startswith("http"):
            facts = facts.over(Facts(publisher=value))
    return facts


def labelled(label: str, value: str) -> Facts | None:
    """Return what `value`, the line after a label that stood alone, says; None where it is no value."""
    if len(value) > 24 or re.search(r"[。，；：]$", value):
        return None
    facts = labels(f"{label}：{value}")
    if facts == Facts() and label in _DATES | _SOURCES:
        return None
    return facts


def of_masthead(head: re.Match[str]) -> Facts:
    """Return the paper and the date that the head of a newspaper's page gives."""
    day = written(head["date"] or "")
    return Facts(published_on=day, published_on_basis="inferred" if day else None, publisher=head["paper"])


def fill(facts: Facts, content: str, raw_path: str) -> Facts:
    """Return `facts` with a date inferred where none is given."""
    if facts.published_on is None and (day := _in_name(raw_path)):
        facts = dataclasses.replace(facts, published_on=day, published_on_basis="inferred")
    return facts


def _in_name(raw_path: str) -> dt.date | None:
    for match in reversed(list(_IN_NAME.finditer(raw_path))):
        if day := date(*map(int, match.groups())):
            return day
    return None


def written(text: str) -> dt.date | None:
    """Return the first full date written in `text`, None where there is none."""
    found = furniture.written_date(text)
    return date(*found) if found else None


def date(year: int, month: int, day: int) -> dt.date | None:
    """Return a date, None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
