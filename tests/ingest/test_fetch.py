"""Feeds and pages are fetched from a real server on loopback, as servers are: slow, broken, hostile."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from flows.ingest import fetch
from flows.settings import Settings
from tests.ingest.serving import PAGE, Server, run, source


def test_nothing_is_fetched_unless_asked_for(tmp_path: Path, server: Server) -> None:
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    run(tmp_path, Settings())
    assert server.asked == []


def test_listed_pages_become_documents_with_their_address(tmp_path: Path, server: Server) -> None:
    server.says("/1.html", PAGE.format(title="工业生产平稳增长"))
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    documents, refusals = run(tmp_path)
    assert refusals == []
    assert [(each.title, each.url, each.publisher) for each in documents] == [
        ("工业生产平稳增长", f"{server.url}/1.html", "样网")
    ]
    assert server.asked[0][0] == "/robots.txt"
    assert all(headers["User-Agent"] == fetch.AGENT for _, _, headers in server.asked)


@pytest.mark.parametrize(
    "feed",
    [
        """<?xml version="1.0"?><rss version="2.0"><channel><title>样</title>
        <item><title>一</title><link>{url}/1.html</link></item>
        <item><title>二</title><link>/2.html</link></item></channel></rss>""",
        """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>样</title>
        <entry><title>一</title><link href="{url}/1.html"/></entry>
        <entry><title>二</title><link href="/2.html"/></entry></feed>""",
    ],
    ids=["rss", "atom"],
)
def test_a_feed_brings_the_pages_that_it_lists(tmp_path: Path, server: Server, feed: str) -> None:
    server.says("/feed", feed.format(url=server.url), "application/xml")
    for number, title in ((1, "工业生产平稳增长"), (2, "外贸进出口稳中有进")):
        server.says(f"/{number}.html", PAGE.format(title=title))
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    documents, refusals = run(tmp_path)
    assert refusals == []
    assert {each.title for each in documents} == {"工业生产平稳增长", "外贸进出口稳中有进"}


def test_robots_txt_is_obeyed(tmp_path: Path, server: Server) -> None:
    server.says("/robots.txt", "User-agent: *\nDisallow: /private/\n", "text/plain")
    server.says("/private/1.html", PAGE.format(title="不该取的页面"))
    source(tmp_path / "a", "web", f"{server.url}/private/1.html")
    _, refusals = run(tmp_path)
    assert "robots.txt" in refusals[0].cause
    assert server.count("/private/1.html") == 0


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path, server: Server) -> None:
    page = PAGE.format(title="工业生产平稳增长").encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        fresh = handler.headers.get("If-None-Match") != '"v1"'
        handler.send_response(200 if fresh else 304)
        handler.send_header("ETag", '"v1"')
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(page) if fresh else 0))
        handler.end_headers()
        if fresh:
            handler.wfile.write(page)

    server.answers["/1.html"] = answer
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    assert run(tmp_path) == run(tmp_path)
    assert [headers.get("If-None-Match") for path, _, headers in server.asked if path == "/1.html"] == [
        None,
        '"v1"',
    ]


def test_requests_to_one_host_wait_for_each_other(tmp_path: Path, server: Server) -> None:
    for number in range(3):
        server.says(f"/{number}.html", PAGE.format(title=f"工业生产第{number}期"))
    source(tmp_path / "a", "web", *(f"{server.url}/{number}.html" for number in range(3)), delay=0.2)
    run(tmp_path)
    times = [at for _, at, _ in server.asked]
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.15


def test_a_failure_that_passes_is_tried_again(tmp_path: Path, server: Server) -> None:
    page = PAGE.format(title="工业生产平稳增长").encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if server.count("/1.html") == 1:
            handler.send_response(503)
            handler.send_header("Retry-After", "0")
            handler.end_headers()
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)

    server.answers["/1.html"] = answer
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    assert len(run(tmp_path)[0]) == 1
    assert server.count("/1.html") == 2


def _slow(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"<p>" + b" " * 1000)
        handler.wfile.flush()
        time.sleep(0.05)


def _cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<p>half")


def _no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff not http\r\n\r\n")


def _redirects_to(target: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (_slow, "slower than"),
        (_cut_off, "cannot be fetched"),
        (_no_http, "cannot be fetched"),
        (_redirects_to("/1.html"), "redirects without end"),
        (_redirects_to("file:///etc/hosts"), "no address of the web"),
        (_redirects_to("http://[broken"), "cannot be fetched|no address"),
    ],
    ids=["slow", "cut off", "no http", "loop", "file", "broken address"],
)
def test_a_bad_answer_costs_one_refusal_and_no_more_than_its_time(
    tmp_path: Path, server: Server, answer: Callable[[BaseHTTPRequestHandler], None], cause: str
) -> None:
    server.answers["/1.html"] = answer
    server.says("/2.html", PAGE.format(title="外贸进出口稳中有进"))
    source(tmp_path / "a", "web", f"{server.url}/1.html", f"{server.url}/2.html")
    begin = time.monotonic()
    documents, refusals = run(tmp_path)
    assert time.monotonic() - begin < 8
    assert [each.title for each in documents] == ["外贸进出口稳中有进"]
    (refusal,) = refusals
    assert any(part in refusal.cause for part in cause.split("|"))
    assert f"{server.url}/1.html" in str(refusal)


@pytest.mark.parametrize(
    ("body", "kind", "status", "cause"),
    [
        ("x" * 300_000, "text/html", 200, "larger than"),
        ("nothing", "text/html", 404, "answers 404"),
        ("GIF89a", "image/gif", 200, "is image/gif"),
        ("nothing", "text/html", 500, "answers 500"),
    ],
    ids=["huge", "missing", "picture", "failing"],
)
def test_an_answer_that_is_no_page_is_refused(
    tmp_path: Path, server: Server, body: str, kind: str, status: int, cause: str
) -> None:
    server.says("/1.html", body, kind, status)
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    _, refusals = run(tmp_path)
    assert cause in refusals[0].cause


@pytest.mark.parametrize(
    "body",
    [
        "<html>no feed</html>",
        """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
        <rss version="2.0"><channel><item><link>&d;&d;&d;&d;&d;&d;</link></item></channel></rss>""",
    ],
    ids=["page", "laughs"],
)
def test_a_feed_that_is_none_or_hostile_does_no_harm(tmp_path: Path, server: Server, body: str) -> None:
    server.says("/feed", body, "application/xml")
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    documents, refusals = run(tmp_path)
    assert documents == []
    assert refusals


def test_a_host_that_is_not_there_is_refused(tmp_path: Path) -> None:
    source(tmp_path / "a", "web", "http://127.0.0.1:9/1.html")
    _, refusals = run(tmp_path)
    assert "cannot be fetched" in refusals[0].cause
