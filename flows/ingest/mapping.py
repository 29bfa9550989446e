"""YAML as people write it by hand, for `source.yaml` and front matter: keys with texts, numbers, days, lists.

YAML can also name types, stand for itself, nest without end and spell numbers of any size. Nobody
means that in such a file, and each was a way to break what reads it: so it is looked for in the
events of the parser, which nest nothing, before anything is made of them.
"""

from __future__ import annotations

from typing import Any

import yaml

from flows.ingest import characters
from flows.records import Explained

MAX_CHARACTERS = 100_000
MAX_DEPTH = 8
MAX_SCALAR = 20_000
"""Characters of one value."""
MAX_DIGITS = 40
"""Characters of a value that YAML takes for a number."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadMapping(Explained):
    """What is wrong with it, in one line."""

    def __init__(self, cause: str, remedy: str = "write lines such as `publisher: 天津日报`") -> None:
        super().__init__(cause, remedy)


def read(text: str) -> dict[str, Any]:
    """Return the keys and values of a YAML text; BadMapping where it is anything else."""
    if len(text) > MAX_CHARACTERS:
        raise BadMapping(f"is longer than {MAX_CHARACTERS:,} characters")
    try:
        _look_through(text)
        content = yaml.load(text, _LOADER)
    except BadMapping:
        raise
    except yaml.YAMLError as error:
        raise BadMapping(f"is no YAML ({_line(str(error))})") from None
    except Exception as error:  # its constructors fail in as many ways as there are types
        raise BadMapping(f"holds a value that is none ({_line(str(error))})") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise BadMapping("holds no keys")
    for key in content:
        if not isinstance(key, str):
            raise BadMapping(f"has a key that is no text ({_line(repr(key))})")
    return content


def _look_through(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadMapping("holds an anchor (& or *), which is not read")
        if isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)) and event.tag not in (None, "!"):
            raise BadMapping(f"holds the tag {_line(event.tag)}, which is not read")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadMapping(f"is nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.ScalarEvent):
            _look_at(event)


def _look_at(scalar: yaml.ScalarEvent) -> None:
    value = scalar.value
    if len(value) > MAX_SCALAR:
        raise BadMapping(f"holds a value longer than {MAX_SCALAR:,} characters")
    if len(value) > MAX_DIGITS and scalar.implicit[0] and value.strip("0123456789abcdefABCDEF_:.+-x") == "":
        raise BadMapping(f"holds a number of {len(value):,} characters; put it into quotes if it is a text")
    if character := characters.unseen(value):
        raise BadMapping(f"holds the character {character}, which is no text")


def _line(text: str) -> str:
    return characters.printable(" ".join(text.split()))[:160]
