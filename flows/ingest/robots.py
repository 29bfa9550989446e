"""robots.txt as RFC 9309 reads it: the longest rule that matches decides, and what is no rule is nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

MAX_CHARACTERS = 512_000
"""What is read of a file; RFC 9309 asks for 500 KiB."""
MAX_RULES = 5_000
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host asks of one robot."""

    paths: tuple[tuple[str, bool], ...] = ()
    """Patterns with whether they allow, the longest first."""
    delay: float = 0.0
    """Seconds between two requests; 0 where it asks for none."""

    def allow(self, url: str) -> bool:
        """Return whether `url`, an address that could be split, may be asked for."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        return next((allows for pattern, allows in self.paths if _matches(pattern, path)), True)


NOTHING = Rules(paths=(("/", False),))
"""The rules of a host whose robots.txt cannot be had for now."""


def read(content: str, agent: str) -> Rules:
    """Return the rules of a robots.txt for the robot `agent`, else those for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    naming: list[str] = []
    named = False
    for key, value in _lines(content):
        if key == "user-agent":
            naming = [*naming, value.lower()] if named else [value.lower()]
            groups.setdefault(value.lower(), [])
            named = True
        else:
            named = False
            for name in naming[:50]:
                groups[name].append((key, value))
    return _rules(groups.get(agent.lower(), groups.get("*", [])))


def _lines(content: str) -> Iterator[tuple[str, str]]:
    for line in content[:MAX_CHARACTERS].removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon and key.strip().lower() in ("user-agent", "allow", "disallow", "crawl-delay"):
            yield key.strip().lower(), value.strip()


def _rules(lines: Iterable[tuple[str, str]]) -> Rules:
    paths: list[tuple[str, bool]] = []
    delay = 0.0
    for key, value in lines:
        if key == "crawl-delay":
            delay = _seconds(value)
        elif key in ("allow", "disallow") and value and len(paths) < MAX_RULES:
            paths.append((_normal(value), key == "allow"))
    # Of two as long, the one that allows counts (RFC 9309, 2.2.2).
    return Rules(tuple(sorted(paths, key=lambda rule: (-len(rule[0]), not rule[1]))), delay)


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0


def _normal(path: str) -> str:
    """Return a path with the same characters escaped, however it was written."""
    escaped = quote(path, safe="/*$%?&=+~:@!(),;'[]", errors="replace")
    return _ESCAPE.sub(lambda found: found[0].upper(), escaped)


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a path begins as `pattern` says, in which * is anything and a last $ the end.

    The first place of each part is as good as any later one, so nothing is tried twice.
    """
    ends = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if ends and parts else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not ends or at == len(path)
