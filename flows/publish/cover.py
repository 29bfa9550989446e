"""What the workbook opens on: what it holds, which release it is, how to cite it, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from flows import contract
from flows.publish.citation import cite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from flows.tables.dataset import Dataset

NAME = "about"
LABEL_WIDTH, TEXT_WIDTH = 24, 96
"""Widths of the two columns, in characters of a digit's width."""


def write(
    sheet: Worksheet, tables: Dataset, release: Mapping[str, Any], label: Format, wrapped: Format
) -> None:
    """Write the lines of the cover: a label in both languages, and what it says."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    for row, (name, text) in enumerate(lines(tables, release)):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, text, wrapped)


def lines(tables: Dataset, release: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line."""
    dataset = contract.dataset()
    yield "指标 zhibiao", f"{dataset['title']}\n{dataset['title_en']}"
    yield "内容 What it is", f"{dataset['description_zh'].strip()}\n{dataset['description'].strip()}"
    yield "版本 Release", f"{release['version']} (schema {release['schema_version']})"
    yield "行数 Rows", ", ".join(f"{name} {rows:,}" for name, rows in release["rows"].items() if rows)
    yield "可信度 How sure", sureness(tables)
    yield "许可 Licence", f"{dataset['licence']['title']} ({dataset['licence']['name']})"
    yield "引用 How to cite", cite(release)
    yield "不含 Not in it", f"{dataset['statement_zh'].strip()}\n{dataset['statement'].strip()}"
    yield "异议 To dispute", f"{dataset['dispute_zh'].strip()}\n{dataset['dispute'].strip()}"
    for table in contract.wide_tables():
        yield f"表 Sheet {table.name}", f"{table.title}：{table.description_zh}\n{table.description}"
    yield (
        "表 Other sheets",
        "dictionary says what each column means; then a sheet a table, code lists last.",
    )


def sureness(tables: Dataset) -> str:
    """Return how many numbers are expected to be right in every field, by their own confidence."""
    confidence = tables.read("metrics", ["confidence"]).column(0)
    if not len(confidence):
        return "本版没有数值。No number in this release."
    mean, low = pc.mean(confidence).as_py(), pc.sum(pc.less(confidence, 0.5)).as_py()
    return (
        f"全部由机器抽取。按各行 confidence 估计，约 {mean:.0%} 的数值每一栏都正确；"
        f"{low:,} 行低于 0.5，使用前请核对原文。\n"
        f"Taken from the texts by machine. By their confidence about {mean:.0%} of the numbers are right "
        f"in every field; {low:,} rows are below 0.5: read the quote before you use them."
    )
