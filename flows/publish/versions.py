"""What stands above the releases: a page and a feed of what came when, what changed, which runs failed.

index.html   every release with what changed in it, and every failed run; works from disk
feed.xml     the same as an Atom feed (RFC 4287)
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from flows import contract
from flows.publish import assets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMESPACE = uuid.UUID("0a3f3c5e-6a0e-5b56-9d0a-3f1b7c1f4d10")
"""Of the identifiers of feed and entries, which stay the same wherever the files lie."""

_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""

MAX_ENTRIES = 50
"""Entries of the feed; the page lists all."""


def page(index: Mapping[str, Any]) -> str:
    """Return the page of the releases that `index.json` lists."""
    style = assets.text("catalogue.css")
    scripts = {"first": assets.text("catalogue_first.js"), "script": assets.text("releases.js")}
    template = assets.environment().get_template("releases.html.j2")
    policy = assets.policy(style, *scripts.values())
    return template.render(dataset=contract.dataset(), index=index, style=style, policy=policy, **scripts)


def feed(index: Mapping[str, Any]) -> str:
    """Return the Atom feed of releases and failed runs, the newest first."""
    entries = sorted([*_releases(index), *_failures(index)], reverse=True)[:MAX_ENTRIES]
    updated = entries[0][0] if entries else "1970-01-01T00:00:00+00:00"
    title = contract.dataset()["title_en"]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{escape(title)}</title>",
        f"<id>{_id('feed')}</id>",
        f"<updated>{escape(updated)}</updated>",
        "<author><name>zhibiao contributors</name></author>",
        '<link rel="alternate" type="text/html" href="index.html"/>',
        '<link rel="self" type="application/atom+xml" href="feed.xml"/>',
        *(entry for _, entry in entries),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def told(changes: Mapping[str, Any]) -> str:
    """Return in one line what changed in a release: rows added, changed and removed by table."""
    parts = [
        f"{name}: "
        + ", ".join(f"{sign}{count:,}" for sign, count in zip("+~−", counts, strict=True) if count)
        for name, counts in changes.items()
    ]
    return "; ".join(parts)


def _releases(index: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for release in index["releases"]:
        changed = release.get("changes")
        if release.get("previous") is None:
            words = "The first release."
        else:
            words = told(changed) if changed else "No row of the tables differs."
        link = f"{release['path']}/index.html"
        yield (
            release["created_at"],
            _entry(f"Release {release['version']}", release["created_at"], words, link),
        )


def _failures(index: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for failure in index["failed_runs"]:
        words = f"{failure['error']}: {failure['message']}"
        yield failure["started_at"], _entry("A run failed", failure["started_at"], words, "index.html#failed")


def _entry(title: str, updated: str, words: str, link: str) -> str:
    words = _UNSPEAKABLE.sub("\ufffd", words)
    return (
        f"<entry><title>{escape(title)}</title><id>{_id(title + updated)}</id>"
        f"<updated>{escape(updated)}</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(link)}/><summary>{escape(words)}</summary>'
        "</entry>"
    )


def _id(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, name)}"
