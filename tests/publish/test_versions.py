"""Above the releases a page and a feed say what came when, what changed, and which runs failed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

from flows.publish import versions
from tests.publish.test_catalogue import runs_nothing_but_its_own

ATOM = "{http://www.w3.org/2005/Atom}"
HREF = re.compile(r'href="([^"]*)"')
ROWS = {"documents": 3, "metrics": 12, "targets": 4}


def release(version: str, **more: Any) -> dict[str, Any]:
    made = {"version": version, "created_at": f"{version}T07:00:00+00:00", "rows": ROWS, "changes": {}}
    return made | {"previous": None, "path": f"releases/{version}"} | more


INDEX = {
    "latest": "2026-11-24",
    "releases": [
        release("2026-11-24", previous="2026-11-23", changes={"metrics": [2, 1, 0]}),
        release("2026-11-23"),
    ],
    "failed_runs": [
        {
            "started_at": "2026-11-23T09:00:00+00:00",
            "error": "BrokenTable",
            "message": "table <metrics>: \x00",
        }
    ],
}


def entries() -> list[tuple[str, str, str]]:
    feed = ET.fromstring(versions.feed(INDEX))
    return [
        (
            entry.findtext(f"{ATOM}title", ""),
            entry.findtext(f"{ATOM}summary", ""),
            next(link.get("href", "") for link in entry.iter(f"{ATOM}link")),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


def test_the_feed_tells_releases_and_failures_the_newest_first() -> None:
    assert entries() == [
        ("Release 2026-11-24", "metrics: +2, ~1", "releases/2026-11-24/index.html"),
        ("A run failed", "BrokenTable: table <metrics>: �", "index.html#failed"),
        ("Release 2026-11-23", "The first release.", "releases/2026-11-23/index.html"),
    ]


def test_entries_keep_their_identifiers() -> None:
    found = [re.findall("urn:uuid:[0-9a-f-]+", versions.feed(INDEX)) for _ in range(2)]
    assert found[0] == found[1]
    assert len(set(found[0])) == 4


def test_the_page_links_every_release_and_tells_what_failed() -> None:
    page = versions.page(INDEX)
    for version in ("2026-11-24", "2026-11-23"):
        assert f'href="releases/{version}/index.html"' in page
    assert "table &lt;metrics&gt;" in page
    assert re.findall(r'(?:src|href)="https?:', page) == []


def test_the_page_runs_nothing_but_its_own() -> None:
    runs_nothing_but_its_own(versions.page(INDEX))


def test_what_a_run_or_a_release_says_makes_no_link_and_no_element() -> None:
    said = '"><script>alert(1)</script><a href="javascript:alert(1)">'
    failed = {"started_at": said, "error": said, "message": "javascript:alert(1)"}
    index = {
        "latest": said,
        "releases": [release(said, previous=said, changes={said: [1, 1, 1]})],
        "failed_runs": [failed],
    }
    page = versions.page(index)
    assert "<script>alert" not in page
    assert all(re.match(r"(#|data:|feed\.xml|index\.json|releases/)", link) for link in HREF.findall(page))
    feed = ET.fromstring(versions.feed(index))
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    assert all(re.match(r"(feed\.xml|index\.html|releases/)", link) for link in links)


def test_a_release_of_an_older_schema_is_listed_too() -> None:
    older = {"latest": "2026-11-23", "releases": [release("2026-11-23", rows={})], "failed_runs": []}
    assert 'href="releases/2026-11-23/index.html"' in versions.page(older)


def test_an_output_without_a_release_has_a_page_and_a_feed() -> None:
    empty = {"latest": None, "releases": [], "failed_runs": []}
    assert "<h1>" in versions.page(empty)
    assert ET.fromstring(versions.feed(empty)).findtext(f"{ATOM}updated")
