"""The catalogue: `index.html`, one file that works from disk without a network.

Python draws what never changes (figures, charts, dictionary, downloads); the script of the page
searches, filters and sorts the rows that are embedded as JSON.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import jinja2
from markupsafe import Markup

from flows import contract
from flows.publish import changes, charts, headlines, linked_data, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.archive import Checksums

MAX_ROWS = 2_500
"""Targets, and latest metrics, that the page carries; with evidence they stay under 3 MB."""

MAX_BYTES = 3_000_000
"""Size that the page must not reach; rows are left out until it does not."""

PLAIN_ROWS = 25
"""Rows of each table that a browser without JavaScript shows."""

SHARED = (
    "metric_id, indicator_id, indicator_name, indicator_name_en, indicator_kind, topic, indicator, subject, "
    "region, region_en, province, province_en, comparator, unit, unit_en, measure, hedge, plan, quote, "
    "evidence, title, publisher, published_on, url"
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

WHOLE = ("zhibiao.xlsx", "zhibiao.duckdb", "zhibiao.sqlite", "superset.zip")
DESCRIPTIONS = (
    "changes.parquet",
    "CHANGES.md",
    "datapackage.json",
    "croissant.json",
    "metadata.json",
    "README.md",
    "CITATION.cff",
)

MEDIA_TYPES: Mapping[str, str] = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
    ".duckdb": "application/vnd.duckdb",
    ".json": "application/json",
    ".zip": "application/zip",
}


def write(checksums: Checksums, release: Mapping[str, Any]) -> None:
    """Write `index.html` of a staged release from the files beside it."""
    (checksums.folder / "index.html").write_text(page(checksums, release), encoding="utf-8")


def page(checksums: Checksums, release: Mapping[str, Any]) -> str:
    """Return the page; it holds fewer rows where it would be too large otherwise."""
    assets = Path(__file__).with_name("assets")
    loader = jinja2.FileSystemLoader(assets)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.tests["of_the_web"] = _of_the_web
    environment.filters |= {
        "size": _size,
        "thousands": lambda count: f"{count:,}",
        "amount": lambda value: charts.amount(value),
    }
    template = environment.get_template("catalogue.html.j2")
    with duckdb.connect(checksums.folder / "zhibiao.duckdb", read_only=True) as database:
        parts = {
            name: Markup((assets / file).read_text(encoding="utf-8"))
            for name, file in (
                ("style", "catalogue.css"),
                ("first", "catalogue_first.js"),
                ("script", "catalogue.js"),
            )
        }
        context = _context(checksums, release, database) | parts | {"policy": _policy(**parts)}
        limit = MAX_ROWS
        while True:
            rows = _rows(database, release, limit)
            html = template.render(context | {"data": _json(rows), "shown": _shown(rows)})
            if len(html.encode()) < MAX_BYTES or limit < 100:
                return html
            limit //= 2


def _context(
    checksums: Checksums, release: Mapping[str, Any], database: duckdb.DuckDBPyConnection
) -> dict[str, Any]:
    downloads = _downloads(checksums)
    return {
        "dataset": contract.dataset(),
        "release": release,
        "tables": contract.tables(),
        "figures": _figures(database, release),
        "changed": changes.summary(checksums.folder / changes.FILE),
        "newest": headlines.query(database, NEWEST),
        "charts": [chart | {"rows": _json(chart["rows"])} for chart in headlines.draw(database)],
        "downloads": downloads,
        "cite": metadata.cite(release),
        "linked_data": _json(
            [linked_data.schema_org(release, downloads), linked_data.dcat(release, downloads)]
        ),
        "max_rows": MAX_ROWS,
    }


NEWEST = """
SELECT d.title, d.publisher, d.published_on, d.url, count(m.metric_id) AS metrics
FROM documents AS d LEFT JOIN metrics AS m USING (document_id)
GROUP BY ALL ORDER BY d.published_on DESC NULLS LAST, metrics DESC, d.title LIMIT 5
"""


def _rows(database: duckdb.DuckDBPyConnection, release: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """Return the latest rows that the page carries, column names once."""
    topics = {row["topic"]: row["name_zh"] for row in contract.codelist("topics")}
    carried: dict[str, Any] = {"version": release["version"], "topics": topics}
    for table, (view, columns) in EMBEDDED.items():
        order = "published_on DESC NULLS LAST, document_id, metric_id"
        rows = database.execute(f"SELECT {columns} FROM {view} ORDER BY {order} LIMIT {limit}").fetchall()
        [(total,)] = database.execute(f"SELECT count(*) FROM {view}").fetchall()
        carried[table] = {"columns": columns.split(", "), "rows": rows, "total": total}
    return carried


def _shown(carried: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the first rows of each table for a browser without JavaScript."""
    return [
        {"name": table, **dict(zip(carried[table]["columns"], row, strict=True))}
        for table in EMBEDDED
        for row in carried[table]["rows"][:PLAIN_ROWS]
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


def _downloads(checksums: Checksums) -> list[dict[str, Any]]:
    """Return the files to download: the whole dataset first, then each table, then what describes it."""
    names = [*WHOLE, *(f"{table.name}{end}" for table in contract.files() for end in (".parquet", ".csv"))]
    paths = [checksums.folder / name for name in (*names, *DESCRIPTIONS)]
    return [
        {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": checksums[path.name],
            "type": MEDIA_TYPES.get(path.suffix, "text/plain"),
        }
        for path in paths
    ]


def _policy(style: str, first: str, script: str) -> str:
    """Return the Content-Security-Policy of the page: what it brings itself may run, and nothing else.

    Whatever a document says, and however it came into the page, no browser runs or loads it.
    """
    scripts = " ".join(_hash(part) for part in (first, script))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(part: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


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
