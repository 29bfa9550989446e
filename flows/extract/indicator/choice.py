"""What a number is a number of: the noun phrase before it (智能工厂1000家) or behind it (10个集群)."""

from __future__ import annotations

from collections.abc import Sequence

from flows.extract.indicator import head_before, head_behind
from flows.extract.nouns import Head, Slot
from flows.records import Mention, Period


def find(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head:
    """Return the head of `slot` as its own clause gives it; `periods` and `places` are those of its left."""
    head = head_before.read(slot, periods, places)
    if head_behind.is_followed(slot, head) and (behind := head_behind.read(slot)):
        return head_behind.join(slot, head, behind)
    return head


def preceding(slot: Slot, periods: Sequence[Period], places: Sequence[Mention]) -> Head | None:
    """Return the head that a clause before names, where the quantity's own clause has none."""
    return head_before.preceding(slot, periods, places)
