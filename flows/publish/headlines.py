"""What the headline charts of the catalogue show, chosen from the views of the release's DuckDB file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from flows.publish import charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

CHARTED_TARGETS = """
SELECT * EXCLUDE (place) FROM (
    SELECT
        t.indicator_name, t.region, t.target, t.unit, t.comparator, t.deadline_year, t.actual, t.progress,
        row_number() OVER (
            PARTITION BY t.indicator_name, t.region, t.unit, t.measure
            ORDER BY t.actual IS NULL, t.deadline DESC, t.published_on DESC NULLS LAST, t.metric_id
        ) AS place
    FROM v_targets AS t
    WHERE t.indicator_kind = 'indicator' AND t.measure = 'level' AND t.comparator <> 'range' AND t.target > 0
        AND (t.progress IS NULL OR t.progress BETWEEN 0 AND 2)
)
WHERE place = 1
ORDER BY progress IS NULL, region NULLS LAST, progress DESC, indicator_name, unit, target LIMIT 8
"""

CHARTED_SERIES = """
SELECT indicator_id, indicator_name, region_code, region, unit,
    count(DISTINCT year) FILTER (status = 'actual') AS years,
    count(*) FILTER (status = 'target') AS goals
FROM v_series
WHERE measure = 'level' AND (status = 'target' OR period_end - period_start BETWEEN 363 AND 366)
GROUP BY ALL HAVING years >= 2
ORDER BY goals > 0 DESC, years DESC, indicator_id, region_code, unit LIMIT 2
"""

POINTS = """
SELECT year, value, comparator, status
FROM v_series
WHERE measure = 'level' AND indicator_id = ? AND region_code = ? AND unit = ?
    AND (status = 'target' OR period_end - period_start BETWEEN 363 AND 366)
QUALIFY row_number() OVER (PARTITION BY year, status ORDER BY period_start) = 1
ORDER BY year
"""

PLACE_MONTHS = """
SELECT coalesce(r.name_short, m.province, m.region, '未注明') AS place,
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


def draw(database: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the charts as markup: targets, series (with a name each), heat and trees."""
    lines = [_series(database, row) for row in query(database, CHARTED_SERIES)]
    return {
        "targets": _markup(charts.targets([_bar(row) for row in query(database, CHARTED_TARGETS)])),
        "series": [line for line in lines if line["svg"]],
        "heat": _markup(charts.heat(query(database, PLACE_MONTHS))),
        "trees": _trees(query(database, INCLUDED)),
    }


def _bar(row: Mapping[str, Any]) -> dict[str, Any]:
    sign = charts.COMPARATORS.get(row["comparator"], "")
    place = f"{row['region']} · " if row["region"] else ""
    actual = None if row["actual"] is None else charts.number(row["actual"])
    return {
        "label": f"{place}{row['indicator_name']}",
        "note": row["deadline_year"],
        "target": f"{sign}{charts.number(row['target'])} {row['unit']}",
        "actual": actual,
        "progress": row["progress"],
    }


def _series(database: duckdb.DuckDBPyConnection, chosen: Mapping[str, Any]) -> dict[str, Any]:
    rows = query(database, POINTS, [chosen["indicator_id"], chosen["region_code"], chosen["unit"]])
    points = [row for row in rows if row["status"] == "actual"]
    goals = [row for row in rows if row["status"] == "target"][-2:]
    name = f"{chosen['region']} · {chosen['indicator_name']}"
    return {"name": name, "svg": _markup(charts.series(points, goals, chosen["unit"]))}


def _trees(rows: Sequence[Mapping[str, Any]]) -> list[Markup]:
    children: dict[str, list[str]] = {}
    for row in rows:
        if row["part"] and row["part"] not in children.setdefault(row["whole"], []):
            children[row["whole"]].append(row["part"])
    inner = {part for parts in children.values() for part in parts}
    roots = sorted((name for name in children if name not in inner), key=lambda name: -len(children[name]))
    drawn = (charts.tree(name, children) for name in roots[:4])
    return [Markup(svg) for svg in drawn if svg]


def query(
    database: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """Return the rows of a query as dicts."""
    cursor = database.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _markup(svg: str | None) -> Markup | None:
    return None if svg is None else Markup(svg)
