"""What the headline charts of the catalogue show, chosen from the views of the release's DuckDB file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from flows.publish import charts
from flows.publish.charts import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

CHARTED_TARGETS = """
SELECT * EXCLUDE (place) FROM (
    SELECT
        t.indicator_name, t.indicator_name_en, t.region, t.region_en, t.target, t.unit, t.unit_en,
        t.comparator, t.deadline_year, t.actual, t.progress, t.outcome, t.metric_id,
        row_number() OVER (
            PARTITION BY t.indicator_name, t.region, t.unit, t.measure
            ORDER BY t.actual IS NULL, t.deadline DESC, t.published_on DESC NULLS LAST, t.metric_id
        ) AS place
    FROM v_targets AS t
    WHERE t.indicator_kind = 'indicator' AND t.measure = 'level' AND t.comparator <> 'range' AND t.target > 0
        AND (t.progress IS NULL OR t.progress BETWEEN 0 AND 2)
)
WHERE place = 1
ORDER BY progress IS NULL, outcome IN ('open', 'no_result'), region NULLS LAST, progress DESC, indicator_name,
    unit, target LIMIT 8
"""

CHARTED_SERIES = """
SELECT indicator_id, indicator_name, region_code, region, unit,
    (SELECT name_en FROM indicators AS i WHERE i.indicator_id = v_series.indicator_id) AS indicator_name_en,
    (SELECT name_en FROM regions AS r WHERE r.region_code = v_series.region_code) AS region_en,
    count(DISTINCT year) FILTER (status = 'actual') AS years,
    count(*) FILTER (status = 'target') AS goals
FROM v_series
WHERE measure = 'level' AND (status = 'target' OR period_end - period_start BETWEEN 363 AND 366)
GROUP BY ALL HAVING years >= 2
ORDER BY goals > 0 DESC, years DESC, indicator_id, region_code, unit LIMIT 2
"""

POINTS = """
SELECT year, value, comparator, status, metric_id
FROM v_series
WHERE measure = 'level' AND indicator_id = ? AND region_code = ? AND unit = ?
    AND (status = 'target' OR period_end - period_start BETWEEN 363 AND 366)
QUALIFY row_number() OVER (PARTITION BY year, status ORDER BY period_start) = 1
ORDER BY year
"""

PLACE_MONTHS = """
SELECT coalesce(r.name_short, m.province, m.region, '未注明') AS place,
    coalesce(r.name_en, m.province_en, m.region_en, 'not stated') AS place_en,
    date_trunc('month', m.published_on)::DATE AS month, count(*) AS count
FROM v_metrics AS m LEFT JOIN regions AS r
    ON r.region_code = CASE WHEN m.province IS NULL THEN m.region_code
        ELSE substr(m.region_code, 1, 2) || '0000' END
WHERE m.published_on IS NOT NULL AND m.repeats_metric_id IS NULL GROUP BY ALL ORDER BY ALL
"""

INCLUDED = """
SELECT s.name AS whole, coalesce(o.name, r.object_text) AS part, min(r.position) AS position
FROM relations AS r
JOIN entities AS s ON s.entity_id = r.subject_entity_id
LEFT JOIN entities AS o ON o.entity_id = r.object_entity_id
WHERE r.predicate = 'includes'
GROUP BY ALL ORDER BY whole, position, part
"""


UNITS = """
SELECT unit,
    CASE WHEN kind = 'classifier' AND contains(name_en, ',') THEN '' ELSE split_part(name_en, ',', 1) END
FROM units WHERE name_en IS NOT NULL AND unit <> '%'
"""


def units(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what an English reader sees behind a number, by unit: no explanation (jin, half a kilogram).

    A classifier that counts things of several kinds (条: line, river, rule) is left out: what is counted
    says the name of the indicator, and one of the kinds would say it wrong.
    """
    return dict(database.execute(UNITS).fetchall())


