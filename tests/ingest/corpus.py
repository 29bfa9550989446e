"""A made-up corpus: files in every format and layout, each with what has to come out of it.

python -m tests.ingest.corpus FOLDER     writes the files and their answers (answers.jsonl)
"""

# ruff: noqa: E501  (paragraphs are whole)
from __future__ import annotations

import dataclasses
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.ingest import factory
from tests.ingest.texts import (
    ARTICLES,
    DAY,
    HEAD,
    NOTICE,
    REPORT,
    SIDEBAR,
    TRADITIONAL,
    Answer,
    Case,
    column,
    wrap,
)


def cases() -> Iterator[Case]:
    """Yield every file of the corpus."""
    yield from _plain()
    yield from _columns()
    yield from _pages()
    yield from _markdown()
    yield from _html()
    yield from _pdf()
    yield from _docx()
    yield from _records()


def _plain() -> Iterator[Case]:
    one = f"{NOTICE.title}\n\n" + "\n".join(f"　　{each}" for each in NOTICE.paragraphs)
    for codec in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        yield Case(f"notice-{codec}.txt", one.encode(codec), (NOTICE,))
    yield Case("notice-packed.txt.gz", gzip.compress(one.encode(), mtime=0), (NOTICE,))
    yield Case("notice-windows.txt", one.replace("\n", "\r\n").encode("gb18030"), (NOTICE,))
    big5 = f"{TRADITIONAL.title}\n\n{TRADITIONAL.text}"
    yield Case("traditional-big5.txt", big5.encode("big5"), (TRADITIONAL,))
    yield Case("traditional-utf8.txt", big5.encode(), (TRADITIONAL,))
    furniture = ["首页", ">", "政务公开", ">", "工作报告", REPORT.title, "【字体：", "大", "中", "小", "】"]
    after = [
        "扫一扫在手机打开当前页",
        "【",
        "打印本页",
        "】",
        "【关闭窗口】",
        "相关报道：",
        "版权所有 云川市人民政府 ICP备00000000号",
    ]
    scraped = "\n".join([*furniture, *REPORT.paragraphs, *after])
    yield Case("report-scraped.txt", scraped.encode(), (REPORT,))
    signed = f"{NOTICE.title}\n" + "\n".join(NOTICE.paragraphs[:-1]) + "\n二〇二六年六月二十六日"
    written = dataclasses.replace(NOTICE, paragraphs=(*NOTICE.paragraphs[:-1], "二〇二六年六月二十六日"))
    yield Case("notice-signed-in-words.txt", signed.encode(), (written,))
    dated = f"{ARTICLES[4].title}\n{ARTICLES[4].text}"
    yield Case("20260626-line-8.txt", dated.encode(), (ARTICLES[4].dated(),))


def _columns() -> Iterator[Case]:
    for measure in (12, 14, 16, 18, 20, 22, 24, 28):
        answer = ARTICLES[measure % 4].dated()
        lines = [*HEAD, "", answer.title, "", *column(answer, measure)]
        yield Case(f"column-{measure}.txt", "\n".join(lines).encode(), (answer,))
    for measure in (17, 20, 26):
        answer = ARTICLES[measure % 2].dated()
        lines = [*HEAD, answer.title, *column(answer, measure, indent=False)]
        yield Case(f"column-{measure}-no-indent.txt", "\n".join(lines).encode(), (answer,))


