"""Codes and dimensions of units as texts write them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from flows import contract

COUNTS = frozenset({"count", "population_equivalent"})
SHARES = frozenset({"share", "percentage_point"})
FLOWING = frozenset({"currency", "mass", "volume", "energy", "turnover", "carbon", "time"})
EXTENTS = frozenset({"area", "length", "power"})
"""Dimensions of counts, of shares of a whole, of those whose bare amount is what a time brought, unless its
name says otherwise, and of those that stand unless something is made (建设高标准农田200万亩)."""


@functools.cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    return {row["unit"]: row for row in contract.codelist("units")}


@functools.cache
def code(unit: str) -> str | None:
    """Return the UCUM or ISO 4217 code of `unit`; None where it has none.

    `a/b` of two UCUM units has the code `A/B`. Money per something has none: ISO 4217 knows no quotients.
    """
    rows = _rows()
    if unit in rows:
        return rows[unit]["unit_code"] or None
    above, _, below = unit.partition("/")
    if above in rows and below in rows and not rows[above]["dimension"].startswith("currency"):
        parts = rows[above]["unit_code"], rows[below]["unit_code"]
        if all(parts) and not set("/.") & set(parts[1]):
            return "/".join(parts)
    return None


@functools.cache
def dimension(unit: str) -> str:
    """Return the kind of quantity that `unit` measures (`currency`, `count`, `mass`, `currency/area`).

    A bare number is `number`; a unit that the code list lacks is `other`.
    """
    if not unit:
        return "number"
    rows = _rows()
    if unit in rows:
        return rows[unit]["dimension"]
    above, _, below = unit.partition("/")
    if above in rows and below in rows:
        return "/".join(rows[part]["dimension"] for part in (above, below))
    return "other"


def stands(unit: str) -> bool:
    """Tell whether a bare number in `unit` is a stock, as of a day (家, 亩, %), and no flow (人次, 元)."""
    return unit in _rows() and _rows()[unit]["nature"] == "stock"


@functools.cache
def counted(code: str | None) -> frozenset[str]:
    """Return what the classifiers of a code count: people, things, ideas, or more than one of them."""
    return frozenset(
        word for row in _rows().values() if row["unit_code"] == code for word in row["counts"].split()
    )
