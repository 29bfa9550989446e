"""A raised figure is no digit of the number beside it, in whatever format it is raised."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flows.ingest.documents import discover, read
from flows.records import Document
from flows.settings import Settings

SETTINGS = Settings()


def text_of(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    [raw] = discover([path], SETTINGS)
    assert not isinstance(raw, str)
    [document] = [each for each in read(raw, SETTINGS) if isinstance(each, Document)]  # type: ignore[arg-type]
    return document.text


def test_of_a_page(tmp_path: Path) -> None:
    body = (
        "<p>全年棉花产量<sup>3</sup>71.2万吨，比上年增长百分之二。</p>"
        '<p>年末仓库面积<span style="font-size:9px; vertical-align: super">12</span>450万m<sup>2</sup>。</p>'
        "<p>户籍人口<sup><a href='#n'>[6]</a></sup>88万人，数据来自各区上报。</p>"
    )
    page = f"<html><head><title>年度公报</title></head><body><h1>年度公报发布</h1>{body}</body></html>"
    text = text_of(tmp_path / "a.html", page.encode())
    assert "棉花产量71.2万吨" in text
    assert "仓库面积450万m²" in text
    assert "户籍人口88万人" in text


def test_of_a_docx_file(tmp_path: Path) -> None:
    from docx import Document as Docx

    file: Any = Docx()
    paragraph = file.add_paragraph("全年棉花产量")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run("71.2万吨，比上年增长百分之二。")
    stream = io.BytesIO()
    file.save(stream)
    assert "棉花产量71.2万吨" in text_of(tmp_path / "a.docx", stream.getvalue())
