"""The map in CONTRIBUTING is what the imports say."""

from __future__ import annotations

from tests import house


def test_the_map_is_drawn_from_the_imports_as_they_are() -> None:
    told = house.MAP.read_text(encoding="utf-8")
    assert told == house.draw(house.rooms()), "rooms or their imports changed: run `make map`, and look at it"


def test_a_way_over_another_room_is_not_drawn_twice() -> None:
    found = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert house.drawn(found) == [("a", "b"), ("b", "c")]
    assert house.floors(found) == [["c"], ["b"], ["a"]]
