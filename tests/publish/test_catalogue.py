"""The catalogue works from disk, without a network, on a phone, in the dark and from the keyboard."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from flows import contract
from flows.publish import catalogue, charts, checksums
from flows.publish.charts import Words
from flows.publish.release import Release
from tests import synthetic
from tests.publish import browser
from tests.publish.browser import Page
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


def test_numbers_are_written_with_wan_and_yi() -> None:
    assert [charts.number(value) for value in (12.5, 3500, 25_000, 1.2e12, 4.5e8)] == [
        "12.5",
        "3,500",
        "2.5万",
        "1.2万亿",
        "4.5亿",
    ]


def test_a_met_target_fills_its_bar_and_an_unmet_one_does_not() -> None:
    row = {
        "label": Words("智能工厂", "Smart factories"),
        "note": "2030",
        "target": Words("1,000 家", "1,000"),
    }
    row |= {"actual": Words("720", "720"), "ceiling": False}
    svg = charts.targets(
        [
            row | {"progress": 0.72, "outcome": "behind"},
            row | {"progress": 1.3, "outcome": "met"},
            row | {"progress": 0.9, "outcome": "met", "ceiling": True},
            row | {"progress": 1.1, "outcome": "missed", "ceiling": True},
            row | {"progress": None, "outcome": "no_result", "actual": None},
        ]
    )
    assert svg
    assert 'class="bar" x="0" y="44" width="267.8"' in svg
    assert 'class="met" x="0" y="106" width="372.0"' in svg
    assert 'class="met" x="0" y="168" width="334.8"' in svg
    assert 'class="over" x="0" y="230" width="372.0"' in svg
    for words in ("落后", "behind", "已达成", "missed", "尚无结果"):
        assert words in svg


def test_a_number_is_scaled_in_the_language_of_its_reader() -> None:
    assert [charts.amount(value) for value in (18e9, 2.5e4, 3.2e6)] == [
        Words("180亿", "18 bn"),
        Words("2.5万", "25,000"),
        Words("320万", "3.2 m"),
    ]


def test_no_label_is_wider_than_its_chart() -> None:
    points = [{"year": 2023, "value": 1.2345e12}, {"year": 2024, "value": 1.5678e12}]
    svg = charts.series(points, [], Words("元", "yuan"))
    assert svg
    for x, anchor, words in re.findall(r'<text [^>]*x="([\d.]+)" [^>]*text-anchor="(\w+)">([^<]*)<', svg):
        width = sum(7.5 if char.isascii() else 13 for char in words)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[anchor]
        assert left >= -1, words
        assert left + width <= charts.WIDTH + 1, words


def test_a_series_stands_between_its_ticks() -> None:
    unit = Words("家", "enterprises")
    points = [{"year": 2023, "value": 10.0}, {"year": 2024, "value": 20.0}]
    svg = charts.series(points, [{"year": 2030, "value": 50.0, "comparator": "ge"}], unit)
    assert svg
    heights = [float(match) for match in re.findall(r'class="dot" cx="[\d.]+" cy="([\d.]+)"', svg)]
    assert 36 <= heights[1] < heights[0] <= 212
    assert "≥50" in svg
    assert charts.series(points[:1], [], unit) is None


def test_a_tree_draws_parts_of_parts_once_even_in_a_ring() -> None:
    svg = charts.tree("甲", {"甲": ["乙", "丙"], "乙": ["丁", "甲"]})
    assert svg
    assert [svg.count(f">{name}<") for name in "甲乙丙丁"] == [1, 1, 1, 1]


def test_a_heat_map_counts_by_place_and_month() -> None:
    rows = [{"place": "上海市", "month": dt.date(2026, month, 1), "count": month} for month in (1, 3)]
    svg = charts.heat(rows)
    assert svg
    assert svg.count('class="heat"') == 2
    assert svg.count('class="track"') == 1
    assert "上海市 2026-03: 3" in svg


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if not browser.executable():
        pytest.skip("no Chromium on this machine")
    with browser.browse() as opened:
        yield opened


@pytest.fixture
def fresh(page: Page, published: Release) -> Page:
    page.errors.clear()
    page.requests.clear()
    page.resize(1280, 900)
    page.scheme("light")
    page.open((published.folder / "index.html").resolve().as_uri())
    return page


ROWS = "document.querySelectorAll('#body tr[data-id]').length"


def test_nothing_is_fetched_and_nothing_fails(fresh: Page) -> None:
    assert fresh.run(ROWS) == 16
    assert [url for url in fresh.requests if not url.startswith(("file:", "data:", "about:"))] == []
    assert fresh.errors == []


def test_search_and_filters_narrow_the_rows(fresh: Page) -> None:
    fresh.run("document.getElementById('search').focus()")
    fresh.type("智能工厂 上海")
    fresh.wait(f"{ROWS} === 1")
    assert "智能工厂" in fresh.run("document.getElementById('body').innerText")
    fresh.run("document.getElementById('clear').click()")
    assert fresh.run(ROWS) == 16
    fresh.run(
        "const place = document.getElementById('place'); place.value = '江苏省';"
        "place.dispatchEvent(new Event('change'))"
    )
    assert fresh.run(ROWS) == 8, "four targets of the province, four of a city in it"
    assert "place=" in fresh.run("location.hash")


def test_a_link_brings_the_filter_back(fresh: Page, published: Release) -> None:
    fresh.open((published.folder / "index.html").resolve().as_uri() + "#table=metrics&q=粮食&sort=value")
    assert fresh.run("document.getElementById('search').value") == "粮食"
    assert fresh.run("document.getElementById('tab-metrics').getAttribute('aria-selected')") == "true"
    assert fresh.run(ROWS) == 4


def test_a_link_to_a_row_opens_it_and_closing_it_leaves_the_address(fresh: Page, published: Release) -> None:
    address = (published.folder / "index.html").resolve().as_uri()
    row = "JSON.parse(document.getElementById('data').textContent)"
    for table in ("target", "metric"):
        identifier = fresh.run(f"{row}.{table}s.rows[3][0]")
        fresh.open(f"{address}#{table}={identifier}&lang=en")
        fresh.wait("document.getElementById('evidence').open")
        assert identifier in fresh.run("document.getElementById('evidence').innerText")
        assert "Place" in fresh.run("document.getElementById('evidence').innerText")
        assert f"{table}={identifier}" in fresh.run("location.hash")
        fresh.press("Escape")
        fresh.wait(f"!location.hash.includes('{identifier}')")
    fresh.open(f"{address}#target=m-unknown")
    fresh.wait("document.getElementById('evidence').innerText.includes('m-unknown')")
    fresh.run("localStorage.clear()")


def test_a_row_without_an_address_says_where_in_its_raw_file_it_stands(fresh: Page, tmp_path: Path) -> None:
    content = without_addresses(tables())
    for output, settings in (("plain", {}), ("served", {"raw_url": "https://data.example/raw/"})):
        done = publish(content, tmp_path / output, **settings)
        fresh.open((done.folder / "index.html").resolve().as_uri() + "#table=targets")
        fresh.run("document.querySelector('#body button.name').click()")
        fresh.wait("document.getElementById('evidence').open")
        path = content["documents"].column("raw_path")[0].as_py().split("/")[0]
        assert re.search(rf"{path}\S*#char=\d+,\d+", fresh.run("document.querySelector('.raw').innerText"))
        found = fresh.run("(document.querySelector('.raw a') || {}).href || ''")
        assert found.startswith("https://data.example/raw/" + path) is (output == "served")


def without_addresses(content: dict[str, pa.Table]) -> dict[str, pa.Table]:
    documents = content["documents"]
    index = documents.column_names.index("url")
    none = pa.nulls(len(documents), pa.string())
    return content | {"documents": documents.set_column(index, documents.schema.field(index), none)}


def test_search_knows_names_in_both_languages(fresh: Page) -> None:
    for words in ("Shanghai", "上海市", "smart factories"):
        fresh.run(
            f"document.getElementById('search').value = '{words}';"
            "document.getElementById('search').dispatchEvent(new Event('input'))"
        )
        fresh.wait(f"location.hash.includes('q=') && {ROWS} > 0 && {ROWS} < 16")
        fresh.run("document.getElementById('clear').click()")


def test_rows_and_charts_can_be_taken_away(fresh: Page) -> None:
    fresh.run(
        "window.saved = []; window.names = [];"
        "URL.createObjectURL = (blob) => { window.saved.push(blob); return 'about:blank'; };"
        "HTMLAnchorElement.prototype.click = function () { window.names.push(this.download); }"
    )
    fresh.run("document.getElementById('save').click()")
    text = fresh.run("window.saved[0].text()")
    assert text.splitlines()[0].startswith("metric_id,")
    assert len(text.splitlines()) == 17
    for label in ("CSV", "SVG"):
        fresh.run(
            "[...document.querySelectorAll('#chart-targets .tools button')]"
            f".find((button) => button.textContent.includes('{label}')).click()"
        )
    assert fresh.run("window.saved[2].text()").startswith("<svg")
    fresh.run(
        "[...document.querySelectorAll('#chart-targets .tools button')]"
        ".find((button) => button.textContent === 'PNG').click()"
    )
    fresh.wait("window.saved.length === 4 && window.saved[3].type === 'image/png'")
    assert fresh.run("window.names.map((name) => name.split('.').pop()).join()") == "csv,csv,svg,png"
    assert fresh.errors == []


def test_a_chart_can_be_shown_alone(fresh: Page, published: Release) -> None:
    fresh.open((published.folder / "index.html").resolve().as_uri() + "?embed=chart-targets")
    assert fresh.run("[...document.body.children].map((child) => child.id).join()") == "chart-targets"


def test_an_address_that_is_not_of_the_web_is_no_link(tmp_path: Path) -> None:
    content = tables()
    addresses = ["javascript:alert(1)"] * content["documents"].num_rows
    index = content["documents"].column_names.index("url")
    field = content["documents"].schema.field(index)
    content["documents"] = content["documents"].set_column(index, field, pa.array(addresses))
    assert 'href="javascript' not in (publish(content, tmp_path).folder / "index.html").read_text()


def test_a_click_on_a_head_sorts_and_a_second_one_turns_round(fresh: Page) -> None:
    click = "document.querySelectorAll('#head button')[2].click()"
    values = (
        "[...document.querySelectorAll('#body .value')].map((cell) => parseFloat(cell.innerText.slice(2)))"
    )
    fresh.run(click)
    down = fresh.run(values)
    assert down == sorted(down, reverse=True)
    fresh.run(click)
    assert fresh.run(values) == sorted(down)
    assert (
        fresh.run("document.querySelector('#head th:nth-child(3)').getAttribute('aria-sort')") == "ascending"
    )


def test_the_keyboard_opens_the_evidence_and_closes_it(fresh: Page) -> None:
    fresh.run("document.querySelector('#body .name').focus()")
    fresh.press("Enter")
    fresh.wait("document.getElementById('evidence').open")
    marked = fresh.run("document.querySelector('#evidence mark').innerText")
    assert marked in fresh.run("document.querySelector('#evidence blockquote').innerText")
    assert "示例日报" in fresh.run("document.getElementById('evidence').innerText")
    fresh.press("Escape")
    fresh.wait("!document.getElementById('evidence').open")
    assert fresh.run("document.activeElement.className") == "name"


def test_tabs_follow_the_arrow_keys(fresh: Page) -> None:
    fresh.run("document.getElementById('tab-targets').focus()")
    fresh.press("ArrowRight")
    assert fresh.run("document.activeElement.id") == "tab-metrics"
    assert fresh.run(ROWS) == 25


def test_words_change_between_chinese_and_english(fresh: Page) -> None:
    heading = "document.querySelector('h1').innerText"
    assert fresh.run(heading) == "谁，说了哪个数"
    fresh.run("document.getElementById('language').click()")
    assert fresh.run(heading) == "Who said which number"
    assert fresh.run("document.documentElement.lang") == "en"
    assert "Indicator" in fresh.run("document.getElementById('head').innerText")
    fresh.run("localStorage.clear()")


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_width_scrolls_sideways(fresh: Page, width: int) -> None:
    fresh.resize(width, 800)
    assert fresh.run("document.documentElement.scrollWidth <= window.innerWidth")


def test_dark_mode_is_followed_and_can_be_overruled(fresh: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = fresh.run(paper)
    fresh.scheme("dark")
    dark = fresh.run(paper)
    assert dark != light
    fresh.run("document.getElementById('theme').click()")
    assert fresh.run(paper) == light
    fresh.run("localStorage.clear()")


def test_the_layout_does_not_shift(fresh: Page) -> None:
    shift = """new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) { sum += entry.value; }
        }).observe({type: 'layout-shift', buffered: true});
        setTimeout(() => resolve(sum), 600);
    })"""
    assert fresh.run(shift) < 0.01


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


def test_every_control_has_a_name_and_every_text_enough_contrast(fresh: Page) -> None:
    nameless = """[...document.querySelectorAll('button, select, input, a')].filter((control) =>
        !(control.innerText || control.getAttribute('aria-label') || control.closest('label'))).length"""
    assert fresh.run(nameless) == 0
    contrast = """(() => {
        const curve = (share) => share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
        const channel = (value) => curve(value / 255);
        const light = (colour) => {
            const [r, g, b] = colour.match(/[0-9.]+/g).map(Number);
            return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
        };
        const ratio = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        const paper = light(getComputedStyle(document.body).backgroundColor);
        return Math.min(...['body', '.lead', 'small', '.eyebrow', '.links a'].map((name) =>
            ratio(light(getComputedStyle(document.querySelector(name)).color), paper)));
    })()"""
    for scheme in ("light", "dark"):
        fresh.scheme(scheme)
        assert fresh.run(contrast) >= 4.5
