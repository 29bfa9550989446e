"""The catalogue in a real browser: on a phone, in the dark and from the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from flows.publish import catalogue
from flows.publish.release import Release
from tests.publish import browser
from tests.publish.browser import Page
from tests.publish.conftest import publish, tables


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


def test_without_scripts_nothing_is_shown_that_only_a_script_makes_work(
    fresh: Page, published: Release
) -> None:
    shown = "[...document.querySelectorAll('button, select, input')].filter((one) => one.offsetParent).length"
    assert fresh.run(shown) > 10
    fresh.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        fresh.open((published.folder / "index.html").resolve().as_uri())
        assert fresh.run(shown) == 0
        assert fresh.run("document.querySelectorAll('noscript tbody tr').length") == 41
    finally:
        fresh.call("Emulation.setScriptExecutionDisabled", value=False)


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
    fresh.run("location.hash = '#table=metrics'")
    fresh.wait("!document.getElementById('evidence').open")
    assert fresh.run("location.hash") == "#table=metrics", "an address without a row closes the one before"
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


def test_where_no_row_fits_a_page_that_holds_a_part_leads_to_all(
    fresh: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "MAX_ROWS", 5)
    page = publish(tables(40), tmp_path).folder / "index.html"
    fresh.open(page.resolve().as_uri() + "#table=metrics&q=没有")
    assert fresh.run("document.querySelector('#body a').getAttribute('href')") == "#downloads"
    assert "40" in fresh.run("document.querySelector('#body a').innerText")


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
    assert fresh.run("document.getElementById('search').placeholder").isascii()
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
