"""Servers that lie, dawdle or send elsewhere cost their own address, and nothing beside it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from flows.ingest import fetch, fetched
from flows.records import Document, Refusal
from flows.settings import Settings
from tests.ingest import serving
from tests.ingest.serving import PAGE, SETTINGS, Server, source

LONG = 15
"""Seconds that a busy machine may need for what takes one; the servers here dawdle longer."""
FEED = '<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def run(folder: Path, settings: Settings = SETTINGS) -> tuple[list[Document], list[Refusal]]:
    """Return the documents, and the refusals of addresses."""
    documents, refusals = serving.run(folder, settings)
    return documents, [each for each in refusals if each.raw_path.endswith("source.yaml")]


def page(server: Server) -> str:
    server.says("/1.html", PAGE.format(title="工业生产平稳增长"))
    return f"{server.url}/1.html"


@pytest.mark.parametrize(
    "rule",
    [
        "Crawl-delay: ²",
        f"Crawl-delay: {'9' * 5000}",
        "Crawl-delay: nan",
        "Crawl-delay: -1",
        "Crawl-delay: 1e999",
        "Request-rate: ²/³",
        f"Request-rate: 1/{'9' * 5000}",
        "Disallow: http://[::1",
        "Disallow: //[",
        "Disallow: %zz%",
        "Disallow: /\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "Allow: " + "*" * 5000 + "b$",
        "Disallow: /" + "a*" * 3000 + "b",
        "User-agent: " * 3000,
    ],
)
def test_odd_rules_in_robots_txt_do_not_stop_a_run(tmp_path: Path, server: Server, rule: str) -> None:
    server.says("/robots.txt", f"User-agent: *\n{rule}\nDisallow: /private\n", "text/plain")
    server.says("/private/2.html", PAGE.format(title="此页不许取"))
    source(tmp_path / "a", "web", page(server), f"{server.url}/private/2.html")
    begin = time.monotonic()
    documents, refusals = run(tmp_path)
    assert time.monotonic() - begin < LONG
    assert len(documents) == 1
    assert ["robots.txt" in each.cause for each in refusals] == [True]


def test_the_longest_rule_of_robots_txt_decides(tmp_path: Path, server: Server) -> None:
    rules = "User-agent: other\nDisallow: /\n\nUser-agent: zhibiao\nDisallow: /\nAllow: /*.html$\n"
    server.says("/robots.txt", rules, "text/plain")
    server.says("/2.txt", "正文。", "text/plain")
    source(tmp_path / "a", "web", page(server), f"{server.url}/2.txt")
    documents, refusals = run(tmp_path)
    assert (len(documents), len(refusals)) == (1, 1)


def test_robots_txt_is_followed_where_it_moved_to(tmp_path: Path, server: Server) -> None:
    server.says("/robots.txt", "", status=302, Location="/moved.txt")
    server.says("/moved.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    source(tmp_path / "a", "web", page(server))
    documents, [refusal] = run(tmp_path)
    assert not documents
    assert "robots.txt does not allow it" in refusal.cause


def test_robots_txt_that_moves_for_ever_allows_all(tmp_path: Path, server: Server) -> None:
    server.says("/robots.txt", "", status=302, Location="/robots.txt")
    source(tmp_path / "a", "web", page(server))
    documents, _ = run(tmp_path)
    assert len(documents) == 1


ADDRESSES = [
    "http://[::1",
    "http://[x]/",
    "http://a:99999999/",
    "http://a:²/",
    "http://%5B%5D/",
    "http://exa mple/",
    "http://\x00/",
    "http://" + "a" * 5000,
    "http://a..b/",
    "http://xn--a/",
    "http://∕∕/",
    "//",
    "http:",
    "file:///etc/passwd",
    "ftp://a/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_costs_itself_alone(
    tmp_path: Path,
    server: Server,
    address: str,
) -> None:
    good = page(server)
    items = f"<item><link><![CDATA[{address}]]></link></item><item><link>{good}</link></item>"
    server.says("/feed", FEED.format(items=items.replace("\0", "")), "application/rss+xml")
    server.says("/away", "", status=302, Location=address.replace("\0", "").encode().decode("latin-1"))
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    source(tmp_path / "b", "web", f"{server.url}/away", good)
    documents, _ = run(tmp_path)
    assert len(documents) == 2


@pytest.mark.parametrize("address", [each for each in ADDRESSES if "\0" not in each])
def test_a_listed_address_that_is_none_costs_itself_alone(
    tmp_path: Path,
    server: Server,
    address: str,
) -> None:
    source(tmp_path / "a", "web", address, page(server))
    documents, [refusal] = run(tmp_path)
    assert len(documents) == 1
    assert str(refusal).isprintable()


@pytest.mark.parametrize(
    "after",
    [
        "²",
        "9" * 5000,
        "-5",
        "1e999",
        "nan",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 1 Jan 1 0:0:0",
        "a, b",
        "",
    ],
)
def test_any_retry_after_is_waited_for_within_bounds(
    tmp_path: Path,
    server: Server,
    after: str,
) -> None:
    server.says("/busy.html", "", status=503, Retry_After=after.encode().decode("latin-1"))
    source(tmp_path / "a", "web", f"{server.url}/busy.html", page(server))
    begin = time.monotonic()
    documents, [refusal] = run(tmp_path)
    assert time.monotonic() - begin < LONG
    assert len(documents) == 1
    assert "503" in refusal.cause


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"7",
        b'{"URL": 7}',
        b'{"URL": {"file": 7, "etag": [], "modified": {}}}',
        b'{"URL": {"file": "../../outside", "etag": "a\\nb"}}',
        b'{"URL": {"etag": "\\ud800"}}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"",
    ],
)
def test_a_damaged_state_is_begun_anew(tmp_path: Path, server: Server, content: bytes) -> None:
    url = page(server)
    folder = source(tmp_path / "a", "web", url) / fetched.FOLDER
    folder.mkdir()
    (folder / ".state.json").write_bytes(content.replace(b"URL", url.encode()))
    documents, refusals = run(tmp_path)
    assert (len(documents), refusals) == (1, [])
    assert json.loads((folder / ".state.json").read_text(encoding="utf-8"))[url]["file"]


def dawdle(handler: BaseHTTPRequestHandler, begin: bytes, again: bytes) -> None:
    """Send `begin`, then `again` every 0.3 s until nobody listens, for 20 s at most."""
    try:
        handler.wfile.write(begin)
        for _ in range(66):
            handler.wfile.write(again)
            handler.wfile.flush()
            time.sleep(0.3)
    except OSError:
        return


SLOW = {
    "header": (b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "body": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n", b"a"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n",
        b"1\r\na\r\n",
    ),
}


@pytest.mark.parametrize("place", ["/slow.html", "/robots.txt"])
@pytest.mark.parametrize("kind", SLOW)
def test_a_server_that_dawdles_is_left_in_time(
    tmp_path: Path,
    server: Server,
    kind: str,
    place: str,
) -> None:
    server.answers[place] = lambda handler: dawdle(handler, *SLOW[kind])
    source(tmp_path / "a", "web", f"{server.url}/slow.html")
    begin = time.monotonic()
    _, [refusal] = run(tmp_path, Settings(fetch=True, fetch_seconds=1.0, fetch_attempts=1))
    assert time.monotonic() - begin < LONG
    assert refusal.cause


def test_a_flood_of_continues_is_left_in_time(tmp_path: Path, server: Server) -> None:
    def flood(handler: BaseHTTPRequestHandler) -> None:
        end = time.monotonic() + 20
        try:
            while time.monotonic() < end:
                handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        except OSError:
            return

    server.answers["/1.html"] = flood
    source(tmp_path / "a", "web", f"{server.url}/1.html")
    begin = time.monotonic()
    _, [refusal] = run(tmp_path, Settings(fetch=True, fetch_seconds=1.0, fetch_attempts=1))
    assert time.monotonic() - begin < LONG
    assert refusal.cause


BIG = 3_000_000


@pytest.mark.parametrize(
    "body",
    [
        FEED.format(items="<item><link>http://127.0.0.1:9/x</link></item>" * (BIG // 50)),
        FEED.format(items="<a>" * (BIG // 3)),
        FEED.format(items="<item/>" * (BIG // 7)),
        FEED.format(items=f"<item>{'<link>a</link>' * (BIG // 15)}</item>"),
    ],
    ids=["items", "tags in tags", "empty items", "links"],
)
def test_a_feed_without_end_is_bounded(tmp_path: Path, server: Server, body: str) -> None:
    server.says("/feed", body, "application/rss+xml")
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    source(tmp_path / "b", "web", page(server))
    settings = Settings(fetch=True, fetch_seconds=20.0, fetch_attempts=1, max_file_bytes=BIG * 2)
    documents, [refusal] = run(tmp_path, settings)
    assert "tags" in refusal.cause
    assert len(documents) == 1


@pytest.mark.parametrize("body", ["{path}", "file://{path}", "{url}/1.html"])
def test_the_body_of_a_feed_is_never_opened(
    tmp_path: Path,
    server: Server,
    body: str,
) -> None:
    good = page(server)
    server.says("/other", FEED.format(items=f"<item><link>{good}</link></item>"), "application/rss+xml")
    secret = tmp_path / "secret.xml"
    secret.write_text(FEED.format(items=f"<item><link>{good}</link></item>"), encoding="utf-8")
    text = body.format(path=secret, url=server.url).replace("/1.html", "/other")
    server.says("/feed", text, "application/rss+xml")
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    documents, [refusal] = run(tmp_path)
    assert not documents
    assert "no RSS or Atom feed" in refusal.cause
    assert server.count("/other") == 0


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Let names stand for addresses, as a name server would."""

    def names(known: dict[str, str]) -> None:
        import socket

        look_up = socket.getaddrinfo

        def answer(host: str | bytes, *rest: object, **more: object) -> object:
            name = host.decode() if isinstance(host, bytes) else host
            return look_up(known.get(name, name), *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    return names


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "10.0.0.1",
        "0.0.0.0",
        "rebound.example",
    ],
)
def test_a_public_page_leads_to_no_private_address(  # type: ignore[no-untyped-def]
    tmp_path: Path,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    outside,
    inside: str,
) -> None:
    from flows.ingest import web

    port = server.url.rpartition(":")[2]
    outside({"public.example": "127.0.0.1", "rebound.example": "127.0.0.1"})
    # The server stands on loopback; let its name alone count as public.
    monkeypatch.setattr(
        web,
        "_is_public",
        lambda host, address, _=web._is_public: host == "public.example" or _(host, address),
    )
    server.says("/secret.html", PAGE.format(title="内部页面不可外传"))
    server.says("/away", "", status=302, Location=f"http://{inside}:{port}/secret.html")
    items = f"<item><link>http://{inside}:{port}/secret.html</link></item>"
    server.says("/feed", FEED.format(items=items), "application/rss+xml")
    source(tmp_path / "a", "web", f"http://public.example:{port}/away")
    source(tmp_path / "b", "feed", f"http://public.example:{port}/feed")
    documents, refusals = run(tmp_path, Settings(fetch=True, fetch_seconds=1.0, fetch_attempts=1))
    assert not documents
    assert len(refusals) == 2
    assert server.count("/secret.html") == 0


