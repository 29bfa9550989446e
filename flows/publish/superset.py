"""A dashboard for Apache Superset: `superset.zip`, made from schemas/superset.yaml.

The bundle reads the views that `zhibiao load` puts into PostgreSQL. Identifiers depend on names
alone, so that importing a later bundle renews what is there. Each chart carries its saved query,
without which Superset's API returns no data.
"""

from __future__ import annotations

import functools
import json
import uuid
import zipfile
from typing import TYPE_CHECKING, Any

import duckdb
import yaml

from flows import contract
from flows.publish.databases import DUCKDB
from flows.publish.exporter import Exporter
from flows.tables.database import ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from flows.publish.exporter import Stage

NAMESPACE = uuid.UUID("5f0f2a36-6d0b-5c5e-9d6e-5a1d5f0a7c11")
"""Any constant would do; it must never change."""

MOMENT = (2000, 1, 1, 0, 0, 0)
"""Date of the files in the archive, so that the same bundle has the same bytes."""

TYPES: Mapping[str, str] = {"VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION"}
"""Types of DuckDB that PostgreSQL calls otherwise."""


def _export(stage: Stage) -> None:
    """Write the bundle beside the DuckDB file, whose views it describes."""
    with zipfile.ZipFile(stage.folder / EXPORTER.file_name, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in bundle(columns(stage.folder / DUCKDB.file_name)).items():
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
            archive.writestr(zipfile.ZipInfo(f"zhibiao/{name}", MOMENT), text, zipfile.ZIP_DEFLATED)


def columns(database: Path) -> dict[str, dict[str, str]]:
    """Return the columns of each view with their SQL types."""
    with duckdb.connect(database, read_only=True, config={**ALONE}) as connection:
        return {
            view: {
                row[0]: TYPES.get(row[1], row[1]) for row in connection.execute(f"DESCRIBE {view}").fetchall()
            }
            for view in definition()["datasets"]
        }


def bundle(views: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the files of the bundle by their path."""
    spec = definition()
    name = spec["database"]["name"]
    files: dict[str, dict[str, Any]] = {
        # The time of export is asked for and of no use.
        "metadata.yaml": {"version": "1.0.0", "type": "Dashboard", "timestamp": "2000-01-01T00:00:00+00:00"},
        f"databases/{name}.yaml": _database(spec["database"]),
    }
    for view, types in views.items():
        files[f"datasets/{name}/{view}.yaml"] = _dataset(view, types, spec)
    for key, chart in spec["charts"].items():
        files[f"charts/{key}.yaml"] = _chart(key, chart)
    files[f"dashboards/{spec['dashboard']['slug']}.yaml"] = _dashboard(spec)
    return files


@functools.cache
def definition() -> Mapping[str, Any]:
    """Return schemas/superset.yaml."""
    content: Mapping[str, Any] = yaml.safe_load(
        (contract.SCHEMAS / "superset.yaml").read_text(encoding="utf-8")
    )
    return content


def used_columns(chart: Mapping[str, Any]) -> Iterator[str]:
    """Yield the columns that a chart names, but those inside its expressions."""
    yield from chart.get("columns", ())
    yield from chart.get("group", ())
    yield from chart.get("filter", {})
    if "axis" in chart:
        yield chart["axis"]


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"{kind}/{name}"))


def _database(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "database_name": spec["name"],
        "sqlalchemy_uri": spec["uri"],
        "expose_in_sqllab": True,
        "allow_dml": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": _id("database", spec["name"]),
        "version": "1.0.0",
    }


def _dataset(view: str, types: Mapping[str, str], spec: Mapping[str, Any]) -> dict[str, Any]:
    described = {field.name: field for table in contract.tables() for field in table.fields}
    return {
        "table_name": view,
        "schema": spec["database"]["schema"],
        "main_dttm_col": spec["datasets"][view]["time"],
        "uuid": _id("dataset", view),
        "database_uuid": _id("database", spec["database"]["name"]),
        "version": "1.0.0",
        "metrics": [{"metric_name": "count", "verbose_name": "COUNT(*)", "expression": "COUNT(*)"}],
        "columns": [
            {
                "column_name": column,
                "verbose_name": described[column].title if column in described else None,
                "description": described[column].description if column in described else None,
                "type": kind,
                "is_dttm": kind == "DATE",
                "groupby": True,
                "filterable": True,
                "is_active": True,
            }
            for column, kind in types.items()
        ],
    }


def _chart(key: str, chart: Mapping[str, Any]) -> dict[str, Any]:
    form = _form(chart)
    return {
        "slice_name": chart["title"],
        "viz_type": chart["kind"],
        "params": form,
        "query_context": json.dumps(_query_context(chart, form), ensure_ascii=False),
        "uuid": _id("chart", key),
        "dataset_uuid": _id("dataset", chart["dataset"]),
        "version": "1.0.0",
    }


def _form(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Return what Superset's editor shows of a chart."""
    form: dict[str, Any] = {
        "viz_type": chart["kind"],
        "adhoc_filters": [_adhoc_filter(column, value) for column, value in chart.get("filter", {}).items()],
        "row_limit": chart.get("limit", 10_000),
        **chart.get("options", {}),
    }
    if "columns" in chart:
        return form | {"query_mode": "raw", "all_columns": list(chart["columns"]), "server_pagination": False}
    metric = _metric(chart["metric"])
    many = chart["kind"].startswith("echarts_timeseries")
    form |= {"metrics": [metric]} if many else {"metric": metric}
    if "axis" in chart:
        form |= {"x_axis": chart["axis"], "time_grain_sqla": chart.get("grain")}
    if "group" in chart:
        form["groupby"] = chart["group"][0] if chart["kind"] == "heatmap_v2" else list(chart["group"])
    return form


def _query_context(chart: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    selected: list[Any] = [*chart.get("columns", ()), *chart.get("group", ())]
    if "axis" in chart:
        axis: dict[str, Any] = {
            "columnType": "BASE_AXIS",
            "sqlExpression": chart["axis"],
            "label": chart["axis"],
            "expressionType": "SQL",
        }
        selected.insert(0, axis | ({"timeGrain": chart["grain"]} if "grain" in chart else {}))
    query: dict[str, Any] = {
        "columns": selected,
        "metrics": [_metric(chart["metric"])] if "metric" in chart else [],
        "filters": [
            {"col": column, "op": "==", "val": value} for column, value in chart.get("filter", {}).items()
        ],
        "extras": {"having": "", "where": ""},
        "orderby": [],
        "row_limit": form["row_limit"],
        "is_timeseries": False,
        "annotation_layers": [],
        "applied_time_extras": {},
        "url_params": {},
        "custom_params": {},
        "custom_form_data": {},
    }
    # Superset puts in the number that the dataset gets at import.
    source = {"id": 0, "type": "table"}
    return {
        "datasource": source,
        "force": False,
        "queries": [query],
        "form_data": {**form, "datasource": "0__table"},
        "result_format": "json",
        "result_type": "full",
    }


def _metric(spec: Mapping[str, str]) -> dict[str, Any]:
    return {
        "expressionType": "SQL",
        "sqlExpression": spec["expression"],
        "label": spec["label"],
        "hasCustomLabel": True,
        "optionName": f"metric_{spec['label']}",
    }


def _adhoc_filter(column: str, value: str) -> dict[str, Any]:
    return {
        "clause": "WHERE",
        "comparator": value,
        "expressionType": "SIMPLE",
        "operator": "==",
        "operatorId": "EQUALS",
        "subject": column,
    }


def _dashboard(spec: Mapping[str, Any]) -> dict[str, Any]:
    board = spec["dashboard"]
    return {
        "dashboard_title": board["title"],
        "description": board["description"],
        "slug": board["slug"],
        "uuid": _id("dashboard", board["slug"]),
        "position": _position(board, spec["charts"]),
        "metadata": {
            "color_scheme": "supersetColors",
            "cross_filters_enabled": True,
            "native_filter_configuration": [_native_filter(column) for column in board["filters"]],
        },
        "published": True,
        "version": "1.0.0",
    }


def _position(board: Mapping[str, Any], charts: Mapping[str, Any]) -> dict[str, Any]:
    rows = [f"ROW-{number}" for number in range(1, len(board["rows"]) + 1)]
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"id": "ROOT_ID", "type": "ROOT", "children": ["GRID_ID"]},
        "GRID_ID": {"id": "GRID_ID", "type": "GRID", "children": rows, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": board["title"]}},
    }
    for row, spec in zip(rows, board["rows"], strict=True):
        position[row] = {
            "id": row,
            "type": "ROW",
            "children": [f"CHART-{key}" for key, _ in spec["charts"]],
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for key, width in spec["charts"]:
            position[f"CHART-{key}"] = _place(key, width, spec["height"], row, charts[key]["title"])
    return position


def _place(key: str, width: int, height: int, row: str, title: str) -> dict[str, Any]:
    return {
        "id": f"CHART-{key}",
        "type": "CHART",
        "children": [],
        "parents": ["ROOT_ID", "GRID_ID", row],
        "meta": {
            "chartId": 0,
            "uuid": _id("chart", key),
            "width": width,
            "height": height,
            "sliceName": title,
        },
    }


def _native_filter(column: str) -> dict[str, Any]:
    scope: dict[str, Sequence[str]] = {"rootPath": ["ROOT_ID"], "excluded": []}
    return {
        "id": f"NATIVE_FILTER-{column}",
        "name": column,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": [{"datasetUuid": _id("dataset", "v_targets"), "column": {"name": column}}],
        "controlValues": {"multiSelect": True, "enableEmptyFilter": False, "searchAllOptions": True},
        "defaultDataMask": {"extraFormData": {}, "filterState": {}},
        "cascadeParentIds": [],
        "scope": scope,
    }


EXPORTER = Exporter(
    "superset.zip",
    "Superset 仪表板",
    "a dashboard for Apache Superset",
    "application/zip",
    "dataset",
    _export,
)
