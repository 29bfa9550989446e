"""What Word shows of a field, a drawn box, and rows that were inserted or deleted is read, nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.test_files import BODY, ingest, word

_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(text: str) -> str:
    return f"<w:tc><w:tcPr/>{paragraph(run(text))}</w:tc>"


def row(*words: str, changed: str = "") -> str:
    properties = f"<w:trPr><w:{changed} w:id='1'/></w:trPr>" if changed else ""
    return f"<w:tr>{properties}{''.join(map(cell, words))}</w:tr>"


def read(folder: Path, body: str) -> list[str]:
    return ingest(folder, "a.docx", word(body)).text.split("\n")[1:]


def test_of_a_field_its_result_is_read_and_not_its_instruction(tmp_path: Path) -> None:
    begin, separate, end = (
        f"<w:r><w:fldChar w:fldCharType='{each}'/></w:r>" for each in ("begin", "separate", "end")
    )
    order = "<w:r><w:instrText> REF growth </w:instrText></w:r>"
    body = paragraph(run("增长"), begin, order, separate, run("5.1%"), end, run("。"))
    assert read(tmp_path, body) == ["增长5.1%。"]


def test_a_box_that_is_drawn_in_two_ways_is_read_once(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{paragraph(run('产值8亿元。'))}</w:txbxContent>"
    drawn = f"<w:drawing><wps:txbx xmlns:wps='{_SHAPE}'>{inner}</wps:txbx></w:drawing>"
    both = (
        f"<mc:AlternateContent xmlns:mc='{_COMPATIBLE}'><mc:Choice Requires='wps'>{drawn}</mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert read(tmp_path, paragraph(run("见框。"), f"<w:r>{both}</w:r>")) == ["见框。", "产值8亿元。"]


def test_a_deleted_row_is_gone_and_an_inserted_one_stays(tmp_path: Path) -> None:
    rows = [
        row("指标", "2025年（亿元）"),
        row("出口", "86.3", changed="ins"),
        row("进口", "16.1", changed="del"),
        row("税收", "50"),
    ]
    table = f"<w:tbl>{''.join(rows)}</w:tbl>"
    body = f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"
    assert read(tmp_path, body) == ["2025年出口86.3亿元。", "2025年税收50亿元。"]


def test_a_paragraph_whose_letters_are_hidden_leaves_no_line(tmp_path: Path) -> None:
    hidden = run("草稿", "<w:vanish/>")
    assert read(tmp_path, paragraph(hidden) + paragraph(run("定稿。"))) == ["定稿。"]
    assert BODY in ingest(tmp_path, "a.docx", word(paragraph(hidden))).text
