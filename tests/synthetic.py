"""Made-up releases of any size, for tests and for timing; every row keeps the promises of schemas/.

The texts are of one pattern: a place states results and targets of a few indicators. Quotes stand
at their offsets, targets meet results, and a sum of parts is checked, so that all tables have rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows import contract
from flows.records import stable_id
from flows.tables import dataset

REGIONS = [
    ("CN", "中华人民共和国", "中国", "country", None),
    ("310000", "上海市", "上海", "province", "CN"),
    ("320000", "江苏省", "江苏", "province", "CN"),
    ("320500", "苏州市", "苏州", "prefecture", "320000"),
    ("330000", "浙江省", "浙江", "province", "CN"),
    ("440000", "广东省", "广东", "province", "CN"),
    ("440300", "深圳市", "深圳", "prefecture", "440000"),
    ("510000", "四川省", "四川", "province", "CN"),
    ("610000", "陕西省", "陕西", "province", "CN"),
]
INDICATORS = [
    ("gdp", "地区生产总值", "Gross regional product", "元", "经济", "actual", "growth"),
    ("manufacturing-share", "制造业增加值占比", "Share of manufacturing", "%", "工业", "target", "level"),
    ("smart-factories", "智能工厂", "Smart factories", "家", "工业", "target", "level"),
    ("rd-intensity", "研发经费投入强度", "R&D intensity", "%", "科技", "target", "level"),
    ("grain-output", "粮食产量", "Grain output", "斤", "农业", "actual", "level"),
    ("green-power", "绿电装机容量", "Renewable capacity", "千瓦", "能源", "target", "level"),
]
UNITS = [
    ("%", "%", "UCUM", "per cent", "ratio"),
    ("元", "CNY", "ISO 4217", "yuan", "money"),
    ("家", None, None, "enterprises", "count"),
    ("斤", "[jin_i]", "UCUM", "jin", "mass"),
    ("千瓦", "kW", "UCUM", "kilowatt", "power"),
]


@dataclass
class Rows:
    """Rows by table, and the text of each document."""

    tables: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {table.name: [] for table in contract.tables()}
    )
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, **row: Any) -> None:
        self.tables[table].append(row)


def tables(metrics: int = 24, *, seed: int = 0) -> dict[str, pa.Table]:
    """Return every table of a release with about so many metrics, but rejects."""
    return arrow(rows(metrics, seed=seed))


def arrow(made: Rows) -> dict[str, pa.Table]:
    """Return the rows as Arrow tables by contract."""
    return {
        name: pa.Table.from_pylist(content, contract.arrow_schema(name))
        for name, content in made.tables.items()
        if name != "rejects"
    }


def checked(tables: dict[str, pa.Table], folder: Path) -> dataset.Dataset:
    """Return tables as validation hands them to publish: their rows in order."""
    in_order = {name: _sorted(name, table) for name, table in tables.items()}
    return dataset.create(folder, in_order, checked=True)


def resolved(tables: dict[str, pa.Table], folder: Path) -> dataset.Dataset:
    """Return tables as resolve hands them to validation, even where they break the contract."""
    made = dataset.create(folder)
    for name, table in tables.items():
        loose = pa.schema([field.with_nullable(True) for field in table.schema])
        pq.write_table(table.cast(loose), made.path(name))
    return made


def _sorted(name: str, table: pa.Table) -> pa.Table:
    definition = contract.table(name)
    keys = dict.fromkeys((*definition.sort, *definition.primary_key))
    return table.sort_by([(key, "ascending") for key in keys])


def rows(metrics: int = 24, *, seed: int = 0) -> Rows:
    """Return the rows of a release with about so many metrics."""
    made = Rows()
    _dimensions(made)
    number = seed
    while len(made.tables["metrics"]) < metrics:
        _document(made, number)
        number += 1
    _entities(made)
    return made


def _dimensions(made: Rows) -> None:
    for code, name, short, level, parent in REGIONS:
        english = {"CN": "China", "310000": "Shanghai"}.get(code)
        made.add(
            "regions",
            region_code=code,
            name=name,
            name_short=short,
            level=level,
            parent_code=parent,
            name_en=english,
        )
    for key, name, english, unit, topic, *_ in INDICATORS:
        made.add(
            "indicators",
            indicator_id=key,
            name=name,
            name_en=english,
            unit=unit,
            topic=topic,
            kind="indicator",
            curated=True,
            source="made up",
        )
    for unit, code, scheme, english, dimension in UNITS:
        made.add(
            "units",
            unit=unit,
            unit_code=code,
            scheme=scheme,
            name_en=english,
            dimension=dimension,
            kind="unit",
        )
    first, last = dt.date(2026, 1, 1), dt.date(2030, 12, 31)
    made.add("plans", plan_id="15", name="十五五", name_en="15th", period_start=first, period_end=last)
    for offset in range((last - dt.date(2024, 1, 1)).days + 1):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=offset)
        made.add(
            "calendar",
            date=day,
            year=day.year,
            half=(day.month + 5) // 6,
            quarter=(day.month + 2) // 3,
            month=day.month,
            day=day.day,
            iso_week=day.isocalendar().week,
            weekday=day.isoweekday(),
            plan_id="15" if day >= first else None,
        )


def _document(made: Rows, number: int) -> None:
    code, place, *_ = REGIONS[number % len(REGIONS)]
    published = dt.date(2025, 1, 6) + dt.timedelta(days=number * 7 % 600)
    document = f"d-{number:06}"
    pieces = [f"{place}发布第{number}号产业简报\n"]
    stated: list[tuple[str, dict[str, Any]]] = []
    for order, (key, name, _, unit, _, status, measure) in enumerate(INDICATORS):
        year = published.year - 1 if status == "actual" else 2030
        for kind in ("actual", "target") if status == "target" else (status,):
            value = round(2 + (number * 7 + order * 3) % 60 + (6 if kind == "target" else 0) + order / 8, 3)
            shown = unit if measure == "level" else "%"
            words = f"{value:g}{shown}" + ("以上" if kind == "target" else "")
            clause = f"到{year}年{place}{name}达到{words}" if kind == "target" else f"{place}{name}为{words}"
            stated.append(
                (
                    clause,
                    {
                        "indicator": name,
                        "indicator_id": key,
                        "quote": words,
                        "value": value,
                        "unit": shown,
                        "comparator": "ge" if kind == "target" else "eq",
                        "measure": measure,
                        "status": kind,
                        "basis": "year_on_year" if measure == "growth" else None,
                        "hedge": "力争" if kind == "target" else None,
                        "period_start": dt.date(2026 if kind == "target" else published.year - 1, 1, 1),
                        "period_end": dt.date(2030 if kind == "target" else published.year - 1, 12, 31),
                    },
                )
            )
    position = len(pieces[0])
    metric_ids: dict[tuple[str, str], str] = {}
    for clause, content in stated:
        start = position + clause.index(content["quote"])
        metric = stable_id("m", document, start)
        metric_ids[content["indicator_id"], content["status"]] = metric
        made.add(
            "metrics",
            metric_id=metric,
            document_id=document,
            subject=place,
            subject_entity_id=f"PLACE-{code}",
            region_code=code,
            unit_code={row[0]: row[1] for row in UNITS}[content["unit"]],
            period_basis="stated",
            start=start,
            end=start + len(content["quote"]),
            evidence=clause,
            confidence=0.9,
            **content,
        )
        made.add(
            "mentions",
            mention_id=stable_id("n", document, position + clause.index(place)),
            document_id=document,
            entity_id=f"PLACE-{code}",
            type="PLACE",
            quote=place,
            start=position + clause.index(place),
            end=position + clause.index(place) + len(place),
        )
        pieces.append(f"{clause}。")
        position += len(clause) + 1
    _across(made, document, number, metric_ids)
    body = f"{place}召开新闻发布会，八大行动包括数字行动。"
    made.add(
        "relations",
        relation_id=stable_id("r", document),
        document_id=document,
        subject_entity_id="POLICY-actions",
        predicate="includes",
        object_text="数字行动",
        position=1,
        quote="八大行动包括数字行动",
        start=position + body.index("八大"),
        end=position + body.index("。"),
    )
    event = stable_id("e", document)
    made.add(
        "events",
        event_id=event,
        document_id=document,
        type="press_conference",
        place_entity_id=f"PLACE-{code}",
        date_start=published,
        date_end=published,
        quote="召开新闻发布会",
        start=position + body.index("召开"),
        end=position + body.index("召开") + 7,
    )
    made.add("event_actors", event_id=event, entity_id="ORG-office", role="host")
    pieces.append(body)
    text = "".join(pieces)
    made.texts[document] = text
    made.add(
        "documents",
        document_id=document,
        title=pieces[0].strip(),
        publisher="示例日报",
        published_on=published,
        published_on_basis="stated",
        region_code=code,
        region_basis="stated",
        source_id="sample",
        url=None if number % 3 else f"https://example.org/{number}",
        raw_path=f"sample/{number}.txt",
        raw_start=0,
        raw_end=len(text),
        char_count=len(text),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        licence="CC0-1.0",
    )


def _across(made: Rows, document: str, number: int, ids: dict[tuple[str, str], str]) -> None:
    values = {row["metric_id"]: row for row in made.tables["metrics"][-len(ids) :]}
    for (indicator, status), metric in ids.items():
        if status != "target":
            continue
        row, actual = values[metric], values[ids[indicator, "actual"]]
        made.add(
            "targets",
            metric_id=metric,
            indicator_id=indicator,
            region_code=row["region_code"],
            target=row["value"],
            comparator=row["comparator"],
            unit=row["unit"],
            deadline=row["period_end"],
            actual_metric_id=None if number % 4 == 3 else actual["metric_id"],
            actual=None if number % 4 == 3 else actual["value"],
            actual_period_end=None if number % 4 == 3 else actual["period_end"],
            progress=None if number % 4 == 3 else actual["value"] / row["value"],
            required_per_year=None if number % 4 == 3 else (row["value"] - actual["value"]) / 5,
            on_track=None if number % 4 == 3 else number % 2 == 0,
            outcome="no_result" if number % 4 == 3 else ("behind", "on_track")[number % 2 == 0],
        )
    check = stable_id("c", document)
    parts = list(ids.values())[:2]
    found = values[parts[0]]["value"]
    made.add(
        "reconciliations",
        reconciliation_id=check,
        kind="repeated",
        metric_id=parts[0],
        expected=found,
        found=found,
        holds=True,
    )
    made.add("reconciliation_members", reconciliation_id=check, metric_id=parts[1], position=1)


def _entities(made: Rows) -> None:
    counts: dict[str, int] = {}
    for mention in made.tables["mentions"]:
        counts[mention["entity_id"]] = counts.get(mention["entity_id"], 0) + 1
    known = [(f"PLACE-{code}", "PLACE", name, code) for code, name, *_ in REGIONS]
    known += [("ORG-office", "ORG", "示例办公室", None), ("POLICY-actions", "POLICY", "八大行动", None)]
    for entity, kind, name, region in known:
        made.add(
            "entities",
            entity_id=entity,
            type=kind,
            name=name,
            region_code=region,
            mention_count=counts.get(entity, 0),
            document_count=0,
        )
        made.add("entity_names", entity_id=entity, name=name, kind="full")
