"""Made-up digests and bulletins of many shapes, each with the articles that have to come out, by whom and when."""

# ruff: noqa: E501  (paragraphs are whole)
from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence

from tests.ingest import factory
from tests.ingest.texts import DAY, Case, Record

TRADE = Record(
    "全省外贸进出口增长8.6%",
    ("前5个月全省进出口总值3120亿元，同比增长8.6%。", "其中出口2010亿元，增长10.2%。"),
)
BUS = Record("首批氢能公交上线", ("20辆氢能公交车在云川市投入运营，续航里程达500公里。",))
WHEAT = Record(
    "青禾县小麦开镰", ("青禾县62万亩小麦开镰收割，预计总产量28万吨。", "县里投入联合收割机1300台。")
)
ITEMS = (TRADE, BUS, WHEAT)
WEEK = dt.date(2026, 6, 28)
OFFICE = "云川市工业和信息化局"
SOURCES = (("云川日报", 24), ("青禾日报", 25), ("云川晚报", 26))


def cases() -> Iterator[Case]:
    """Yield every file."""
    yield from _on_one_line()
    yield from _under_numbers()
    yield from _in_sections()
    yield from _with_sources()
    yield from _bulletins()


def _file(name: str, lines: Sequence[str], answers: Sequence[Record]) -> Case:
    """Return a digest as DOCX, or as Markdown with empty lines between the lines."""
    data = factory.docx("", lines) if name.endswith("docx") else "\n\n".join(lines).encode()
    return Case(name, data, tuple(answers))


def _all(day: dt.date | None = None, publisher: str = "unknown") -> list[Record]:
    return [dataclasses.replace(each, published_on=day, publisher=publisher) for each in ITEMS]


def _joined(day: dt.date | None = None) -> list[Record]:
    return [dataclasses.replace(each, paragraphs=("".join(each.paragraphs),)) for each in _all(day)]


def _on_one_line() -> Iterator[Case]:
    """Yield digests whose headlines run into their texts."""
    bold = [f"{at}. **{each.title}**。{each.text}" for at, each in enumerate(_joined(), 1)]
    yield _file("bulletin-run-in.md", ["# 一周要闻（2026年6月22日—6月28日）", *bold], _joined(WEEK))
    yield _file(
        "bulletin-colons.md",
        ["**要闻速览**", *(f"- **{each.title}**：{each.text}" for each in _joined())],
        _joined(),
    )
    marks = [f"◆ {each.title}。{each.text}" for each in _joined()]
    yield _file("bulletin-marks.docx", ["今日要闻", *marks], _joined())


def _under_numbers() -> Iterator[Case]:
    """Yield digests that count their items: headlines with a comma, lists inside an item, anew in each section."""
    comma = [dataclasses.replace(TRADE, title="全省外贸增长8.6%，出口破两千亿元"), BUS, WHEAT]
    lines = [line for at, each in enumerate(comma, 1) for line in (f"{at}、{each.title}", *each.paragraphs)]
    yield _file("bulletin-comma.docx", ["一周要闻", *lines], comma)
    yield _file("bulletin-comma.md", ["# 一周要闻", *lines], comma)
    steps = ("县里出台三条措施。", "1.投入收割机1300台。", "2.设立服务点46个。", "3.安排补贴200万元。")
    listed = [TRADE, Record("青禾县出台措施支持小麦收割", steps), BUS]
    lines = [
        line
        for mark, each in zip("一二三", listed, strict=True)
        for line in (f"{mark}、{each.title}", *each.paragraphs)
    ]
    yield _file("bulletin-lists.docx", ["一周要闻", *lines], listed)
    for name, marks in (("brackets", ("（一）", "（二）", "（三）")), ("circles", "①②③")):
        lines = [
            line
            for mark, each in zip(marks, ITEMS, strict=True)
            for line in (f"{mark}{each.title}", *each.paragraphs)
        ]
        yield _file(f"bulletin-counted-{name}.docx", ["一周要闻", *lines], ITEMS)
    lines = ["一、产业运行", "1.", "2.", "二、县区动态", "1."]
    waiting = iter(ITEMS)
    told = [
        f"{line}{(item := next(waiting)).title}\n{item.text}" if line[0].isdigit() else line for line in lines
    ]
    yield _file("bulletin-anew.docx", ["经济要情", *"\n".join(told).split("\n")], ITEMS)


