"""Headline, date and body on one line: `关于…的通知 2026-06-26 10:20 各区人民政府：…`."""

from __future__ import annotations

import dataclasses
import re

from flows.ingest import inference
from flows.ingest.articles import Facts, Page

_FEW = 3
"""Lines of a file up to which its first one may be headline and body at once."""
_BETWEEN = (
    r"\s*(?:(?:发布|更新|成文|印发)?(?:时间|日期)[:：]\s*)?"
    r"(?P<date>[（(]?(?:19|20)\d\d(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.|年\d{1,2}月)\d{1,2}日?[）)]?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s*来源[:：]\s*(?P<source>[^\s。，]{2,20}))?\s+)"
)
_RUN_IN = (
    re.compile(rf"【(?P<title>[^【】\n]{{5,60}})】(?:{_BETWEEN})?\s*(?=\S{{4}})"),
    re.compile(rf"(?P<title>[^。；;\n]{{6,60}}?[^。；;\s\d:：（(]){_BETWEEN}(?=\S{{4}})"),
)
"""Without a date between them only brackets tell headline and body apart: `【工业平稳增长】前5个月，…`."""


def parted(page: Page) -> tuple[Page, Facts]:
    """Return a page whose first line holds headline, date and body with these apart, and what it says."""
    first = page.lines[0] if page.lines and len(page.lines) <= _FEW and not page.flowing else None
    if first is None or first.heading:
        return page, page.facts
    line = page.text[first.start : first.end]
    match = next(filter(None, (pattern.match(line) for pattern in _RUN_IN)), None)
    day = inference.written(match["date"] or "") if match else None
    if match is None or "。" not in line[match.end() :] or bool(match["date"]) != bool(day):
        return page, page.facts
    begin, end = match.span("title")
    title = dataclasses.replace(first, start=first.start + begin, end=first.start + end)
    body = dataclasses.replace(first, start=first.start + match.end(), block=first.block + 1)
    told = Facts(published_on=day, published_on_basis="inferred" if day else None, publisher=match["source"])
    return dataclasses.replace(page, lines=(title, body, *page.lines[1:])), page.facts.over(told)