def _pages() -> Iterator[Case]:
    for number in range(3):
        chosen = [each.dated() for each in (*ARTICLES, *ARTICLES)[number : number + 3]]
        lines = list(HEAD)
        for answer in chosen:
            lines += ["", answer.title, "", *column(answer, 18 + 2 * number)]
        lines += ["", "责任编辑：任之"]
        yield Case(f"page-{number}.txt", "\n".join(lines).encode("gb18030"), tuple(chosen))
    first, second = ARTICLES[1].dated(), ARTICLES[3].dated()
    box = ["新闻延伸", "专精特新企业分几级", *column(SIDEBAR, 20)]
    for name, at in (("midst", 5), ("paragraph", None)):
        body = column(first, 20)
        at = at or next(number for number, line in enumerate(body, 1) if line.endswith("。") and number > 3)
        lines = [
            *HEAD,
            "",
            first.title,
            "",
            *body[:at],
            "",
            *box,
            "",
            *body[at:],
            "",
            second.title,
            "",
            *column(second, 20),
        ]
        yield Case(f"page-sidebar-{name}.txt", "\n".join(lines).encode(), (first, SIDEBAR.dated(), second))
    caption = "图为专精特新企业的生产车间。 本报记者 方既白 摄"
    lines = [
        *HEAD,
        "",
        first.title,
        "",
        *column(first, 20),
        "",
        caption,
        "",
        second.title,
        "",
        *column(second, 20),
    ]
    with_caption = dataclasses.replace(first, paragraphs=(*first.paragraphs, caption))
    yield Case("page-caption.txt", "\n".join(lines).encode(), (with_caption, second))
    kicker = dataclasses.replace(first, title=f"培育“小巨人” 做强产业链 {first.title} 到2027年将超过2500家")
    heads = ["培育“小巨人” 做强产业链", first.title, "到2027年将超过2500家"]
    lines = [*HEAD, "", *heads, "", *column(first, 20), "", second.title, "", *column(second, 20)]
    yield Case("page-kicker.txt", "\n".join(lines).encode(), (kicker, second))
    lines = [*HEAD, "", first.title, "", *first.paragraphs, "", second.title, "", *second.paragraphs]
    yield Case("page-unbroken.txt", "\n".join(lines).encode(), (first, second))
    with_head = dataclasses.replace(first, paragraphs=(*first.paragraphs[:2], "目标", first.paragraphs[2]))
    body = [
        *column(dataclasses.replace(first, paragraphs=first.paragraphs[:2]), 20),
        "",
        "目标",
        "",
        *wrap(first.paragraphs[2], 20),
    ]
    lines = [*HEAD, "", first.title, "", *body, "", second.title, "", *column(second, 20)]
    yield Case("page-subhead.txt", "\n".join(lines).encode(), (with_head, second))


def _markdown() -> Iterator[Case]:
    answer = ARTICLES[2].dated()
    blocks = "\n\n".join(answer.paragraphs)
    front = f"---\ntitle: {answer.title}\npublished_on: 2026-06-26\n---\n\n"
    yield Case("front.md", f"{front}# {answer.title}\n\n{blocks}\n".encode(), (answer,))
    yield Case("front-only.md", f"{front}{blocks}\n".encode(), (answer,))
    yield Case("heading.md", f"# {answer.title}\n\n{blocks}\n".encode(), (answer.dated(None),))
    table = "| 指标 | 单位 | 1—5月 | 同比增长（%） |\n|---|---|---|---|\n| 出口 | 亿元 | 86.3 | 35.2 |\n| 进口 | 亿元 | 16.1 | -1.6 |\n"
    rows = ("1—5月出口86.3亿元，同比增长35.2%。", "1—5月进口16.1亿元，同比下降1.6%。")
    with_table = dataclasses.replace(answer, paragraphs=(answer.paragraphs[0], *rows))
    yield Case("table.md", f"{front}{answer.paragraphs[0]}\n\n{table}".encode(), (with_table,))
    with_list = dataclasses.replace(answer, paragraphs=("主要数据", *answer.paragraphs))
    items = "\n".join(f"- {each}" for each in answer.paragraphs)
    yield Case("list.md", f"{front}## 主要数据\n\n{items}\n".encode(), (with_list,))
    yield Case("packed.md.gz", gzip.compress(f"{front}{blocks}\n".encode(), mtime=0), (answer,))


