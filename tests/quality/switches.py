"""Switches for the patterns and cue words of extraction's rules: each can be put out and lit again.

A pattern that is out matches nothing. `watched()` puts a switch in the place of each pattern that stands in a
module of `flows.extract`, also inside a tuple or dictionary, and of each that a function writes where it uses
it; what trains and runs the reader is left alone. A cue word that is out stands in no role.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Set
from types import ModuleType
from typing import Any

import flows.extract
from flows import contract

_LEFT_ALONE = tuple(
    f"flows.extract.{name}"
    for name in ("reader", "names.network", "names.features", "names.lists", "ties.reported")
)
"""Modules that hold networks and lists, and no rules."""
_ASKED = ("search", "match", "fullmatch")
_NOTHING = re.compile(r"(?!)")

Cue = tuple[str, str]
"""A role and a word of it."""


class Switched:
    """A pattern that tells whether it matched, and matches nothing while it is out."""

    def __init__(self, name: str, pattern: re.Pattern[str]) -> None:
        self.name, self.pattern = name, pattern.pattern
        self.out = self.matched = False
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        asked = getattr(_NOTHING if self.out else self._pattern, name)
        return self._noting(asked) if name in (*_ASKED, "finditer", "findall", "sub", "split") else asked

    def _noting(self, asked: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*arguments: Any, **named: Any) -> Any:
            found = asked(*arguments, **named)
            if self.matched or self.out:
                return found
            if asked.__name__ == "finditer":
                found = list(found)
                self.matched = bool(found)
                return iter(found)
            if asked.__name__ in ("sub", "split"):
                self.matched = found not in (arguments[-1], [arguments[-1]])
            else:
                self.matched = bool(found)
            return found

        return ask


class _Written:
    """The module `re` as a module of extraction sees it: patterns written in place are switched, too."""

    def __init__(self, module: str, switches: dict[str, Switched]) -> None:
        self._module, self._switches = module, switches

    def __getattr__(self, name: str) -> Any:
        if name not in (*_ASKED, "finditer", "findall", "sub", "split"):
            return getattr(re, name)

        def ask(pattern: str, *arguments: Any) -> Any:
            own = f"{self._module} {pattern}"
            switch = self._switches.setdefault(own, Switched(own, re.compile(pattern)))
            return getattr(switch, name)(*arguments)

        return ask


def modules() -> list[ModuleType]:
    """Return the modules of extraction whose rules are switched, in the order of their names."""
    found = pkgutil.walk_packages(flows.extract.__path__, "flows.extract.")
    names = [one.name for one in found if not one.name.startswith(_LEFT_ALONE)]
    return [importlib.import_module(name) for name in sorted(names)]


@contextlib.contextmanager
def watched() -> Iterator[dict[str, Switched]]:
    """Yield the switches by name, `module.CONSTANT`, or `module pattern` for one that a function writes."""
    switches: dict[str, Switched] = {}
    known: dict[int, Switched] = {}
    kept = {module: dict(vars(module)) for module in modules()}
    for module, before in kept.items():
        short = module.__name__.removeprefix("flows.extract.")
        for name, value in before.items():
            if value is re:
                setattr(module, name, _Written(short, switches))
            elif not name.startswith("__"):
                setattr(module, name, _switched(f"{short}.{name}", value, switches, known))
    forget()
    try:
        yield switches
    finally:
        for module, before in kept.items():
            vars(module).update(before)
        forget()


def _switched(name: str, value: Any, switches: dict[str, Switched], known: dict[int, Switched]) -> Any:
    """Return `value` with switches in place of its patterns; one that two modules share has one switch."""
    if isinstance(value, re.Pattern):
        if id(value) not in known:
            known[id(value)] = switches[name] = Switched(name, value)
        return known[id(value)]
    if type(value) is tuple and any(isinstance(part, re.Pattern | tuple) for part in value):
        parts = enumerate(value)
        return tuple(_switched(f"{name}.{place}", part, switches, known) for place, part in parts)
    if type(value) is dict and any(isinstance(part, re.Pattern) for part in value.values()):
        return {key: _switched(f"{name}.{key}", part, switches, known) for key, part in value.items()}
    return value


def forget() -> None:
    """Forget what functions of extraction keep of earlier answers."""
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and value.__module__ == module.__name__:
                value.cache_clear()


def all_cues() -> list[Cue]:
    """Return each cue word with its role."""
    return [(row["role"], row["cue"]) for row in contract.codelist("cues")]


@contextlib.contextmanager
def without(gone: Set[Cue]) -> Iterator[None]:
    """Take some cue words out of their roles for a while."""
    read = contract.codelist
    left = [row for row in read("cues") if (row["role"], row["cue"]) not in gone]
    kept = {module: dict(vars(module)) for module in _built_of_cues()}

    def fewer(name: str) -> Any:
        return left if name == "cues" else read(name)

    contract.codelist = fewer
    try:
        forget()
        for module in kept:
            importlib.reload(module)
        yield
    finally:
        contract.codelist = read
        for module, before in kept.items():
            vars(module).update(before)
        forget()


@functools.cache
def _built_of_cues() -> tuple[ModuleType, ...]:
    """Return the modules that build patterns of cues when they are imported."""
    built = re.compile(r"^\w.*\bcues\.", re.MULTILINE)
    return tuple(module for module in modules() if built.search(inspect.getsource(module)))
