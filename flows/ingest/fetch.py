"""Feeds and pages of the web, fetched into the folder of their source when a run is asked to.

    raw/<source>/source.yaml            kind: feed or web, addresses
    raw/<source>/fetched/<hash>.html    what was fetched; read like any other raw file
    raw/<source>/fetched/.state.json    address, ETag and Last-Modified of each, for the next time

Polite: robots.txt is obeyed, requests to one host wait for each other, what did not change is not
sent again, and a server that asks to wait is left alone for as long as it says.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import time
import urllib.robotparser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from flows.ingest.files import Refused, printable, shown
from flows.ingest.sources import NAME, BadSource, Source, load
from flows.records import Refusal
from flows.settings import Settings

AGENT = "zhibiao"
FOLDER = "fetched"
_STATE = ".state.json"
_RETRIED = {429, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}
_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
}
_LATER = "try again later, or take the address out of source.yaml"


def update(paths: Sequence[Path], settings: Settings) -> list[Refusal]:
    """Fetch what the sources below `paths` name; return a Refusal for each address that failed."""
    refusals: list[Refusal] = []
    for folder in sorted({each.parent for path in paths for each in _sources(path)}):
        try:
            source = load(folder)
        except BadSource:
            continue  # the files below it say so
        if source.kind != "files":
            refusals += _Session(folder, source, settings).run()
    return refusals


def address(path: Path) -> str | None:
    """Return the address that a fetched file came from."""
    if path.parent.name != FOLDER:
        return None
    return next((url for url, entry in _state(path.parent).items() if entry.get("file") == path.name), None)


def _sources(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from path.rglob(NAME)


def _state(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        content = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


@dataclass(slots=True)
class _Answer:
    url: str
    status: int
    kind: str
    body: bytes
    etag: str | None
    modified: str | None


class _Session:
    """One source, fetched once."""

    def __init__(self, folder: Path, source: Source, settings: Settings) -> None:
        import httpx

        self.source = source
        self.settings = settings
        self.folder = folder / FOLDER
        self.state = _state(self.folder)
        self.client = httpx.Client(
            headers={"User-Agent": AGENT},
            timeout=settings.fetch_seconds,
            follow_redirects=False,
            trust_env=False,
        )
        self.robots: dict[str, urllib.robotparser.RobotFileParser] = {}
        self.free_at: dict[str, float] = {}
        """When each host may be asked again, by the monotonic clock."""

    def run(self) -> list[Refusal]:
        refusals: list[Refusal] = []
        self.folder.mkdir(exist_ok=True)
        with self.client:
            for url in self._addresses(refusals):
                try:
                    self._keep(url)
                except Refused as error:
                    refusals.append(self._refusal(url, error))
        temporary = self.folder / f"{_STATE}.tmp"
        temporary.write_text(
            json.dumps(self.state, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
        )
        temporary.replace(self.folder / _STATE)
        return refusals

    def _addresses(self, refusals: list[Refusal]) -> list[str]:
        """Return the pages to fetch: those listed, or those that the feeds list."""
        if self.source.kind == "web":
            return list(dict.fromkeys(self.source.addresses))
        found: list[str] = []
        for feed in self.source.addresses:
            try:
                found += self._entries(feed)
            except Refused as error:
                refusals.append(self._refusal(feed, error))
        return list(dict.fromkeys(found))[: self.settings.max_fetched]

    def _entries(self, feed: str) -> list[str]:
        import feedparser

        answer = self._ask(feed)
        if answer.status == 304:
            return []
        parsed = feedparser.parse(answer.body, sanitize_html=False, resolve_relative_uris=False)
        if not parsed.version:
            raise Refused("no RSS or Atom feed", "check the address")
        self._remember(feed, answer, None)
        return [_joined(answer.url, entry.link) for entry in parsed.entries if entry.get("link")]

    def _keep(self, url: str) -> None:
        """Fetch a page and write it down; nothing is done where it did not change."""
        answer = self._ask(url)
        if answer.status == 304:
            return
        suffix = _SUFFIXES.get(answer.kind)
        if suffix is None:
            raise Refused(f"is {answer.kind or 'of no kind that it names'}", "name pages, PDF or text files")
        name = hashlib.blake2b(url.encode(), digest_size=10).hexdigest() + suffix
        temporary = self.folder / f".{name}.tmp"
        temporary.write_bytes(answer.body)
        temporary.replace(self.folder / name)
        self._remember(url, answer, name)

    def _remember(self, url: str, answer: _Answer, name: str | None) -> None:
        entry = {"etag": answer.etag, "modified": answer.modified, "file": name}
        self.state[url] = {key: value for key, value in entry.items() if value}

    def _ask(self, url: str) -> _Answer:
        """Return the answer for `url` after redirects and retries; Refused where there is none."""
        known = self.state.get(url, {})
        conditions = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
        if known.get("file") and not (self.folder / known["file"]).is_file():
            conditions = {}
        target = url
        for _ in range(6):
            if not self._allowed(target):
                raise Refused("robots.txt does not allow it", "take the address out of source.yaml")
            answer = self._patiently(target, {name: value for name, value in conditions.items() if value})
            if answer.status not in _REDIRECTS:
                if answer.status != 304 and answer.status != 200:
                    raise Refused(f"the server answers {answer.status}", _LATER)
                answer.url = target
                return answer
            target = _joined(target, answer.url)
        raise Refused("redirects without end", "check the address")

    def _patiently(self, url: str, headers: dict[str, str]) -> _Answer:
        wait = self.source.delay_seconds or 0.1
        for attempt in range(self.settings.fetch_attempts):
            last = attempt + 1 == self.settings.fetch_attempts
            try:
                answer, after = self._once(url, headers)
                if answer.status not in _RETRIED or last:
                    return answer
            except Refused:
                if last:
                    raise
                after = None
            time.sleep(min(after if after is not None else wait * 2**attempt, self.settings.fetch_seconds))
        raise AssertionError("at least one attempt is made")

    def _once(self, url: str, headers: dict[str, str]) -> tuple[_Answer, float | None]:
        """Return one answer, its body bounded in size and time, and how long it asks to wait."""
        import httpx

        self._wait(url)
        deadline = time.monotonic() + self.settings.fetch_seconds
        try:
            with self.client.stream("GET", url, headers=headers) as response:
                body = bytearray()
                if response.status_code == 200:
                    for chunk in response.iter_bytes(65_536):
                        body += chunk
                        if len(body) > self.settings.max_file_bytes:
                            raise Refused(
                                "larger than ZHIBIAO_MAX_FILE_BYTES", "raise it, or take the address out"
                            )
                        if time.monotonic() > deadline:
                            raise Refused("slower than ZHIBIAO_FETCH_SECONDS", _LATER)
                redirect = response.headers.get("location", "") if response.status_code in _REDIRECTS else url
                return _Answer(
                    url=redirect,
                    status=response.status_code,
                    kind=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                    body=bytes(body),
                    etag=response.headers.get("etag"),
                    modified=response.headers.get("last-modified"),
                ), _retry_after(response.headers.get("retry-after"))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise Refused(f"cannot be fetched ({type(error).__name__}: {error!s:.100})", _LATER) from None

    def _wait(self, url: str) -> None:
        host = _split(url).netloc
        pause = self.source.delay_seconds
        if (robots := self.robots.get(host)) and (asked := robots.crawl_delay(AGENT)):
            pause = max(pause, min(float(asked), self.settings.fetch_seconds))
        time.sleep(max(0.0, self.free_at.get(host, 0.0) - time.monotonic()))
        self.free_at[host] = time.monotonic() + pause

    def _allowed(self, url: str) -> bool:
        """Return whether the robots.txt of the host lets us fetch `url`; RFC 9309 says how errors count."""
        parts = _split(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Refused(f"no address of the web ({url!r:.60})", "begin it with https://")
        if parts.netloc not in self.robots:
            rules = urllib.robotparser.RobotFileParser()
            answer, _ = self._once(f"{parts.scheme}://{parts.netloc}/robots.txt", {})
            if answer.status == 200:
                rules.parse(answer.body.decode("utf-8", "replace").splitlines())
            elif answer.status >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse([])
            self.robots[parts.netloc] = rules
        return self.robots[parts.netloc].can_fetch(AGENT, url)

    def _refusal(self, url: str, error: Refused) -> Refusal:
        return Refusal(shown(self.folder.parent / NAME), printable(url), error.cause, error.remedy)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise Refused(f"no address of the web ({url!r:.60})", "begin it with https://") from None


def _retry_after(value: str | None) -> float | None:
    if value is None:
        return None
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
