"""What is made to break a reader costs one Refusal, in bounded time and memory, and the run goes on."""

from __future__ import annotations

import gzip
import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from flows.ingest import guard
from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from flows.settings import Settings
from tests.ingest import factory

SETTINGS = Settings(max_file_seconds=5.0, max_file_memory=1_500_000_000, max_file_bytes=20_000_000)


def ingest(path: Path, settings: Settings = SETTINGS) -> list[Document | Refusal]:
    (raw,) = discover([path], settings)
    return [raw] if isinstance(raw, Refusal) else list(read(raw, settings))


def refused(path: Path, settings: Settings = SETTINGS) -> str:
    (found,) = ingest(path, settings)
    assert isinstance(found, Refusal)
    assert found.remedy
    return found.cause


def archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def docx_with(path: Path, document: bytes, **more: bytes) -> Path:
    """Write a DOCX file whose main part is `document`."""
    whole = zipfile.ZipFile(io.BytesIO(factory.docx("标题", ["正文。"])))
    parts = {name: whole.read(name) for name in whole.namelist()}
    parts["word/document.xml"] = document
    return archive(path, parts | more)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>&h;&h;&h;&h;</w:t></w:r></w:p></w:body></w:document>"""


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = docx_with(tmp_path / "a.docx", b"<w/>", bomb=b"\0" * 30_000_000)
    assert "unpacks to" in refused(path)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx_with(tmp_path / "a.docx", b" " * 15_000_000).read_bytes())
    size = (15_000_000).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    (tmp_path / "a.docx").write_bytes(data)
    assert refused(tmp_path / "a.docx")


def test_a_billion_laughs_are_not_laughed(tmp_path: Path) -> None:
    begin = time.monotonic()
    found = ingest(docx_with(tmp_path / "a.docx", LAUGHS))
    assert time.monotonic() - begin < 10
    assert all(isinstance(each, Refusal) or len(each.text) < 10_000 for each in found)


def test_an_entity_does_not_read_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", encoding="utf-8")
    body = LAUGHS.replace(b'<!ENTITY a "ha">', f'<!ENTITY a SYSTEM "{secret.as_uri()}">'.encode())
    found = ingest(docx_with(tmp_path / "a.docx", body.replace(b"&h;&h;&h;&h;", b"&a;")))
    assert all(isinstance(each, Refusal) or "机密内容" not in each.content for each in found)


def test_a_name_in_an_archive_that_leads_out_writes_nothing(tmp_path: Path) -> None:
    docx_with(tmp_path / "a.docx", b"<w/>", **{"../../outside.xml": b"<x/>"})
    ingest(tmp_path / "a.docx")
    assert not (tmp_path.parent / "outside.xml").exists()


@pytest.mark.parametrize("depth", [300, 10_000, 200_000])
def test_html_nested_deep_ends(tmp_path: Path, depth: int) -> None:
    text = "全市规模以上工业增加值比上年增长百分之五，新增企业一千二百家，发展改革委表示项目进展顺利。"
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body>{'<div>' * depth}<p>{text}</p>{'</div>' * depth}</body></html>", encoding="utf-8"
    )
    begin = time.monotonic()
    (found,) = ingest(path)
    assert time.monotonic() - begin < 10
    assert isinstance(found, Refusal) or text in found.content


def test_a_pdf_whose_pages_are_their_own_parents_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF"
    )
    begin = time.monotonic()
    assert refused(path)
    assert time.monotonic() - begin < 10


def test_a_pdf_whose_form_draws_itself_ends(tmp_path: Path) -> None:
    stream = b"/F Do " * 50
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length %d>>"
        b"stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF")
    begin = time.monotonic()
    assert refused(tmp_path / "a.pdf")
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_noise_under_a_known_suffix_is_refused(tmp_path: Path, kind: str) -> None:
    for number, data in enumerate(
        (os.urandom(20_000), b"PK\x03\x04" + b"\0" * 500, b"%PDF-1.7\n" + b"x" * 500)
    ):
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(data)
        assert refused(path)


def test_a_pdf_without_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(factory.pdf("", [[]]))
    assert "text layer" in refused(tmp_path / "a.pdf")


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(factory.pdf("标题", [["正文。"]] * 5, pages=5))
    assert "more than 3 pages" in refused(tmp_path / "a.pdf", Settings(max_pages=3))


def test_gzip_in_gzip_is_not_unpacked_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(gzip.compress(b"text " * 1000)))
    assert "binary" in refused(tmp_path / "a.txt.gz")


def test_a_reader_that_hangs_is_stopped_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is shorter than any reading takes."""
    guard_settings = Settings(max_file_seconds=0.001)
    monkeypatch.setattr(guard, "_STARTING_SECONDS", 0.0)
    path = tmp_path / "a.html"
    path.write_text("<p>" + "全市工业增加值增长。" * 300_000 + "</p>", encoding="utf-8")
    assert "took longer than" in refused(path, guard_settings)
    monkeypatch.undo()
    (tmp_path / "b.docx").write_bytes(factory.docx("标题", ["全市工业增加值增长百分之五。"]))
    (found,) = ingest(tmp_path / "b.docx")
    assert isinstance(found, Document)


def test_a_reader_that_dies_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "b.docx"
    path.write_bytes(factory.docx("标题", ["全市工业增加值增长百分之五。"]))
    ingest(path)
    assert guard._worker is not None
    guard._worker.process.kill()
    guard._worker.process.wait()
    (found,) = ingest(path)
    assert isinstance(found, Document)


def test_a_run_of_control_and_bidi_characters_comes_out_visible(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("工业\u202e生产\u2066平稳\u0007增长\n全市企业一千二百家，比上年增长。", encoding="utf-8")
    (found,) = ingest(path)
    assert isinstance(found, Document)
    assert found.title == "工业\ufffd生产\ufffd平稳\ufffd增长"


@pytest.mark.parametrize("hidden", ["\u0001", "&#1;", "\u001b", "\u202e", "\uffff", "&#65534;"])
def test_what_hides_in_a_cell_costs_its_page_no_table(hidden: str, tmp_path: Path) -> None:
    rows = f"<tr><td>地区</td><td>产值（亿元）</td></tr><tr><td>云{hidden}川县</td><td>12.5</td></tr>"
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><h1>各县产值</h1><p>各县产值都比上年增长。</p><table>{rows}<tr><td>青石县</td><td>13.5</td>"
        "</tr></table></body></html>",
        encoding="utf-8",
    )
    (found,) = ingest(path)
    assert isinstance(found, Document), found
    assert "云\ufffd川县" in found.text
    assert "13.5亿元" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "（记者" * 100_000,
        "新闻延伸|" * 50_000,
        "首页" * 100_000,
        "。" + "”" * 300_000 + "x",
        "省长 " * 100_000,
        "\n".join(["（" * 50] * 4_000),
        "\n".join(["甲" * 20 + "，"] * 10_000),
        "\n".join(["记者 张三"] * 20_000),
    ],
)
def test_the_time_that_a_text_takes_grows_with_its_length_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    begin = time.process_time()
    assert ingest(tmp_path / "a.txt")
    assert time.process_time() - begin < 10


def test_headings_without_end_take_no_more_time_each(tmp_path: Path) -> None:
    """Each head once looked through all that follow: 16 s for 15,000 of them, and ever more for more."""
    (tmp_path / "a.md").write_text("# 标题\n" * 60_000, encoding="utf-8")
    begin = time.process_time()
    ingest(tmp_path / "a.md")
    assert time.process_time() - begin < 30
