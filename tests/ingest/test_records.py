"""What a record, front matter or source.yaml says is text, a possible day, or a refusal in one line."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from flows.ingest import fetch
from flows.ingest.documents import discover, parse, read
from flows.records import Document, Refusal
from flows.settings import Settings

BODY = "到2030年，全市建成智能工厂1000家以上。"
FIELDS = ("document_id", "publisher", "url", "licence", "region")


def ingest(folder: Path) -> list[Document | Refusal]:
    """Read a folder with one good record beside whatever else it holds."""
    (folder / "good.jsonl").write_text(json.dumps({"text": BODY}), encoding="utf-8")
    found: list[Document | Refusal] = []
    for raw in discover([folder]):
        found += [raw] if isinstance(raw, Refusal) else read(raw)
    assert [item.raw_path for item in found if isinstance(item, Document)] == ["good.jsonl"]
    return found


def only_refusal(folder: Path) -> str:
    [refusal] = [item for item in ingest(folder) if isinstance(item, Refusal)]
    line = str(refusal)
    assert line.isprintable()
    assert len(line) < 400
    line.encode()
    return line


@pytest.mark.parametrize("character", ["\ud800", "\0", "\x1b", "\u202e"])
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_with_what_no_text_holds_refuses_its_record(field: str, character: str) -> None:
    found = parse(json.dumps({"text": BODY, field: f"a{character}b"}))
    assert isinstance(found, Refusal)
    assert f"the key {field} holds" in found.cause
    assert str(found).isprintable()


def test_an_author_with_what_no_text_holds_refuses_its_record() -> None:
    found = parse(json.dumps({"text": BODY, "authors": ["张三", "\ud800"]}))
    assert isinstance(found, Refusal)
    assert "the key authors holds" in found.cause


def test_characters_that_no_text_holds_leave_title_and_text_as_long_as_they_were() -> None:
    found = parse(json.dumps({"title": "题\0", "text": f"{BODY}\ud800\0"}))
    assert isinstance(found, Document)
    assert (found.title, found.text) == ("题\ufffd", f"{BODY}\ufffd\ufffd")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1582-10-04"])
def test_a_day_at_the_edge_of_the_calendar_is_no_day_of_publication(day: str) -> None:
    found = parse(json.dumps({"text": BODY, "published_on": day}))
    assert isinstance(found, Refusal)
    assert "published_on" in found.cause


def test_an_identifier_with_line_ends_does_not_break_the_line_of_a_refusal(tmp_path: Path) -> None:
    line = json.dumps({"text": f"{BODY}再。", "document_id": "a\nb"})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    [raw] = discover([tmp_path / "a.jsonl"])
    assert not isinstance(raw, Refusal)
    [_, refusal] = read(raw)
    assert str(refusal).isprintable()


HOSTILE = {
    "a lone surrogate": 'publisher: "\\uD800"',
    "a NUL": 'publisher: "a\\0b"',
    "an impossible date": "published_on: 2026-02-30",
    "a date at the edge": "published_on: 9999-12-31",
    "a tag for a number": "publisher: !!int x",
    "a tag for a time": "published_on: !!timestamp x",
    "a tag for a truth": "publisher: !!bool x",
    "a tag of Python": "publisher: !!python/object/apply:os.getpid []",
    "thousands of digits": f"publisher: {'9' * 5000}",
    "thousands of digits in base sixty": f"publisher: 1{':1' * 5000}",
    "thousands of brackets": f"publisher: {'[' * 5000}{']' * 5000}",
    "thousands of keys in keys": f"publisher: {'? ' * 5000}",
    "a value that holds itself": "authors: &a [*a]",
    "values of values": "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]",
    "a merge of no mapping": "<<: x",
    "an endless text": f"publisher: {'长' * 2_000_000}",
    "a tab where none may be": "publisher:\t- x\n\t- y",
    "two documents": "publisher: a\n---\npublisher: b",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_source_yaml_refuses_its_folder_in_one_line(tmp_path: Path, kind: str) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_text(BODY * 3, encoding="utf-8")
    (tmp_path / "bad" / "source.yaml").write_text(HOSTILE[kind], encoding="utf-8")
    assert "its source.yaml" in only_refusal(tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "two documents"])
def test_hostile_front_matter_refuses_its_file_in_one_line(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{HOSTILE[kind]}\n---\n{BODY * 3}", encoding="utf-8")
    line = only_refusal(tmp_path)
    assert "front matter" in line or "published_on" in line


@pytest.mark.parametrize("key", ["2026", "2026-01-01", "yes", "~", "1.5", "[a]"])
def test_a_key_that_is_no_string_is_refused(tmp_path: Path, key: str) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_text(BODY * 3, encoding="utf-8")
    (tmp_path / "bad" / "source.yaml").write_text(f"{key}: x", encoding="utf-8")
    assert "its source.yaml" in only_refusal(tmp_path)
    (tmp_path / "bad" / "source.yaml").unlink()
    (tmp_path / "bad" / "a.txt").unlink()
    (tmp_path / "bad" / "a.md").write_text(f"---\n{key}: x\n---\n{BODY * 3}", encoding="utf-8")
    assert "front matter" in only_refusal(tmp_path)


@pytest.mark.parametrize("delay", [".inf", ".nan", "-1", "1.0e+300"])
def test_a_delay_that_no_clock_can_wait_is_refused(tmp_path: Path, delay: str) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_text(BODY * 3, encoding="utf-8")
    (tmp_path / "bad" / "source.yaml").write_text(f"delay_seconds: {delay}", encoding="utf-8")
    assert "delay_seconds" in only_refusal(tmp_path)


@pytest.mark.parametrize(("key", "longest"), [*((field, 2000) for field in FIELDS[1:]), ("document_id", 300)])
def test_a_name_without_end_refuses_its_record(key: str, longest: int) -> None:
    assert isinstance(parse(json.dumps({"text": BODY, key: "长" * longest})), Document)
    found = parse(json.dumps({"text": BODY, key: "长" * (longest + 1)}))
    assert isinstance(found, Refusal)
    assert f"the key {key} holds {longest + 1:,} characters" in found.cause
    assert len(str(found)) < 200


@pytest.mark.parametrize("key", ["title", "authors"])
def test_a_headline_or_authors_without_end_refuse_their_record(key: str) -> None:
    found = parse(json.dumps({"text": BODY, key: ["某甲"] * 2000 if key == "authors" else "题" * 3000}))
    assert isinstance(found, Refusal)
    assert f"the key {key} holds" in found.cause


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1e999"])
@pytest.mark.parametrize("key", [*FIELDS, "title"])
def test_what_is_no_number_is_no_name(key: str, number: str) -> None:
    found = parse(f'{{"text": "{BODY}", "{key}": {number}}}')
    assert isinstance(found, Refusal)
    assert f"the key {key} holds no text" in found.cause


@pytest.mark.parametrize("length", [30, 60, 2000])
def test_a_region_that_is_no_place_is_none_at_once(length: int) -> None:
    begin = time.process_time()
    found = parse(json.dumps({"text": BODY, "region": "天津市" + "长" * (length - 3)}))
    assert isinstance(found, Document)
    assert found.region_code is None
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a link to nowhere", "a link to a device"])
def test_a_source_yaml_that_is_no_file_refuses_its_folder(tmp_path: Path, kind: str) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.txt").write_text(BODY * 3, encoding="utf-8")
    place = tmp_path / "bad" / "source.yaml"
    match kind:
        case "a pipe":
            os.mkfifo(place)
        case "a folder":
            place.mkdir()
        case _:
            place.symlink_to("nowhere" if kind == "a link to nowhere" else "/dev/zero")
    assert "its source.yaml is no file" in only_refusal(tmp_path)


def test_a_link_to_a_folder_is_told_of_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text(BODY * 3, encoding="utf-8")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "linked").symlink_to("../elsewhere")
    assert "linked: a link to a folder, which is not followed" in only_refusal(tmp_path / "raw")


def test_a_path_too_long_for_a_key_is_refused(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["长" * 80] * 6)
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(BODY * 3, encoding="utf-8")
    [refusal] = [item for item in ingest(tmp_path) if isinstance(item, Refusal)]
    assert "a path of" in refusal.cause


def test_folders_deeper_than_any_path_are_told_of_and_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(25):  # no path leads to the last ones, so one steps down
        Path("d" * 200).mkdir()
        os.chdir("d" * 200)
    Path("a.txt").write_text(BODY * 3, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert not fetch.update([tmp_path], Settings(fetch=True))
    [refusal] = [item for item in ingest(tmp_path) if isinstance(item, Refusal)]
    assert "cannot be listed" in refusal.cause


def test_a_name_longer_than_any_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY * 3, encoding="utf-8")
    raw, refusal = sorted(discover([tmp_path, Path("a" * 5000)]), key=lambda each: isinstance(each, Refusal))
    assert not isinstance(raw, Refusal)
    assert isinstance(refusal, Refusal)
    assert "no such file" in refusal.cause


def test_releases_below_a_raw_folder_are_no_raw_files(tmp_path: Path) -> None:
    (tmp_path / "out" / "releases").mkdir(parents=True)
    (tmp_path / "out" / "releases" / "CHANGES.md").write_text(BODY * 3, encoding="utf-8")
    (tmp_path / "a.txt").write_text(BODY * 3, encoding="utf-8")
    settings = Settings(output=tmp_path / "out")
    [raw] = discover([tmp_path], settings)
    assert not isinstance(raw, Refusal)
    assert raw.relative == "a.txt"
    for place in ("out", "out/releases"):
        [refused] = discover([tmp_path / place], settings)
        assert isinstance(refused, Refusal)
        assert "it is where releases go" in refused.cause


def test_a_folder_whose_name_is_no_text_is_named_by_escapes(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(b"\xff".decode("utf-8", "surrogateescape"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "a.txt").write_text(BODY * 3, encoding="utf-8")
    for raw in discover([tmp_path]):
        assert not isinstance(raw, Refusal)
        for item in read(raw):
            assert isinstance(item, Document)
            f"{item.source_id} {item.raw_path}".encode()
