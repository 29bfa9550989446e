"""A release says what is read worst, and by the figures of one file."""

from __future__ import annotations

import pytest

from flows import contract
from flows.publish import card, limits
from flows.publish.release import Release

COUNTS = {"documents": "9", "numbers": "90"}


def test_card_and_page_tell_the_figures_that_the_gate_wrote(published: Release) -> None:
    overall = next(row for row in contract.accuracy() if row["kind"] == limits.ALL)
    told = f"{float(overall['complete']):.0%}"
    page = (published.folder / "index.html").read_text(encoding="utf-8")
    assert told in page[page.index('id="limits"') : page.index('id="cite"')]
    text = (published.folder / card.EXPORTER.file_name).read_text(encoding="utf-8")
    assert told in text[text.index("## Known limits") : text.index("## Tables")]


def test_every_figure_and_every_kind_of_text_has_words() -> None:
    said = contract.dataset()["limits"]
    for row in contract.accuracy():
        assert row["kind"] in said["kinds"]
        assert set(said["figures"]) < set(row)


def test_a_kind_is_weak_where_it_lies_below_the_rest_and_is_not_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    names = contract.dataset()["limits"]["figures"]
    shares = {"all": 0.6, "notice": 0.5, "news": 0.58, "people": 0.1}
    rows = [{"kind": kind} | COUNTS | dict.fromkeys(names, str(share)) for kind, share in shares.items()]
    rows[3]["numbers"] = "12"
    monkeypatch.setattr(contract, "accuracy", lambda: rows)
    assert limits.weak_kinds().en == "notices and policy documents"
