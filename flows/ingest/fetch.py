"""Feeds and pages of the web, fetched into the folder of their source when a run is asked to.

    raw/<source>/source.yaml            kind: feed or web, addresses
    raw/<source>/fetched/<hash>.html    what was fetched; read like any other raw file
    raw/<source>/fetched/.state.json    address, ETag and Last-Modified of each, for the next time

Polite: robots.txt is obeyed, requests to one host wait for each other, what did not change is not
sent again, and a server that asks to wait is left alone for as long as it says.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import math
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from flows.ingest import fetched, guard, robots
from flows.ingest.characters import LONGEST, printable, shown, unseen
from flows.ingest.files import Refused
from flows.ingest.sources import NAME, BadSource, Source, load
from flows.machine import disk
from flows.records import Refusal
from flows.settings import Settings

AGENT = "zhibiao"
_RETRIED = {429, 500, 502, 503, 504}
_HOPS = 6
"""Answers that are read on the way to one that is no redirect."""
_REDIRECTS = {301, 302, 303, 307, 308}
_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
}
_SECONDS = re.compile(r"[0-9]{1,9}")
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
            try:
                with disk.writing(folder):
                    refusals += _Session(folder, source, settings).run()
            except OSError as error:
                cause = f"what it names cannot be kept in {fetched.FOLDER} ({error.strerror})"
                refusals.append(Refusal(shown(folder / NAME), None, cause, "give the right to write there"))
    return refusals


def _sources(path: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(path):  # which passes over what cannot be listed
        if NAME in names:
            yield Path(folder, NAME)


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
        from flows.ingest import web

        self.source = source
        self.settings = settings
        self.folder = folder / fetched.FOLDER
        self.state = fetched.state(self.folder)
        own = {host for address in source.addresses if (host := _host(address))}
        self.client = web.client(AGENT, settings.fetch_seconds, own)
        self.robots: dict[str, robots.Rules] = {}
        self.free_at: dict[str, float] = {}
        """When each host may be asked again, by the monotonic clock."""

    def run(self) -> list[Refusal]:
        refusals: list[Refusal] = []
        self.folder.mkdir(exist_ok=True)
        with self.client:
            for url in self._addresses(refusals):
                with self._costing(url, refusals):
                    self._keep(url)
        fetched.keep(self.folder, self.state)
        return refusals

    def _addresses(self, refusals: list[Refusal]) -> list[str]:
        """Return the pages to fetch: those listed, or those that the feeds list."""
        if self.source.kind == "web":
            return list(dict.fromkeys(self.source.addresses))
        found: list[str] = []
        for feed in self.source.addresses:
            with self._costing(feed, refusals):
                found += self._entries(feed)
        return list(dict.fromkeys(found))[: self.settings.max_fetched]

    def _entries(self, feed: str) -> list[str]:
        answer = self._ask(feed)
        if answer.status == 304:
            return []
        found = guard.links(answer.body, self.settings)
        self._remember(feed, answer, None)
        return [_joined(answer.url, link) for link in found]

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
        known = {key: value for key, value in entry.items() if value}
        if fetched.is_entry(known):
            self.state[url] = known

    def _ask(self, url: str) -> _Answer:
        """Return the answer for `url` after redirects and retries; Refused where there is none."""
        known = self.state.get(url, {})
        conditions = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
        if known.get("file") and not (self.folder / known["file"]).is_file():
            conditions = {}
        target = url
        for _ in range(_HOPS):
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
        from flows.ingest import web

        self._wait(url)
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
                redirect = response.headers.get("location", "") if response.status_code in _REDIRECTS else url
                return _Answer(
                    url=redirect,
                    status=response.status_code,
                    kind=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                    body=bytes(body),
                    etag=response.headers.get("etag"),
                    modified=response.headers.get("last-modified"),
                ), _retry_after(response.headers.get("retry-after"))
        except web.TOO_SLOW:
            raise Refused("slower than ZHIBIAO_FETCH_SECONDS", _LATER) from None
        except web.FAILURES as error:
            raise Refused(f"cannot be fetched ({type(error).__name__}: {error!s:.100})", _LATER) from None

    def _wait(self, url: str) -> None:
        host = _split(url).netloc
        pause = self.source.delay_seconds
        if rules := self.robots.get(host):
            pause = max(pause, min(rules.delay, self.settings.fetch_seconds))
        time.sleep(max(0.0, self.free_at.get(host, 0.0) - time.monotonic()))
        self.free_at[host] = time.monotonic() + pause

    def _allowed(self, url: str) -> bool:
        """Return whether the robots.txt of the host lets us fetch `url`."""
        parts = _split(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Refused(f"no address of the web ({url!r:.60})", "begin it with https://")
        if parts.netloc not in self.robots:
            self.robots[parts.netloc] = self._rules(f"{parts.scheme}://{parts.netloc}/robots.txt")
        return self.robots[parts.netloc].allow(url)

    def _rules(self, url: str) -> robots.Rules:
        """Return the rules of a host; RFC 9309, 2.3.1, says how redirects and errors count."""
        for _ in range(_HOPS):
            answer, _ = self._once(url, {})
            if answer.status not in _REDIRECTS:
                break
            url = _joined(url, answer.url)
            _split(url)
        if answer.status == 200:
            return robots.read(answer.body.decode("utf-8", "replace"), AGENT)
        return robots.NOTHING if answer.status >= 500 else robots.Rules()

    @contextlib.contextmanager
    def _costing(self, url: str, refusals: list[Refusal]) -> Iterator[None]:
        """Let what goes wrong within the block cost this address alone; a disk that fails costs all."""
        try:
            yield
        except Refused as error:
            refusals.append(self._refusal(url, error))
        except OSError:
            raise
        except Exception as error:
            refusals.append(self._refusal(url, Refused.unforeseen(error)))

    def _refusal(self, url: str, error: Refused) -> Refusal:
        address = printable(url[:LONGEST])
        where = shown(self.folder.parent / NAME)
        return Refusal(where, address, error.cause, error.remedy, error.traceback)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _host(url: str) -> str | None:
    try:
        return _split(url).hostname
    except Refused:
        return None


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if unseen(url) or parts.port == 0:
            raise ValueError
        return parts
    except ValueError:
        raise Refused(f"no address of the web ({url!r:.60})", "begin it with https://") from None


def _retry_after(value: str | None) -> float | None:
    if value is None:
        return None
    try:
        seconds = float(value) if _SECONDS.fullmatch(value) else _until(value)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(moment: str) -> float:
    return email.utils.parsedate_to_datetime(moment).timestamp() - time.time()