def _in_sections() -> Iterator[Case]:
    """Yield digests with names of sections over their items: these belong to none."""
    first, second, third = (f"### {each.title}\n\n" + "\n\n".join(each.paragraphs) for each in ITEMS)
    lines = ["# 云川早报 2026年6月26日", "## 宏观", first, "## 产业", second, third]
    yield _file("bulletin-sections.md", lines, _all(DAY))
    days = ["# 一周要闻（2026年6月22日至28日）", "## 6月24日", first, second, "## 6月25日", third]
    yield _file("bulletin-days.md", days, _all(WEEK))
    marked = [
        line
        for name, each in zip(("【外贸】", "【交通】", "【农业】"), ITEMS, strict=True)
        for line in (name, f"●{each.title}", *each.paragraphs)
    ]
    yield _file("bulletin-brackets.docx", ["要闻速递", *marked], ITEMS)
    front = "---\ntitle: 一周要闻\ndate: 2026-06-28\n---"
    headed = [line for each in ITEMS for line in (f"## {each.title}", *each.paragraphs)]
    told = [dataclasses.replace(each, published_on=WEEK) for each in ITEMS]
    yield _file("bulletin-front.md", [front, *headed], told)


def _with_sources() -> Iterator[Case]:
    """Yield digests whose items say, each for itself, where and when they appeared."""
    answers = [
        dataclasses.replace(each, published_on=dt.date(2026, 6, day), publisher=paper)
        for each, (paper, day) in zip(ITEMS, SOURCES, strict=True)
    ]
    under = ("云川日报 2026年6月24日", "来源：青禾日报　2026-06-25", "（云川晚报 2026年6月26日）")
    lines = [
        line
        for each, told in zip(ITEMS, under, strict=True)
        for line in (f"## {each.title}", told, *each.paragraphs)
    ]
    yield _file("bulletin-sources.md", ["# 每周要闻", *lines], answers)
    behind = (
        "（《云川日报》2026年6月24日）",
        "（来源：青禾日报 2026年6月25日）",
        "（摘自《云川晚报》2026年6月26日）",
    )
    labels = [f"来源：{paper}｜2026-06-{day}" for paper, day in SOURCES]
    lines = [
        line
        for each, told in zip(ITEMS, labels, strict=True)
        for line in (f"**{each.title}**", *each.paragraphs, told)
    ]
    yield _file("bulletin-labels.md", ["# 产业速递｜2026年6月26日", *lines], answers)
    ended = [
        dataclasses.replace(each, paragraphs=(*each.paragraphs[:-1], each.paragraphs[-1] + told))
        for each, told in zip(answers, behind, strict=True)
    ]
    lines = [line for at, each in enumerate(ended, 1) for line in (f"# {at}．{each.title}", *each.paragraphs)]
    yield _file("bulletin-ends.docx", ["经济信息简报", *lines], ended)


def _bulletins() -> Iterator[Case]:
    """Yield bulletins under number, office and day: with a list of contents, and with one article in parts."""
    head = ["工业经济简报", "第12期（总第86期）", f"{OFFICE}　　2026年6月26日"]
    contents = ["本期要目", *(f"◆{each.title}" for each in ITEMS)]
    bold = [line for each in ITEMS for line in (f"**{each.title}**", *each.paragraphs)]
    sent = ["报：市委办公室、市政府办公室。", "送：各县（区）工信局。"]
    yield _file("bulletin-contents.docx", [*head, *contents, *bold, *sent], _all(DAY, OFFICE))
    dotted = ["目录", *(f"{each.title}……{at}" for at, each in enumerate(ITEMS, 1))]
    yield _file("bulletin-dotted.docx", [*head, *dotted, *bold, *sent], _all(DAY, OFFICE))
    lines = [line for each in ITEMS for line in (f"★{each.title}", *each.paragraphs)]
    over = ["信息快报", "（第30期）", f"{OFFICE}编", "2026年6月26日", "【重点工作】"]
    yield _file("bulletin-stars.docx", [*over, *lines, "编辑：王晓　　审核：李明"], _all(DAY, OFFICE))
    parts = (
        "前5个月，全市规上工业增加值增长6.3%。",
        "一、扎实推进技术改造的主要做法及成效",
        "新建智能工厂60家，完成技改投资20亿元。",
        "二、下一步推进技术改造的工作打算",
        "力争全年增长6%以上。",
    )
    one = Record("全市工业经济平稳运行", parts, DAY, OFFICE)
    yield _file("bulletin-one.docx", [*head, one.title, *parts], [one])
    chapters = ("一、总体情况", "前5个月进出口增长8.6%。", "二、主要特点", "民营企业占比52%。")
    report = Record("2026年5月云川市外贸运行简报", chapters)
    yield _file("bulletin-parts.docx", [report.title, *chapters], [report])
