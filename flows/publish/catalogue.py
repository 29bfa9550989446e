"""The catalogue: `index.html`, one file that works from disk without a network.

Python draws what never changes (figures, charts, dictionary, downloads); the script of the page
searches, filters and sorts the rows that are embedded as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import duckdb
from markupsafe import Markup

from flows import contract
from flows.publish import assets, changes, charts, headlines, limits, linked_data
from flows.publish.citation import cite
from flows.publish.databases import DUCKDB
from flows.publish.exporter import Exporter
from flows.tables.database import ALONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.publish.checksums import Checksums
    from flows.publish.exporter import Part, Stage

MAX_ROWS = 2_500
"""Targets, and latest metrics, that the page carries; with evidence they stay under 3 MB."""

MAX_BYTES = 3_000_000
"""Size that the page must not reach; rows are left out until it does not."""

PLAIN_ROWS = 25
"""Rows of each table that a browser without JavaScript shows."""

SHARED = (
    "metric_id, indicator_id, indicator_name, indicator_name_en, indicator_kind, topic, indicator, subject, "
    "region, region_en, province, province_en, comparator, unit, unit_en, measure, hedge, plan, quote, "
    "evidence, title, publisher, published_on, url, raw_path, raw_start, raw_end"
)
"""Columns of both views that the page shows."""

EMBEDDED: Mapping[str, tuple[str, str]] = {
    "targets": (
        "v_targets",
        f"{SHARED}, target, target_high, deadline, actual, actual_period_end, progress, outcome, "
        "actual_metric_id, actual_quote, actual_title, actual_url",
    ),
    "metrics": (
        "(FROM v_metrics WHERE repeats_metric_id IS NULL)",
        f"{SHARED}, value, value_high, basis, status, period_start, period_end, confidence",
    ),
}
"""Rows and columns of each table that the page carries; what is only said again is not among them."""

DOWNLOADED: Sequence[Part] = ("dataset", "table", "description")
"""Parts of a release whose files the page offers: all that are there before it."""


def page(checksums: Checksums, release: Mapping[str, Any], exporters: Sequence[Exporter]) -> str:
    """Return the page; it holds fewer rows where it would be too large otherwise."""
    environment = assets.environment()
    environment.tests["of_the_web"] = _of_the_web
    environment.filters |= {"size": _size, "amount": lambda value: charts.amount(value)}
    template = environment.get_template("catalogue.html.j2")
    with duckdb.connect(checksums.folder / DUCKDB.file_name, read_only=True, config={**ALONE}) as database:
        parts = {
            "style": assets.text("catalogue.css"),
            "first": assets.text("catalogue_first.js"),
            "script": assets.text("catalogue.js"),
        }
        downloads = _downloads(checksums, exporters)
        policy = assets.policy(parts["style"], parts["first"], parts["script"])
        context = _context(checksums, release, database, downloads) | parts | {"policy": policy}
        limit = MAX_ROWS
        while True:
            rows = _rows(database, release, limit)
            html = template.render(context | {"data": _json(rows), "shown": _dicts(rows, PLAIN_ROWS)})
            if len(html.encode()) < MAX_BYTES or limit < 100:
                return html
            limit //= 2


def _context(
    checksums: Checksums,
    release: Mapping[str, Any],
    database: duckdb.DuckDBPyConnection,
    downloads: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    return {
        "dataset": contract.dataset(),
        "release": release,
        "tables": contract.tables(),
        "figures": _figures(database, release),
        "changed": changes.summary(checksums.folder / changes.ROWS.file_name),
        "newest": headlines.query(database, NEWEST),
        "charts": [chart | {"rows": _json(chart["rows"])} for chart in headlines.draw(database)],
        "downloads": downloads,
        "cite": cite(release),
        "limits": limits,
        "linked_data": _json(
            [linked_data.schema_org(release, downloads), linked_data.dcat(release, downloads)]
        ),
        "max_rows": MAX_ROWS,
    }


NEWEST = """
SELECT d.title, d.publisher, d.published_on, d.url, d.raw_path, d.raw_start, d.raw_end,
    count(m.metric_id) AS metrics