def _html() -> Iterator[Case]:
    answer = ARTICLES[3].dated()
    body = "".join(f"<p>　　{each}</p>" for each in answer.paragraphs)
    nav = '<div class="nav"><a href="/">首页</a> <a href="/news">新闻</a> <a href="/zwgk">政务公开</a></div>'
    foot = '<div class="footer">主办：云川市人民政府 ICP备00000000号</div>'
    links = '<div class="related"><h3>相关链接</h3><ul><li><a href="/1">昨天的新闻</a></li><li><a href="/2">前天的新闻</a></li></ul></div>'
    metas = {
        "pubdate": '<meta name="PubDate" content="2026-06-26 10:20:33">',
        "published_time": '<meta property="article:published_time" content="2026-06-26T10:20:33+08:00">',
        "publishdate": '<meta name="publishdate" content="2026年6月26日">',
    }
    for name, meta in metas.items():
        page = _page(
            answer.title, meta, f"{nav}<h1>{answer.title}</h1><div class='content'>{body}</div>{links}{foot}"
        )
        yield Case(f"meta-{name}.html", page.encode(), (answer,))
    info = "<div class='info'>发布时间：2026-06-26 10:20　来源：云川日报</div>"
    page = _page(
        answer.title, "", f"{nav}<h1>{answer.title}</h1>{info}<div class='content'>{body}</div>{foot}"
    )
    yield Case("label.html", page.encode(), (answer,))
    page = _page(f"{answer.title}_云川网", metas["pubdate"], f"{nav}<div class='content'>{body}</div>{foot}")
    yield Case("no-heading.html", page.encode(), (answer,))
    page = _page(
        answer.title, metas["pubdate"], f"<h1>{answer.title}</h1><div class='content'>{body}</div>", "gb2312"
    )
    yield Case("gb2312.html", page.encode("gb18030"), (answer,))
    yield Case("packed.html.gz", gzip.compress(page.encode("gb18030"), mtime=0), (answer,))
    box = "<div>" * 60
    page = _page(
        answer.title, metas["pubdate"], f"{nav}{box}<h1>{answer.title}</h1>{body}{'</div>' * 60}{foot}"
    )
    yield Case("nested.html", page.encode(), (answer,))
    bodies = {
        "br": "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{each}" for each in answer.paragraphs),
        "div": "".join(f"<div>{each}</div>" for each in answer.paragraphs),
        "span": "".join(
            f"<p><span style='font-size:16px'>{each[:9]}</span><span>{each[9:]}</span></p>"
            for each in answer.paragraphs
        ),
        "layout": f"<table width='100%'><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>",
        "links": "".join(
            f"<p>{each.replace('全市', '<a href=/x>全市</a>')}</p>" for each in answer.paragraphs
        ),
        "hidden": f"{body}<div style='display:none'>隐藏的文字不是正文。</div>",
    }
    for name, inner in bodies.items():
        content = f"{nav}<h1>{answer.title}</h1>{info}<div class='content'>{inner}</div>{links}{foot}"
        yield Case(f"body-{name}.html", _page(answer.title, metas["pubdate"], content).encode(), (answer,))
    table = (
        "<table><tr><th>指标</th><th>1—5月（万人）</th></tr><tr><td>城镇新增就业</td><td>15.2</td></tr>"
        "<tr><td>高校毕业生</td><td>21.6</td></tr></table>"
    )
    rows = ("1—5月城镇新增就业15.2万人。", "1—5月高校毕业生21.6万人。")
    page = _page(
        answer.title, metas["pubdate"], f"<h1>{answer.title}</h1><div class='content'>{body}{table}</div>"
    )
    yield Case(
        "table.html", page.encode(), (dataclasses.replace(answer, paragraphs=(*answer.paragraphs, *rows)),)
    )


def _page(title: str, meta: str, body: str, charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>{title}</title>{meta}'
        f"<script>var a = 1;</script><style>p {{ color: red }}</style></head><body>{body}</body></html>"
    )


