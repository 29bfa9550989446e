"""README.md of a release: the dataset card, with the front matter of Hugging Face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from flows import contract
from flows.publish import limits
from flows.publish.citation import cite
from flows.publish.exporter import TABLE, Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.publish.exporter import Stage


def card(release: Mapping[str, Any], exporters: Sequence[Exporter]) -> str:
    """Return the dataset card, with one config for each table that has rows."""
    dataset = contract.dataset()
    front = {
        "pretty_name": dataset["title_en"],
        "language": ["zh"],
        "license": "cc-by-4.0",
        "tags": list(dataset["keywords"]),
        "size_categories": [_size_category(sum(release["rows"].values()))],
        "configs": [
            {"config_name": table.name, "data_files": f"{table.name}.parquet"}
            | ({"default": True} if table.name == "metrics" else {})
            for table in contract.files()
            # `load_dataset` takes no split without rows, and then says nothing that a reader understands.
            if release["rows"][_counted(table)]
        ],
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    lines = [
        f"---\n{head}---",
        f"# {dataset['title']}",
        f"*{dataset['title_en']}*, release {release['version']}",
        dataset["description"].strip(),
        f"## What is not in it\n\n{dataset['statement'].strip()}",
        f"## Known limits\n\n{limits.markdown()}",
        "## Tables\n\n| table | rows | one row is |\n|---|---:|---|\n" + "\n".join(_table_lines(release)),
        "Columns are described in `datapackage.json`, in the Parquet files themselves, in the sheet "
        "`dictionary` of `zhibiao.xlsx`, and on `index.html`.",
        "## Files\n\n| file | what it is |\n|---|---|\n" + "\n".join(_file_lines(exporters)),
        "All formats hold the same rows. The databases have keys, and the views "
        f"{', '.join(f'`{view}`' for view in _views())}.",
        f"## How to cite\n\n{cite(release)}",
        f"## Licence\n\nData: {dataset['licence']['title']} ({dataset['licence']['name']}), "
        f"<{dataset['licence']['path']}>. The code that made them has a licence of its own, "
        f"{dataset['code_licence']}.",
        f"## To dispute a row\n\n{dataset['dispute'].strip()}\n\n{dataset['dispute_zh'].strip()}",
    ]
    return "\n\n".join(lines) + "\n"


def _table_lines(release: Mapping[str, Any]) -> list[str]:
    return [
        f"| `{table.name}` {table.title} | {release['rows'][_counted(table)]:,} | {table.description} |"
        for table in contract.files()
    ]


def _file_lines(exporters: Sequence[Exporter]) -> list[str]:
    return [f"| `{each.file_name.replace(TABLE, '<table>')}` | {each.title_en} |" for each in exporters]


def _counted(table: contract.Table) -> str:
    """Return the table that has as many rows: a wide one has those of the table that its key points to."""
    return table.foreign_keys[0].table if table.view else table.name


def _views() -> Sequence[str]:
    return sorted(path.stem for path in (contract.SCHEMAS / "views").glob("*.sql"))


def _size_category(rows: int) -> str:
    """Return the class of Hugging Face's cards that a number of rows lies in."""
    bounds = [(1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")]
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M")


def _export(stage: Stage) -> None:
    text = card(stage.release, stage.exporters)
    (stage.folder / EXPORTER.file_name).write_text(text, encoding="utf-8")


EXPORTER = Exporter("README.md", "数据集说明", "the dataset card", "text/markdown", "description", _export)
