"""The diagram of the tables is what schemas/ says."""

from __future__ import annotations

from tests import diagram


def test_the_diagram_is_drawn_from_the_schemas_as_they_are() -> None:
    told = diagram.PAGE.read_text(encoding="utf-8")
    assert told == diagram.draw(), "schemas changed: run `make map`, and look at it"
