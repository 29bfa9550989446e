"""Wholes and their parts: `720家，其中先进级386家、基础级317家、卓越级17家`."""

from __future__ import annotations

import functools
import math
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from flows import contract
from flows.resolve import naming, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flows.resolve.statements import Row
    from flows.tables.database import Database

REACH = 200
"""Characters between a whole and the last of its parts."""

MOST = 8
"""Parts that a whole may have."""

_ALIKE = ("unit", "status", "period_start", "period_end", "region_code", "body")


def sums(database: Database) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each whole with its parts, in text order.

    Parts either follow their whole and add up to it, with names that are the whole's name and what
    sets them apart, or `codelists/identities.csv` says that they are the parts of it. The former
    are yielded only where they add up, since a list after 其中 need not name all parts.
    """
    levels = database.rows(
        """
        SELECT metric_id, document_id, indicator, name, indicator_id, body, region_code, value, unit, status,
            period_start, period_end, quote, start, "end"
        FROM unrepeated WHERE measure = 'level' AND comparator = 'eq'
        ORDER BY document_id, start, ordinal
        """
    )
    for _, document in groupby(levels, key=itemgetter("document_id")):
        rows = list(document)
        for place, whole in enumerate(rows):
            members = _listed(whole, rows[place + 1 : place + 1 + 2 * MOST]) or _defined(
                whole, rows[max(0, place - MOST) : place] + rows[place + 1 : place + 1 + MOST]
            )
            if members:
                yield whole, members


def fits(whole: Row, members: Sequence[Row]) -> bool:
    """Tell whether the parts add up to the whole within the precision in which all are written."""
    total = math.fsum(member["value"] for member in members)
    slack = math.fsum(
        statements.resolution(row["quote"], row["value"]) / 2 for row in (whole, *members) if _rounded(row)
    )
    return bool(abs(total - whole["value"]) <= slack + abs(total) * 1e-9)


def _rounded(row: Row) -> bool:
    """Tell whether a number may be rounded: all but counts written to the last unit."""
    return statements.resolution(row["quote"], row["value"]) != 1 or not float(row["value"]).is_integer()


def _listed(whole: Row, following: Sequence[Row]) -> list[Row]:
    """Return the numbers after `whole` that add up to it and are of its kind."""
    members: list[Row] = []
    for row in following:
        if row["start"] - whole["end"] > REACH or len(members) == MOST:
            break
        if not _part_of(row, whole) or row["value"] == whole["value"]:  # said again is no part
            continue
        members.append(row)
        if len(members) > 1 and fits(whole, members):
            return members
        if math.fsum(member["value"] for member in members) > whole["value"]:
            break
    return []


def _part_of(row: Row, whole: Row) -> bool:
    """Tell whether a number is of the same kind, place and time as a whole, and narrower by name."""
    if not _alike(row, whole) or row["value"] <= 0:
        return False
    name, of = str(row["name"]), str(whole["name"])
    kind, _ = naming.amountless(of)
    return name != of and (name.endswith((of, kind)) or name.startswith(kind))


@functools.cache
def _identities() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in contract.codelist("identities"):
        found.setdefault(row["whole"], []).append(row["part"])
    return {whole: tuple(members) for whole, members in found.items()}


def _defined(whole: Row, near: Sequence[Row]) -> list[Row]:
    """Return the nearest statement of each part that the code list gives `whole`, if all are there."""
    members = []
    for part in _identities().get(whole["indicator_id"], ()):
        found = [row for row in near if row["indicator_id"] == part and _beside(row, whole)]
        if not found:
            return []
        members.append(min(found, key=lambda row: abs(row["start"] - whole["start"])))
    return sorted(members, key=lambda row: int(row["start"]))


def _beside(row: Row, whole: Row) -> bool:
    narrowed = naming.scope(naming.plain(row["indicator"]), naming.plain(whole["indicator"]))
    return _alike(row, whole) and not narrowed and abs(row["start"] - whole["start"]) <= REACH


def _alike(row: Row, whole: Row) -> bool:
    """Tell whether two numbers are of one kind, place and time."""
    return all(row[column] == whole[column] for column in _ALIKE)
