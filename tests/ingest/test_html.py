"""What a web page prints around an article says when and by whom it is, and is no part of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.ingest.test_files import BODY, TITLE, html, ingest

TABLE = (
    "<tr><td>指标</td><td>2025年（亿元）</td></tr><tr><td>出口</td><td>86.3</td></tr>"
    "<tr><td>进口</td><td>16.1</td></tr>"
)
HIDDEN = "style='display:none'"


@pytest.mark.parametrize(
    "table",
    [f"<table {HIDDEN}>{TABLE}</table>", f"<div {HIDDEN}><p>见表。</p><table>{TABLE}</table></div>"],
)
def test_a_table_that_a_script_opens_is_read(tmp_path: Path, table: str) -> None:
    text = ingest(tmp_path, "a.html", html(f"<h1>{TITLE}</h1><div><p>{BODY}</p>{table}</div>")).text
    assert text.split("\n")[-2:] == ["2025年出口86.3亿元。", "2025年进口16.1亿元。"]


def test_text_that_is_hidden_is_not_read(tmp_path: Path) -> None:
    hidden = f"<p {HIDDEN}>内部稿，不得外传，产值99亿元。</p>"
    assert ingest(tmp_path, "a.html", html(f"<h1>{TITLE}</h1><div><p>{BODY}</p>{hidden}</div>")).text == BODY


@pytest.mark.parametrize(
    "info",
    [
        "来源：云川日报 作者：王晓 时间：2026/06/29 10:20:11",
        "2026年06月29日10:20 | 来源：云川日报",
        "<span>发布时间</span><span>2026.06.29</span><span>信息来源</span><span>云川日报</span>",
    ],
)
def test_labels_are_read_however_they_are_set(tmp_path: Path, info: str) -> None:
    page = html(f"<h1>{TITLE}</h1><div class=info>{info}</div><div><p>{BODY}</p></div>")
    document = ingest(tmp_path, "a.html", page)
    assert (document.published_on, document.publisher) == (dt.date(2026, 6, 29), "云川日报")
    assert document.text == BODY


def test_an_index_that_is_a_list_gives_the_title_too(tmp_path: Path) -> None:
    index = {
        "标题": "关于支持首台套的通知",
        "发文机关": "云川市商务局",
        "文号": "云商〔2026〕8号",
        "成文日期": "2026-03-02",
    }
    items = "".join(f"<li><b>{label}：</b>{value}</li>" for label, value in index.items())
    document = ingest(
        tmp_path, "a.html", html(f"<ul>{items}</ul><div><p>各区商务局：</p><p>{BODY}</p></div>")
    )
    assert (document.title, document.publisher) == ("关于支持首台套的通知", "云川市商务局")
    assert document.published_on == dt.date(2026, 3, 2)
    assert document.text == f"各区商务局：\n{BODY}"


def test_lines_for_sharing_and_lists_of_hot_news_are_left_out(tmp_path: Path) -> None:
    share = "<div>分享到：<a href=1>微信</a> <a href=2>微博</a></div>"
    hot = "".join(
        f"<li><span>06-2{at}</span><a href={at}>某市成交额突破{at}00亿元</a></li>" for at in range(5)
    )
    text = (
        f"<h1>{TITLE}</h1>{share}<div><p>{BODY}</p><p>微信扫一扫分享到朋友圈</p><p>【打印】【关闭】</p></div>"
    )
    page = html(f"<div><div>{text}</div><div><h4>热点新闻</h4><ul>{hot}</ul></div></div>")
    document = ingest(tmp_path, "a.html", page)
    assert document.text == BODY
    assert document.published_on is None