def test_a_source_within_may_name_pages_within(tmp_path: Path, server: Server) -> None:
    server.says("/away", "", status=302, Location="/1.html")
    page(server)
    source(tmp_path / "a", "web", f"{server.url}/away")
    documents, refusals = run(tmp_path)
    assert (len(documents), refusals) == (1, [])


def test_a_folder_that_takes_no_page_costs_its_source(tmp_path: Path, server: Server) -> None:
    source(tmp_path / "a", "web", page(server))
    (tmp_path / "a" / "fetched").write_text("a file where the folder should be")
    source(tmp_path / "b", "web", page(server))
    documents, refusals = run(tmp_path)
    assert len(documents) == 1
    assert [each.raw_path for each in refusals] == [(tmp_path / "a" / "source.yaml").as_posix()]
    assert "cannot be kept in fetched" in refusals[0].cause


def test_an_error_that_nobody_foresaw_costs_its_address(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says("/2.html", PAGE.format(title="出口增长较快"))
    source(tmp_path / "a", "web", page(server), f"{server.url}/2.html")
    keep = fetch._Session._keep

    def fails_on_one(session: fetch._Session, url: str) -> None:
        if url.endswith("/2.html"):
            raise KeyError("nobody foresaw it")
        keep(session, url)

    monkeypatch.setattr(fetch._Session, "_keep", fails_on_one)
    documents, [refusal] = run(tmp_path)
    assert len(documents) == 1
    assert "KeyError" in refusal.cause
    assert refusal.traceback


def test_an_address_without_end_is_told_of_in_a_line(tmp_path: Path, server: Server) -> None:
    items = f"<item><link>ftp://example.org/{'a' * 100_000}</link></item>"
    server.says("/feed", FEED.format(items=items), "application/rss+xml")
    source(tmp_path / "a", "feed", f"{server.url}/feed")
    _, [refusal] = run(tmp_path)
    assert len(str(refusal)) < 3000