def _pdf() -> Iterator[Case]:
    yield _sheet()
    yield _chapters()
    header = "云川日报　2026年6月26日"
    for count in (1, 2, 3):
        answer = ARTICLES[count].dated()
        measure = {1: 40, 2: 20, 3: 13}[count]
        lines = column(answer, measure)
        share = -(-len(lines) // count)
        columns = [lines[at : at + share] for at in range(0, len(lines), share)]
        size = 10.5 if count < 3 else 11.0
        data = factory.pdf(
            answer.title,
            columns,
            header=header,
            footer="第{page}页",
            size=size,
            width={1: 440, 2: 220, 3: 145}[count],
        )
        yield Case(f"columns-{count}.pdf", data, (answer,))
        yield Case(f"columns-{count}.pdf.gz", gzip.compress(data, mtime=0), (answer,))
    everything = Answer(
        REPORT.title, tuple(each for _ in range(12) for each in REPORT.paragraphs), REPORT.published_on
    )
    lines = column(everything, 40)
    columns = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    data = factory.pdf(
        everything.title,
        columns,
        header="云川市人民政府文件",
        footer="- {page} -",
        width=440,
        pages=len(columns),
    )
    yield Case("pages.pdf", data, (everything,))


def _sheet() -> Case:
    """Return a newspaper's page as it is printed: two articles side by side over one in three columns."""
    chosen = [each.dated() for each in (ARTICLES[1], ARTICLES[3], ARTICLES[0])]
    pieces: list[tuple[float, float, float, list[str]]] = [
        (50, 1140, 9, ["云川日报　2026年6月26日　星期五　第2版"])
    ]
    for number, answer in enumerate(chosen[:2]):
        left = 50 + number * 380
        pieces.append((left, 1080, 20, [answer.title]))
        lines = column(answer, 16)
        half = -(-len(lines) // 2)
        pieces += [(left, 1040, 10, lines[:half]), (left + 180, 1040, 10, lines[half:])]
    pieces.append((50, 800, 24, [chosen[2].title]))
    lines = column(chosen[2], 22)
    third = -(-len(lines) // 3)
    pieces += [(50 + at * 250, 760, 10, lines[at * third : (at + 1) * third]) for at in range(3)]
    return Case("newspaper.pdf", factory.sheet(pieces), tuple(chosen))


def _chapters() -> Case:
    """Return a report whose chapters have headings in large letters, in one column."""
    heads = ("工业生产平稳增长", "产业转型升级取得新成效")
    pieces: list[tuple[float, float, float, list[str]]] = [(100, 1100, 24, ["云川市工业运行报告"])]
    paragraphs: list[str] = []
    top = 1050.0
    for head, answer in zip(heads, ARTICLES[4:6], strict=True):
        body = [
            each.removeprefix("本报讯（记者 于归）").removeprefix("本报讯（记者 田禾）")
            for each in answer.paragraphs
        ]
        lines = [line for each in body for line in wrap(each, 40)]
        pieces += [(100, top, 18, [head]), (100, top - 40, 12, lines)]
        top -= 40 + len(lines) * 18 + 60
        paragraphs += [head, *body]
    return Case("chapters.pdf", factory.sheet(pieces), (Answer("云川市工业运行报告", tuple(paragraphs)),))


def _docx() -> Iterator[Case]:
    answer = ARTICLES[0]
    yield Case("title.docx", factory.docx(answer.title, answer.paragraphs), (answer,))
    yield Case("no-style.docx", factory.docx("", [answer.title, *answer.paragraphs]), (answer,))
    yield Case("notice.docx", factory.docx(NOTICE.title, NOTICE.paragraphs), (NOTICE,))
    headed = [f"# {each}" if each.startswith(("一、", "二、")) else each for each in REPORT.paragraphs]
    yield Case("report.docx", factory.docx(REPORT.title, headed), (REPORT,))
    table = [
        ["行业", "增加值（亿元）", "同比增长（%）"],
        ["装备制造业", "412.6", "9.1"],
        ["高技术制造业", "238", "11.4"],
    ]
    rows = ("装备制造业增加值412.6亿元，同比增长9.1%。", "高技术制造业增加值238亿元，同比增长11.4%。")
    with_table = dataclasses.replace(answer, paragraphs=(*answer.paragraphs, *rows))
    yield Case("table.docx", factory.docx(answer.title, answer.paragraphs, table), (with_table,))
    yield Case(
        "packed.docx.gz", gzip.compress(factory.docx(answer.title, answer.paragraphs), mtime=0), (answer,)
    )


def _records() -> Iterator[Case]:
    rows = "".join(f"{json.dumps(_record(each), ensure_ascii=False)}\n" for each in ARTICLES)
    answers = tuple(each.dated() for each in ARTICLES)
    yield Case("records.jsonl", rows.encode(), answers)
    yield Case("records-gb.jsonl", rows.encode("gb18030"), answers)
    yield Case("records.jsonl.gz", gzip.compress(rows.encode(), mtime=0), answers)
    yield Case("records-utf16.ndjson", rows.encode("utf-16"), answers)
    one = json.dumps({"text": ARTICLES[4].text}) + "\n\n"
    yield Case("escaped.jsonl", one.encode(), (dataclasses.replace(ARTICLES[4], title=""),))


def _record(answer: Answer) -> dict[str, str]:
    return {"title": answer.title, "text": answer.text, "published_on": DAY.isoformat()}


def write(folder: Path, found: Sequence[Case] | None = None) -> None:
    """Write the files below `folder`, a folder each so that names do not matter, and their answers."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in found or list(cases()):
        (folder / case.name).write_bytes(case.data)
        answers = [{"file": case.name, **dataclasses.asdict(each)} for each in case.answers]
        with (folder / ".answers.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(each, ensure_ascii=False, default=str)}\n" for each in answers)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
