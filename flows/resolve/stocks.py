"""Whether a number is a state (stock) or what a time brought (flow), and whether more of it is wanted."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.resolve import naming, units

if TYPE_CHECKING:
    from flows.resolve.statements import Row

ADDED = re.compile(r"新增|净增|新认定|新培育|新建")
"""Words of an amount that came in addition to what there was."""

ANEW = re.compile(
    r"新增|净增|新建|新开工|新改建|改造|完成|实施|培育|筹集|引进|开展|举办|组织|培训|建设|整治|治理|新登记|新设|发放|安排"
)
REACHED = re.compile(r"达到|增至|增加到|提高到|总量|总数|累计|保有|稳定在|保持在|控制在|突破")
"""Words of an amount that each period brings anew, and of a level that is reached or held."""

RISING = re.compile(r"达到|提高|提升|增至|升至|增加到|上升|以上")
FALLING = re.compile(r"降至|降到|降低|下降|压减|减至|减少到|控制在|以内")
"""Words of the direction that is wanted."""


def stands(row: Row) -> bool:
    """Tell whether a number is a state at the end of its period (720 factories so far)."""
    if row["measure"] != "level" or added(row):
        return False
    dimension = units.dimension(row["unit"])
    if dimension not in units.COUNTS | units.FLOWING:  # a share, a rate, an average, an area, a length
        return dimension not in units.EXTENTS or not anew(row)
    role = _role(naming.plain(row["indicator"]), ("stock", "flow"))
    if role:
        return role == "stock"
    return units.stands(row["unit"])


def added(row: Row) -> bool:
    """Tell whether a clause counts what came in addition (新增500家, 新建300公里), not all that there is."""
    before = row["evidence"].partition(row["quote"])[0]
    return units.dimension(row["unit"]) in {"count"} | units.EXTENTS and bool(ADDED.search(before))


def anew(row: Row) -> bool:
    """Tell whether a number is what a period brings anew (新增, 改造), and no state or path to one."""
    before = row["evidence"].partition(row["quote"])[0]
    return bool(ANEW.search(before)) and not REACHED.search(clause(row))


def less_is_wanted(row: Row) -> bool:
    """Tell whether an aim is a fall or a ceiling: by its comparator, its words, or what it measures."""
    if row["comparator"] in {"le", "lt"} or row["value"] < 0:
        return True
    if row["comparator"] in {"ge", "gt"}:
        return False
    words = clause(row)
    if FALLING.search(words):
        return True
    return not RISING.search(words) and _role(naming.plain(row["indicator"]), ("unwanted",)) is not None


def clause(row: Row) -> str:
    """Return what of the evidence leads up to a number, from the item of the list that it stands in."""
    before, quote, _ = row["evidence"].partition(row["quote"])
    return re.split("[，、；,;]", before)[-1] + str(quote)


@functools.lru_cache(maxsize=65536)
def _role(name: str, roles: tuple[str, ...]) -> str | None:
    """Return the role of the word that stands last in a name, of two that end there the longer one's."""
    found = [
        (name.rfind(word) + len(word), len(word), role)
        for role in roles
        for word in _words(role)
        if word in name
    ]
    return max(found)[2] if found else None


@functools.cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in contract.codelist("indicator_words") if row["role"] == role)
