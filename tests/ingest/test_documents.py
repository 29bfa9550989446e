"""The door of ingest: what comes in becomes a Document or one Refusal that says why."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest

from flows.ingest import files
from flows.ingest.documents import discover, inspect, read
from flows.records import Document, Refusal
from flows.settings import Settings

SETTINGS = Settings()
TEXT = "全市规模以上工业增加值比上年增长百分之五，新增企业一千二百家。发展改革委表示，项目进展顺利。"


def ingest(*paths: Path, settings: Settings = SETTINGS) -> list[Document | Refusal]:
    found: list[Document | Refusal] = []
    for raw in discover(paths, settings):
        found += [raw] if isinstance(raw, Refusal) else read(raw, settings)
    return found


def documents(*paths: Path, settings: Settings = SETTINGS) -> list[Document]:
    found = ingest(*paths, settings=settings)
    assert not [str(each) for each in found if isinstance(each, Refusal)]
    return [each for each in found if isinstance(each, Document)]


def refusal(*paths: Path, settings: Settings = SETTINGS) -> Refusal:
    """Return the only Refusal, which has to name file, cause and remedy."""
    found = [each for each in ingest(*paths, settings=settings) if isinstance(each, Refusal)]
    assert len(found) == 1
    assert all((found[0].raw_path, found[0].cause, found[0].remedy))
    assert "\n" not in str(found[0])
    return found[0]


def jsonl(path: Path, *rows: object) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_record_of_json_lines_is_taken_as_it_is(tmp_path: Path) -> None:
    row = {
        "document_id": "a-1",
        "title": " 标题 ",
        "text": "  第一行  \n\n第二行\u200b",
        "published_on": "2026-03-27",
        "publisher": "样报",
        "region": "天津市",
        "url": "https://example.org/1",
        "authors": ["甲", "乙"],
    }
    (document,) = documents(jsonl(tmp_path / "a.jsonl", row))
    assert (document.document_id, document.title, document.text) == ("a-1", row["title"], row["text"])
    assert (document.published_on, document.published_on_basis) == (dt.date(2026, 3, 27), "stated")
    assert (document.region_code, document.region_basis) == ("120000", "stated")
    assert (document.publisher, document.url, document.authors) == ("样报", row["url"], ("甲", "乙"))
    assert (document.raw_start, document.raw_end) == (0, len(row["text"]))


def test_a_derived_id_survives_a_correction_of_text_and_headline(tmp_path: Path) -> None:
    first = documents(jsonl(tmp_path / "a.jsonl", {"title": "产值增长5%", "text": TEXT}))
    again = documents(jsonl(tmp_path / "a.jsonl", {"title": "产值增长6.5%", "text": TEXT + "更正。"}))
    assert again[0].document_id == first[0].document_id
    other = documents(jsonl(tmp_path / "b.jsonl", {"title": "产值增长5%", "text": TEXT}))
    assert other[0].document_id != first[0].document_id


def test_a_derived_id_stays_where_others_come_before_it_or_another_folder_is_named(tmp_path: Path) -> None:
    source = tmp_path / "raw" / "paper"
    source.mkdir(parents=True)
    (source / "source.yaml").write_text("publisher: 样报", encoding="utf-8")
    row = {"title": "题", "text": TEXT}
    [alone] = documents(jsonl(source / "a.jsonl", row))
    jsonl(source / "a.jsonl", {"title": "新来的", "text": "别的话。"}, row, {"title": "题", "text": "同题。"})
    found = [each for file in discover([tmp_path / "raw"]) for each in read(file)]  # type: ignore[arg-type]
    ids = [each.document_id for each in found if isinstance(each, Document)]
    assert ids[1] == alone.document_id
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_encodings_are_told_apart_packed_or_not(tmp_path: Path, codec: str, packed: bool) -> None:
    text = TEXT if codec != "big5" else "全市規模以上工業增加值比上年增長百分之五，新增企業一千二百家。"
    for suffix, content in (
        (".txt", text),
        (".jsonl", json.dumps({"text": text}, ensure_ascii=False) + "\n"),
    ):
        data = content.encode(codec)
        path = tmp_path / f"a{suffix}{'.gz' if packed else ''}"
        path.write_bytes(gzip.compress(data) if packed else data)
        assert documents(path)[0].text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-32-le"])
def test_a_line_of_broken_characters_costs_itself_in_any_encoding(tmp_path: Path, codec: str) -> None:
    lines = [json.dumps({"text": f"{TEXT}{number}"}, ensure_ascii=False) + "\n" for number in range(2)]
    broken = {"utf-16-le": b"\x00\xd8", "utf-32-le": b"\x41\x00\xff\x7f"}[codec] + "\n".encode(codec)
    content = "\ufeff".encode(codec) + lines[0].encode(codec) + broken + lines[1].encode(codec)
    (tmp_path / "a.jsonl").write_bytes(content)
    (raw,) = discover([tmp_path / "a.jsonl"])
    assert not isinstance(raw, Refusal)
    first, refusal, last = read(raw)
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(refusal, Refusal)
    assert refusal.record == "line 2"


def test_defaults_come_from_the_nearest_source_up_the_tree(tmp_path: Path) -> None:
    inner = tmp_path / "daily" / "2026" / "march"
    inner.mkdir(parents=True)
    (tmp_path / "source.yaml").write_text("publisher: 外层\nlicence: CC0-1.0\n", encoding="utf-8")
    (tmp_path / "daily" / "source.yaml").write_text(
        "publisher: 内层\nregion: 天津市\npublished_on: 2026-03-27\n", encoding="utf-8"
    )
    (inner / "a.txt").write_text(TEXT, encoding="utf-8")
    (document,) = documents(tmp_path)
    assert (document.publisher, document.source_id, document.licence) == ("内层", "daily", "unknown")
    assert (document.region_code, document.region_basis) == ("120000", "stated")
    assert (document.published_on, document.published_on_basis) == (dt.date(2026, 3, 27), "stated")
    assert document.raw_path == "daily/2026/march/a.txt"
    assert documents(inner / "a.txt")[0].publisher == "内层"


def test_what_a_record_says_comes_before_what_its_folder_says(tmp_path: Path) -> None:
    (tmp_path / "source.yaml").write_text("publisher: 外层\nregion: 天津市\n", encoding="utf-8")
    (document,) = documents(
        jsonl(tmp_path / "a.jsonl", {"text": TEXT, "publisher": "内层", "region": "中国"})
    )
    assert (document.publisher, document.region_code) == ("内层", "CN")


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 40, "binary"),
        ((TEXT * 3).encode()[:-31] + b"\xe5\n" + TEXT.encode(), "broken UTF-8 at byte"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, cause: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert cause in refusal(path).cause


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("[1, 2]", "no object"),
        ("{not json", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ({"title": "只有标题"}, "lacks the key text"),
        ({"text": " \n"}, "has no text"),
        ({"text": 5}, "has no text"),
        ({"text": TEXT, "published_on": "2026-02-30"}, "published_on is no date"),
        ({"text": TEXT, "published_on": 20260230}, "published_on is no date"),
        ({"text": TEXT, "region": ["天津市"]}, "region"),
        ({"text": TEXT, "authors": [1]}, "authors"),
        ({"text": TEXT, "document_id": "first"}, "stands in this file already"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_the_others_are_read(
    tmp_path: Path, row: object, cause: str
) -> None:
    path = jsonl(tmp_path / "a.jsonl", {"document_id": "first", "text": TEXT}, row, {"text": "最后一行。"})
    found = refusal(path)
    assert (found.raw_path, found.record) == ("a.jsonl", "line 2")
    assert cause in found.cause
    assert [each.text for each in ingest(path) if isinstance(each, Document)] == [TEXT, "最后一行。"]


def test_broken_utf_8_in_one_line_costs_that_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(good + b"\n" + good.replace(b"\xe5", b"\xe5\xe5", 1) + b"\n")
    assert refusal(path).record == "line 2"
    assert len(ingest(path)) == 2


def test_a_long_line_is_refused_and_the_lines_after_it_are_read(tmp_path: Path) -> None:
    settings = Settings(max_line_chars=1000)
    path = jsonl(tmp_path / "a.jsonl", {"text": "长" * 5000}, {"text": TEXT})
    assert refusal(path, settings=settings).record == "line 1"
    assert len(ingest(path, settings=settings)) == 2
    (tmp_path / "b.txt").write_text(TEXT + "\n" + "长" * 5000, encoding="utf-8")
    assert refusal(tmp_path / "b.txt", settings=settings).record == "line 2"


def test_a_file_larger_than_the_limit_is_refused_packed_or_not(tmp_path: Path) -> None:
    settings = Settings(max_file_bytes=10_000)
    (tmp_path / "a.txt").write_text(TEXT * 400, encoding="utf-8")
    assert "larger than" in refusal(tmp_path / "a.txt", settings=settings).cause
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress((TEXT * 400).encode()))
    assert "larger than" in refusal(tmp_path / "b.txt.gz", settings=settings).cause


def test_a_gzip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 50_000_000))
    assert "larger than" in refusal(path).cause


def test_broken_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode())[:-20])
    assert "broken gzip" in refusal(path).cause


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def forbidden(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbidden)
    assert "no permission" in refusal(tmp_path / "a.txt").cause


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    assert "no such" in refusal(tmp_path / "nowhere").cause
    (tmp_path / "source.yaml").write_text("publisher: 样报\n", encoding="utf-8")
    assert "no raw file" in refusal(tmp_path).cause


@pytest.mark.parametrize("content", ["publisher: [", "- a\n", "publsher: 样报\n", "published_on: 昨天\n"])
def test_a_source_that_cannot_be_read_is_refused_with_its_key(tmp_path: Path, content: str) -> None:
    (tmp_path / "source.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "source.yaml" in refusal(tmp_path).cause


def test_a_format_that_is_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    assert "format .xlsx" in refusal(tmp_path).cause


def test_a_link_out_of_the_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "outside.txt")
    assert "leads out" in refusal(folder).cause
    (folder / "a.txt").unlink()
    os.mkfifo(folder / "b.txt")
    assert "no regular file" in refusal(folder).cause


def test_a_name_with_hidden_characters_is_shown_without_them(tmp_path: Path) -> None:
    (tmp_path / "甲\u202etxt.\n乙.txt").write_text(TEXT, encoding="utf-8")
    assert [each.raw_path for each in documents(tmp_path)] == ["甲\\u202etxt.\\n乙.txt"]
    assert files.shown(Path(os.fsdecode(b"\xff.txt"))) == "\\xff.txt"


def test_characters_that_nobody_sees_are_replaced_one_for_one(tmp_path: Path) -> None:
    text = "增长\x00百分\u202e之\ud800五"
    row = json.dumps({"text": text})
    (document,) = documents(jsonl(tmp_path / "a.jsonl", row))
    assert document.text == "增长\ufffd百分\ufffd之\ufffd五"


def test_the_order_of_files_does_not_depend_on_how_they_were_given(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.txt").write_text(f"{name}{TEXT}", encoding="utf-8")
    paths = [tmp_path / f"{name}.txt" for name in ("c", "a", "b")]
    assert [each.raw_path for each in documents(*paths)] == ["a.txt", "b.txt", "c.txt"]
    assert documents(tmp_path, tmp_path) == documents(tmp_path)


def test_what_speaks_of_the_data_is_not_data(tmp_path: Path) -> None:
    for name in ("README.md", "LICENSE.txt", ".hidden.txt", "source.yaml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert len(documents(tmp_path)) == 1


def test_json_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", *({"text": f"{n}{TEXT}"} for n in range(20_000)))
    (raw,) = discover([path], SETTINGS)
    assert isinstance(raw, files.RawFile)
    stream = read(raw, SETTINGS)
    next(stream)
    path.write_bytes(b"")
    assert len(list(stream)) < 19_999


def test_inspect_says_how_a_file_was_cut_and_where_each_line_stands(tmp_path: Path) -> None:
    raw = f"工业生产平稳增长\n\n　　{TEXT}\n"
    (tmp_path / "a.txt").write_text(raw, encoding="utf-8")
    (row,) = inspect(tmp_path / "a.txt")
    lines = row["lines"]
    assert isinstance(lines, list)
    assert [raw[each["raw_start"] : each["raw_end"]] for each in lines] == ["工业生产平稳增长", TEXT]
    (tmp_path / "b.txt").write_bytes(b"")
    assert "cause" in inspect(tmp_path / "b.txt")[0]
