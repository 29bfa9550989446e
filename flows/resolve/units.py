"""Codes and dimensions of units as texts write them."""

from __future__ import annotations

import functools

from flows import contract


@functools.cache
def _rows() -> dict[str, tuple[str, str]]:
    return {row["unit"]: (row["unit_code"], row["dimension"]) for row in contract.codelist("units")}


@functools.cache
def code(unit: str) -> str | None:
    """Return the UCUM or ISO 4217 code of `unit`; None where it has none.

    `a/b` of two UCUM units has the code `A/B`. Money per something has none: ISO 4217 knows no quotients.
    """
    rows = _rows()
    if unit in rows:
        return rows[unit][0] or None
    above, _, below = unit.partition("/")
    if above in rows and below in rows and not rows[above][1].startswith("currency"):
        parts = rows[above][0], rows[below][0]
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
        return rows[unit][1]
    above, _, below = unit.partition("/")
    if above in rows and below in rows:
        return f"{rows[above][1]}/{rows[below][1]}"
    return "other"