FROM documents AS d LEFT JOIN metrics AS m USING (document_id)
GROUP BY ALL ORDER BY d.published_on DESC NULLS LAST, metrics DESC, d.title LIMIT 5
"""


def _rows(database: duckdb.DuckDBPyConnection, release: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """Return the latest rows that the page carries, column names once."""
    topics = {row["topic"]: row["name_zh"] for row in contract.codelist("topics")}
    carried: dict[str, Any] = {
        "version": release["version"],
        "topics": topics,
        "raw": release.get("raw_address"),
    }
    for table, (view, columns) in EMBEDDED.items():
        order = "published_on DESC NULLS LAST, document_id, metric_id"
        rows = database.execute(f"SELECT {columns} FROM {view} ORDER BY {order} LIMIT {limit}").fetchall()
        [(total,)] = database.execute(f"SELECT count(*) FROM {view}").fetchall()
        carried[table] = {"columns": columns.split(", "), "rows": rows, "total": total}
    used = {row["unit"] for row in _dicts(carried)}
    english = headlines.units(database)
    carried["units"] = {unit: english[unit] for unit in sorted(used & english.keys())}
    return carried


def _dicts(carried: Mapping[str, Any], limit: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of each table, or the first ones, by the names of their columns and their table."""
    return [
        {"name": table, **dict(zip(carried[table]["columns"], row, strict=True))}
        for table in EMBEDDED
        for row in carried[table]["rows"][:limit]
    ]


def _figures(database: duckdb.DuckDBPyConnection, release: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = "SELECT count(DISTINCT region_code) AS places FROM metrics"
    numbers = "SELECT count(*) AS numbers FROM metrics WHERE repeats_metric_id IS NULL"
    span = "SELECT min(published_on) AS first, max(published_on) AS last FROM documents"
    dates = headlines.query(database, span)[0]
    known = [dates[key].isoformat() for key in ("first", "last") if dates[key]]
    return [
        {"zh": "篇文档", "en": "documents", "value": release["rows"]["documents"]},
        {"zh": "个数值", "en": "numbers", "value": headlines.query(database, numbers)[0]["numbers"]},
        {"zh": "项目标", "en": "targets", "value": release["rows"]["targets"]},
        {"zh": "个地区", "en": "places", "value": headlines.query(database, places)[0]["places"]},
        {"zh": "发布时间", "en": "published", "value": " – ".join(dict.fromkeys(known)) or "—"},
    ]


def _downloads(checksums: Checksums, exporters: Sequence[Exporter]) -> list[dict[str, Any]]:
    """Return the files to download, those of `DOWNLOADED` in its order, each with what it is."""
    return [
        {
            "name": name,
            "title": f"{table.title}（{exporter.title}）" if table else exporter.title,
            "title_en": f"{table.title_en} ({exporter.title_en})" if table else exporter.title_en,
            "bytes": (checksums.folder / name).stat().st_size,
            "sha256": checksums[name],
            "type": exporter.media_type,
        }
        for part in DOWNLOADED
        for name, table, exporter in _files(part, exporters)
    ]


def _files(part: Part, exporters: Sequence[Exporter]) -> list[tuple[str, contract.Table | None, Exporter]]:
    """Return the files of a part, those of one table side by side."""
    chosen = [exporter for exporter in exporters if exporter.part == part]
    found = [(name, table, exporter) for exporter in chosen for name, table in exporter.files().items()]
    order = {table.name: place for place, table in enumerate(contract.files())}
    return sorted(found, key=lambda file: order[file[1].name] if file[1] else 0)


def _of_the_web(url: str | None) -> bool:
    """Tell an address that a link may lead to from one that would run or open something."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _json(content: object) -> Markup:
    """Return JSON that may stand in a script element: no `<` can close it."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


def _size(count: int) -> str:
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"


def _export(stage: Stage) -> None:
    html = page(stage.checksums, stage.release, stage.exporters)
    (stage.folder / EXPORTER.file_name).write_text(html, encoding="utf-8")


EXPORTER = Exporter(
    "index.html",
    "目录页：图表、数据字典、下载",
    "the catalogue: charts, dictionary, downloads",
    "text/html",
    "closing",
    _export,
)