def draw(database: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the charts: id, title, note and what stands where nothing is to draw, in both languages;
    the markup, and the rows that it draws."""
    aims, places, english = query(database, CHARTED_TARGETS), query(database, PLACE_MONTHS), units(database)
    return [
        _chart(
            "targets",
            Words("目标与结果", "Targets against results"),
            Words("最近的结果走到目标的几成。", "How far the latest result has come."),
            Words("本版没有可以画的目标。", "This release has no target to draw."),
            charts.targets([_bar(row, english) for row in aims]),
            aims,
        ),
        *_lines(database, english),
        _chart(
            "places",
            Words("数字从哪里来", "Where the numbers come from"),
            Words("按地区和发布月份计的数值条数。", "Numbers by place and month of publication."),
            Words("本版没有带日期的文档。", "No document of this release has a date."),
            charts.heat(places),
            places,
        ),
        *_trees(query(database, INCLUDED)),
    ]


def _chart(
    name: str, title: Words, note: Words, empty: Words, svg: str | None, rows: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    drawn = None if svg is None else Markup(svg)
    return {"id": name, "title": title, "note": note, "empty": empty, "svg": drawn, "rows": rows}


def _bar(row: Mapping[str, Any], english: Mapping[str, str]) -> dict[str, Any]:
    sign = charts.COMPARATORS.get(row["comparator"], "")
    target, actual, unit = charts.amount(row["target"]), row["actual"], _unit(row, english)
    return {
        "label": _named(row),
        "note": str(row["deadline_year"]),
        "target": Words(f"{sign}{target.zh} {unit.zh}".strip(), f"{sign}{target.en} {unit.en}".strip()),
        "actual": None if actual is None else charts.amount(actual),
        "progress": row["progress"],
        "outcome": row["outcome"],
        "ceiling": row["comparator"] in {"le", "lt"},
    }


def _named(row: Mapping[str, Any]) -> Words:
    """Return place and indicator of a row."""
    zh = [row["region"], row["indicator_name"]]
    en = [row["region_en"] or row["region"], row["indicator_name_en"] or row["indicator_name"]]
    return Words(" · ".join(filter(None, zh)), " · ".join(filter(None, en)))


def _unit(row: Mapping[str, Any], english: Mapping[str, str]) -> Words:
    return Words(row["unit"], english.get(row["unit"], row["unit"]))


def _lines(database: duckdb.DuckDBPyConnection, english: Mapping[str, str]) -> list[dict[str, Any]]:
    note = Words("历年结果；虚线是目标。", "Results by year; the dashed line is the target.")
    empty = Words(
        "本版还没有跨年度的序列；文档多了就会有。",
        "No series of two years or more yet; more documents will bring one.",
    )
    found = []
    for number, chosen in enumerate(query(database, CHARTED_SERIES), start=1):
        key = [chosen["indicator_id"], chosen["region_code"], chosen["unit"]]
        rows = query(database, POINTS, key)
        points = [row for row in rows if row["status"] == "actual"]
        goals = [row for row in rows if row["status"] == "target"][-2:]
        svg = charts.series(points, goals, _unit(chosen, english))
        if svg:
            about = {name: chosen[name] for name in ("indicator_name", "region", "unit")}
            told = [about | row for row in rows]
            found.append(_chart(f"series-{number}", _named(chosen), note, empty, svg, told))
    title = Words("历年结果与目标", "Results by year")
    return found or [_chart("series", title, note, empty, None, [])]


def _trees(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    title, note = (
        Words("构成", "What it includes"),
        Words("文中列举的组成部分。", "Parts that a text enumerates."),
    )
    empty = Words("本版没有列举关系。", "This release has no enumeration.")
    children: dict[str, list[str]] = {}
    for row in rows:
        if row["part"] and row["part"] not in children.setdefault(row["whole"], []):
            children[row["whole"]].append(row["part"])
    inner = {part for parts in children.values() for part in parts}
    roots = sorted((name for name in children if name not in inner), key=lambda name: -len(children[name]))
    found = []
    for number, name in enumerate(roots[:4], start=1):
        svg = charts.tree(name, children)
        if svg:
            parts = [row for row in rows if row["whole"] in {name, *children[name]}]
            found.append(_chart(f"parts-{number}", title, note, empty, svg, parts))
    return found or [_chart("parts", title, note, empty, None, [])]


def query(
    database: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """Return the rows of a query as dicts."""
    cursor = database.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
