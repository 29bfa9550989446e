"""A handful of made-up documents with annotations, as gold holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLACES = ("武清区", "宝坻区", "静海区", "蓟州区")
THINGS = (("学校", "所"), ("公园", "个"), ("车站", "座"), ("桥梁", "座"))
STAMP = {"published_on": "2026-06-26", "region": "天津市"}


def write(folder: Path) -> None:
    """Write documents.jsonl, annotations.jsonl and sources.csv to `folder`."""
    documents, annotations = [], []
    for number, (place, (thing, unit)) in enumerate((place, pair) for place in PLACES for pair in THINGS):
        text = f"2025年，{place}建成{thing}{number + 3}{unit}。"
        text += f"到2030年，全市力争建成{thing}{number + 300}{unit}。"
        name = f"made-up-{number:02d}"
        documents.append({"document_id": name, "title": "", "text": text, **STAMP})
        done = _metric(text, f"{number + 3}{unit}", thing, "actual", place, "2025")
        aim = _metric(text, f"{number + 300}{unit}", thing, "target", "天津市", "2030")
        annotations.append({"document_id": name, "metrics": [done, aim]})
    _lines(folder / "documents.jsonl", documents)
    _lines(folder / "annotations.jsonl", annotations)
    rows = [f"{one['document_id']},made-up/{one['document_id']}.txt,bulletin" for one in documents]
    (folder / "sources.csv").write_text(
        "\n".join(["document_id,source,genre", *rows]) + "\n", encoding="utf-8"
    )


def _metric(text: str, quote: str, name: str, status: str, subject: str, period: str) -> dict[str, Any]:
    start = text.index(quote)
    return {
        "start": start,
        "end": start + len(quote),
        "value": float(quote[:-1]),
        "indicator": [name],
        "status": [status],
        "measure": ["level"],
        "comparator": ["eq"],
        "subject": [subject],
        "period": [period],
        "optional": False,
    }


def _lines(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
