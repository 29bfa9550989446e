"""Edges of names that the text puts right."""

from __future__ import annotations

from flows.extract.names.edges import mended
from flows.extract.names.labels import Name


def quotes(text: str, *found: tuple[str, str]) -> list[str]:
    names, at = [], 0
    for quote, kind in found:
        start = text.index(quote, at)
        at = start + len(quote)
        names.append(Name(start, at, kind))
    return [text[name.start : name.end] for name in mended(text, names)]


def test_a_mark_that_pairs_with_one_of_the_name_belongs_to_it() -> None:
    assert quotes("实施“清水”行动。", ("清水”行动", "POLICY")) == ["“清水”行动"]
    assert quotes("实施青山“清水”。", ("青山“清水", "POLICY")) == ["青山“清水”"]
    assert quotes("实施“清水”。", ("清水", "POLICY")) == ["清水"]


def test_a_name_ends_with_its_bracket() -> None:
    assert quotes("启明企业（有限合伙）增持。", ("启明企业（有限合伙", "ORG")) == ["启明企业（有限合伙）"]


def test_no_name_begins_or_ends_inside_a_word_in_letters() -> None:
    assert quotes("软件商Nimbuscore发布财报", ("imbuscor", "ORG")) == ["Nimbuscore"]
    assert quotes("芯片商NimbusARM发布", ("Nimbus", "ORG"), ("ARM", "ORG")) == ["Nimbus", "ARM"]


def test_a_person_goes_on_as_the_text_writes_the_name_elsewhere() -> None:
    text = "张大海李小河到会。张大海讲话。"
    assert quotes(text, ("张大", "PERSON"), ("李小河", "PERSON"), ("张大海", "PERSON")) == [
        "张大海",
        "李小河",
        "张大海",
    ]


def test_names_never_run_into_each_other() -> None:
    text = "张大海洋到会。张大海讲话。"
    assert quotes(text, ("张大", "PERSON"), ("海洋", "PLACE"), ("张大海", "PERSON"))[:2] == ["张大", "海洋"]
