"""The catalogue works from disk, without a network, on a phone, in the dark and from the keyboard."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pyarrow as pa
import pytest

from flows import contract
from flows.publish import catalogue, checksums
from flows.publish.release import Release
from tests import synthetic
from tests.publish.conftest import publish, tables


@pytest.fixture(scope="module")
def html(published: Release) -> str:
    return (published.folder / "index.html").read_text()


def test_the_page_asks_for_nothing_from_elsewhere(html: str) -> None:
    assert re.findall(r'(?:src|srcset)="(?!data:)', html) == []
    assert re.findall(r'<link[^>]+href="(?!data:)', html) == []
    assert "@import" not in html
    assert "url(" not in html


def test_the_page_runs_nothing_but_its_own(html: str) -> None:
    runs_nothing_but_its_own(html)


def runs_nothing_but_its_own(html: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy[1]
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        parts = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts]
        assert rules[rule].split() == [f"'sha256-{each}'" for each in hashes]
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", html)


def test_an_address_that_is_none_of_the_web_is_no_link(tmp_path: Path) -> None:
    content = tables()
    documents = content["documents"]
    urls = ["javascript:alert(1)", "data:text/html,x", "HTTPS://a.example/", "file:///etc/hosts", " http://b"]
    cells = pa.array([urls[row % len(urls)] for row in range(len(documents))])
    place = documents.column_names.index("url")
    content["documents"] = documents.set_column(place, documents.schema.field(place), cells)
    page = (publish(content, tmp_path).folder / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"#]+)', page)
    strange = [link for link in links if re.match(r"\s*(javascript|file|data:text)", link, re.I)]
    assert strange == []
    assert "HTTPS://a.example/" in links


def test_the_data_of_the_page_are_strict_json(html: str) -> None:
    match = re.search(r'<script id="data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert match
    json.loads(match[1], parse_constant=pytest.fail)
    with pytest.raises(ValueError, match="JSON"):
        catalogue._json({"value": float("inf")})


def test_the_page_describes_itself_to_search_engines_and_portals(html: str, published: Release) -> None:
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert match
    schema_org, dcat = json.loads(match[1])
    assert (schema_org["@type"], dcat["@type"]) == ("Dataset", "dcat:Dataset")
    stated = checksums.read(published.folder)
    for file in schema_org["distribution"]:
        assert file["sha256"] == stated[file["contentUrl"]]
    assert schema_org["license"] == contract.dataset()["licence"]["path"]


def test_downloads_have_size_and_checksum(html: str, published: Release) -> None:
    stated = checksums.read(published.folder)
    for name in ("metrics.parquet", "metrics.csv", "zhibiao.xlsx", "zhibiao.duckdb", "zhibiao.sqlite"):
        assert f'href="{name}"' in html
        assert stated[name] in html


def test_every_column_is_in_the_dictionary(html: str) -> None:
    for table in contract.tables():
        for field in table.fields:
            assert f"<code>{field.name}</code>" in html


def test_the_dictionary_speaks_both_languages(html: str) -> None:
    for table in contract.files():
        for told in (table, *table.fields):
            assert re.search(r"[\u4e00-\u9fff]", told.description_zh), (table.name, told.name)
            assert not told.description.startswith(told.description_zh), (table.name, told.name)
    metric = contract.table("metrics").fields[0]
    assert f'<span class="zh" lang="zh">{metric.description_zh}</span>' in html
    assert '<span class="en" lang="en">Metric id</span>' in html


def test_a_page_of_many_rows_stays_small(tmp_path: pytest.TempPathFactory) -> None:
    content = synthetic.tables(8000)
    evidence = content["metrics"].column("evidence").to_pylist()
    long = pa.array([clause + "，" + "说明" * 150 for clause in evidence])
    index = content["metrics"].column_names.index("evidence")
    content["metrics"] = content["metrics"].set_column(index, content["metrics"].schema.field(index), long)
    content["rejects"] = tables()["rejects"]
    done = publish(content, tmp_path)  # type: ignore[arg-type]
    assert (done.folder / "index.html").stat().st_size < catalogue.MAX_BYTES


def test_words_of_a_source_cannot_become_markup(tmp_path: pytest.TempPathFactory) -> None:
    content = tables()
    titles = ["</script><script>window.broken = 1</script><b>"] * content["documents"].num_rows
    index = content["documents"].column_names.index("title")
    field = content["documents"].schema.field(index)
    content["documents"] = content["documents"].set_column(index, field, pa.array(titles))
    done = publish(content, tmp_path)  # type: ignore[arg-type]
    assert "<script>window.broken" not in (done.folder / "index.html").read_text()


def test_a_name_that_is_heard_holds_the_words_that_are_seen_and_is_the_only_one(html: str) -> None:
    [named] = re.findall(r'id="language" aria-label="([^"]+)"', html)
    assert "EN" in named
    assert "中文" in named
    labels = re.findall(r'aria-label="([^"]+)"', html)
    titles = re.findall(r'aria-labelledby="([^"]+)"', html)
    assert sorted(set(labels)) == sorted(labels)
    assert sorted(set(titles)) == sorted(titles)


def test_without_scripts_the_tables_can_be_read(html: str) -> None:
    plain = re.findall(r"<noscript>.*?</noscript>", html, re.DOTALL)[0]
    assert plain.count("<tr>") > 20, "the first rows of both tables"
    assert "智能工厂" in plain
