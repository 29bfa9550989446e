"""Made-up files of the kinds that users bring, each with the document that has to come out, by whom and of where."""

# ruff: noqa: E501  (paragraphs are whole)
from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tests.ingest import factory
from tests.ingest.printed import Print
from tests.ingest.texts import ARTICLES, DAY, SIDEBAR, Answer, Case, Record, column

HARVEST = Record(
    "小麦收割过半",
    ("今年全县小麦总产量28万吨，同比增长3.2%。", "农业部门投入联合收割机1300台，日收割3.6万亩。"),
)
COUNTY = Record(
    "前五个月工业增加值增长6.3%",
    (
        "6月25日，安吉县统计局发布数据。今年前五个月，全县规模以上工业增加值同比增长6.3%。",
        "安吉县经信局负责人说，下半年将继续落实稳增长政策，力争全年增长6%以上。",
    ),
)


def cases() -> Iterator[Case]:
    """Yield every file."""
    yield from _under_headlines()
    yield from _taken()
    yield from _of_counties()
    yield from _digests()
    yield from _no_digests()
    yield from _printed_sidebars()
    yield from _dated_pages()
    yield from _targets()
    yield from _named_beside()
    yield from _marked()
    yield from _signed()


def _under_headlines() -> Iterator[Case]:
    """Yield texts with a line under the headline that says where and when they appeared."""
    lines = {
        "labels": "2026-06-26 来源：云川日报",
        "paper": "《云川日报》（2026年6月26日 第3版）",
        "taken": "摘自2026年6月26日《云川日报》",
    }
    answer = dataclasses.replace(HARVEST, published_on=DAY, publisher="云川日报")
    for name, line in lines.items():
        text = "\n".join([HARVEST.title, line, "", *(f"　　{each}" for each in HARVEST.paragraphs)])
        yield Case(f"under-{name}.txt", text.encode(), (answer,))
        blocks = "\n\n".join([f"# {HARVEST.title}", line, *HARVEST.paragraphs])
        yield Case(f"under-{name}.md", blocks.encode(), (answer,))
        data = factory.docx(HARVEST.title, [line, *HARVEST.paragraphs])
        yield Case(f"under-{name}.docx", data, (answer,))


def _taken() -> Iterator[Case]:
    """Yield texts whose last line names the paper that they are taken from."""
    last = {
        "quoted": "据《云川日报》6月26日报道",
        "signed": "（云川日报 记者 苏映雪）",
        "source": "本文来源：云川日报",
        "bracket": "（摘自《云川日报》）",
    }
    body = (*HARVEST.paragraphs, "粮食部门开设收购点46个。")
    for name, line in last.items():
        answer = Record(HARVEST.title, (*body, line), publisher="云川日报")
        text = "\n".join([HARVEST.title, "", *(f"　　{each}" for each in body), line])
        yield Case(f"taken-{name}.txt", text.encode(), (answer,))


def _of_counties() -> Iterator[Case]:
    """Yield pages on the site of a province: what speaks of 全县 is the county's, what speaks of 全省 is not."""
    site = '<meta name="SiteName" content="浙江省人民政府">'
    county = dataclasses.replace(COUNTY, publisher="浙江省人民政府", region="330523")
    yield Case("site-county.html", _page(COUNTY, site), (county,))
    words = ("今年前五个月，全省规模以上工业增加值增长6.3%，安吉县增长8.1%。", "全省将继续落实稳增长政策。")
    province = Record(COUNTY.title, words, publisher="浙江省人民政府", region="330000")
    yield Case("site-province.html", _page(province, site), (province,))
    # An office that issues a text about one of its cities issues it for its own region.
    title = "浙江省人民政府关于支持湖州市建设示范区的意见"
    issued = Record(title, ("到2030年，湖州市全市建成绿色工厂300家以上。",), None, "浙江省人民政府", "330000")
    yield Case("site-issued.html", _page(issued, site), (issued,))


def _page(answer: Answer, head: str) -> bytes:
    body = "".join(f"<p>{each}</p>" for each in answer.paragraphs)
    nav = '<div class="nav"><a href="/">首页</a> <a href="/x">市县动态</a></div>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{answer.title}</title>{head}</head>'
        f"<body>{nav}<h1>{answer.title}</h1><div class='content'>{body}</div></body></html>"
    ).encode()


ITEMS = (
    Answer(
        "全省外贸进出口增长8.6%",
        ("前5个月全省进出口总值3120亿元，同比增长8.6%。", "其中出口2010亿元，增长10.2%。"),
    ),
    Answer("首批氢能公交上线", ("20辆氢能公交车昨日在云川市投入运营，续航里程达500公里。",)),
    Answer("青禾县小麦开镰", ("青禾县62万亩小麦开镰收割，预计总产量28万吨。", "县里投入联合收割机1300台。")),
)
NAME = "云川经济简讯"


def _digests() -> Iterator[Case]:
    """Yield one digest as it is written in each format: each of its items is a document."""
    headed = [line for each in ITEMS for line in (f"# {each.title}", *each.paragraphs)]
    yield Case("digest-styles.docx", factory.docx(NAME, headed), ITEMS)
    plain = [line for each in ITEMS for line in (each.title, *each.paragraphs)]
    yield Case("digest-plain.docx", factory.docx("", [NAME, *plain]), ITEMS)
    numbered = [
        line for at, each in enumerate(ITEMS, 1) for line in (f"{at}．{each.title}", *each.paragraphs)
    ]
    yield Case("digest-numbered.docx", factory.docx("", [NAME, *numbered]), ITEMS)
    # Bold tells headlines apart that hold a clause.
    comma = (dataclasses.replace(ITEMS[0], title="全省外贸增长8.6%，出口破两千亿元"), *ITEMS[1:])
    bold = [line for each in comma for line in (f"**{each.title}**", *each.paragraphs)]
    yield Case("digest-bold.docx", factory.docx("", [NAME, *bold]), comma)
    dated = tuple(each.dated() for each in comma)
    yield Case("digest-bold.md", "\n\n".join([f"# {NAME} 2026年6月26日", *bold]).encode(), dated)
    levels = "\n\n".join([f"# {NAME}", *headed]).replace("\n# ", "\n## ")
    yield Case("digest-levels.md", levels.encode(), ITEMS)
    yield Case("digest-spaced.txt", "\n\n".join([NAME, *plain]).encode(), ITEMS)
    bracketed = [f"【{each.title}】{''.join(each.paragraphs)}" for each in ITEMS]
    joined = tuple(dataclasses.replace(each, paragraphs=("".join(each.paragraphs),)) for each in ITEMS)
    yield Case("digest-brackets.txt", "\n".join(["每日要闻", *bracketed]).encode(), joined)
    long = tuple(dataclasses.replace(each, title=f"{each.title} 来自各地的消息") for each in ITEMS)
    several = "\n\n---\n\n".join("\n\n".join((f"# {each.title}", *each.paragraphs)) for each in long)
    yield Case("digest-headlines.md", several.encode(), long)
    sourced = tuple(
        dataclasses.replace(each, paragraphs=(*each.paragraphs, "（来源：云川日报）")) for each in ITEMS
    )
    lines = [line for each in sourced for line in (each.title, *each.paragraphs)]
    lead = Answer(NAME, ("本期选登各地上半年经济运行的消息三则。",))
    yield Case("digest-sourced.docx", factory.docx("", [NAME, *lead.paragraphs, *lines]), (lead, *sourced))


def _no_digests() -> Iterator[Case]:
    """Yield reports whose parts look like the items of a digest: each stays one document."""
    parts = ("运行特点", "前5个月，规上工业增加值增长6.3%。", "存在问题", "订单不足，亏损面达到18.2%。")
    report = Answer("云川市工业运行情况", parts)
    bold = [f"**{each}**" if len(each) == 4 else each for each in parts]
    yield Case("parts-bold.docx", factory.docx(report.title, bold), (report,))
    yield Case("parts-bold.md", "\n\n".join([f"# {report.title}", *bold]).encode(), (report,))
    chapters = Answer("一、运行特点", (parts[1], "二、存在问题和困难情况", parts[3]))
    text = f"# {chapters.title}\n\n{parts[1]}\n\n# {chapters.paragraphs[1]}\n\n{parts[3]}"
    yield Case("parts-first-level.md", text.encode(), (chapters,))


def _printed_sidebars() -> Iterator[Case]:
    """Yield printed pages with a sidebar: beside an article, under it, in its midst."""
    first, second = ARTICLES[1].dated(), ARTICLES[3].dated()
    side = dataclasses.replace(SIDEBAR, title="链接").dated()
    head = (50.0, 1140.0, 9.0, ["云川日报　2026年6月26日　星期五　第2版"])
    lines = column(first, 16)
    half = -(-len(lines) // 2)
    columns = [(50.0, 1040.0, 10.0, lines[:half]), (230.0, 1040.0, 10.0, lines[half:])]
    below = [(50.0, 700.0, 22.0, [second.title]), (50.0, 660.0, 10.0, column(second, 40))]
    over = [head, (50.0, 1080.0, 22.0, [first.title])]
    beside = [(410.0, 1040.0, 12.0, ["链接"]), (410.0, 985.0, 10.0, column(SIDEBAR, 14))]
    yield Case("sidebar-beside.pdf", factory.sheet([*over, *columns, *beside, *below]), (first, side, second))
    under = [(50.0, 840.0, 12.0, ["链接"]), (50.0, 810.0, 10.0, column(SIDEBAR, 34))]
    yield Case("sidebar-under.pdf", factory.sheet([*over, *columns, *under, *below]), (first, side, second))
    wide = column(first, 40)
    midst = [(50.0, 980.0, 12.0, ["链接"]), (50.0, 960.0, 9.0, column(SIDEBAR, 40))]
    pieces = [*over, (50.0, 1040.0, 10.0, wide[:2]), *midst, (50.0, 900.0, 10.0, wide[2:])]
    yield Case("sidebar-midst.pdf", factory.sheet(pieces), (first, side))


def _dated_pages() -> Iterator[Case]:
    """Yield web pages that are dated by their address or a `time`, with lines around them that are no text."""
    answer = Answer(
        "云川市工业运行平稳", ("前5个月，规上工业增加值增长6.3%。", "亏损面2019年以来首次低于18.2%。"), DAY
    )
    address = '<link rel="canonical" href="https://example.org/art/2026/6/26/art_12_345.html">'
    yield Case("dated-address.html", _page(answer, address), (answer,))
    clock = '<h1><time datetime="2026-06-26T08:00"></time>'
    yield Case("dated-time.html", _page(answer, "").replace(b"<h1>", clock.encode(), 1), (answer,))
    around = "<div>欢迎您，请<a href=1>登录</a>或<a href=2>注册</a></div><div>上一篇：<a href=3>工业投资增长18%</a></div>"
    data = _page(answer, address).replace(b"</body>", f"{around}</body>".encode())
    yield Case("around.html", data, (answer,))


TARGETS = [
    ["指标", "单位", "2025年", "2030年目标"],
    ["常住人口城镇化率", "%", "68.2", "72左右"],
    ["粮食综合生产能力", "万吨", "256", "≥260"],
    ["单位GDP能耗降低", "%", "—", "[13.5]"],
]
AIMS = Answer(
    "云川市主要指标",
    (
        "到2030年，全市主要指标如下。",
        "2025年常住人口城镇化率68.2%；到2030年，常住人口城镇化率达到72%左右。",
        "2025年粮食综合生产能力256万吨；到2030年，粮食综合生产能力达到260万吨以上。",
        "到2030年，单位GDP能耗降低累计达到13.5%。",
    ),
)


def _targets() -> Iterator[Case]:
    """Yield one table of aims in each format: the same sentences come out."""
    title, lead = AIMS.title, AIMS.paragraphs[0]
    yield Case("aims.docx", factory.docx(title, [lead], TARGETS), (AIMS,))
    first, *rest = (f"| {' | '.join(row)} |" for row in TARGETS)
    piped = "\n".join([first, "|---|---|---|---|", *rest])
    yield Case("aims-piped.md", f"# {title}\n\n{lead}\n\n{piped}\n".encode(), (AIMS,))
    rows = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TARGETS)
    table = f"<table>\n{rows}\n</table>"
    yield Case("aims-tags.md", f"# {title}\n\n{lead}\n\n{table}\n".encode(), (AIMS,))
    page = _page(dataclasses.replace(AIMS, paragraphs=(lead,)), "")
    yield Case("aims.html", page.replace(b"</p></div>", f"</p>{table}</div>".encode()), (AIMS,))
    for rules in ("all", "three", "none"):
        sheet = Print()
        sheet.text(220, 60, title, 18)
        sheet.text(60, 120, f"　　{lead}")
        sheet.grid(60, 150, [180, 60, 90, 110], TARGETS, rules=rules)
        yield Case(f"aims-{rules}.pdf", sheet.bytes(), (AIMS,))


def _named_beside() -> Iterator[Case]:
    """Yield texts whose paper stands beside the day, without a label, or in what the page describes."""
    answer = dataclasses.replace(HARVEST, published_on=DAY, publisher="云川日报")
    lines = {
        "author": "云川日报 2026年6月26日 A2版 记者 李闻",
        "clock": "云川日报 · 2026年6月26日 10:02 · 阅读 2.3万",
        "bars": "云川日报 | 2026-06-26",
    }
    for name, line in lines.items():
        text = "\n".join([HARVEST.title, line, "", *(f"　　{each}" for each in HARVEST.paragraphs)])
        yield Case(f"beside-{name}.txt", text.encode(), (answer,))
        data = _page(HARVEST, "").replace(b"</h1>", f"</h1><p>{line}</p>".encode())
        yield Case(f"beside-{name}.html", data, (answer,))
    paper = '"publisher": {"@type": "Organization", "name": "云川日报"}'
    graph = f'{{"@graph": [{{"name": "站"}}, {{"datePublished": "2026-06-26T08:00:00+08:00", {paper}}}]}}'
    head = f'<script type="application/ld+json">{graph}</script>'
    yield Case("beside-graph.html", _page(HARVEST, head), (answer,))
    front = f"---\ntitle: {HARVEST.title}\ndate: 2026-06-26\nsource: 云川日报\n---\n"
    yield Case("beside-front.md", (front + "\n\n".join(HARVEST.paragraphs)).encode(), (answer,))
    ends = (*HARVEST.paragraphs, "（摘自《云川日报》2026年6月26日第2版）")
    taken = dataclasses.replace(answer, paragraphs=ends)
    yield Case("beside-end.docx", factory.docx(HARVEST.title, ends), (taken,))


def _marked() -> Iterator[Case]:
    """Yield Markdown with all of its marks, and a site's path over a text: nothing of them is said."""
    said = ("出口86.3亿元，增长35.2%。", "进口16.1亿元。", "按人民币计价。", "小节", "其中民营企业占比52%。")
    answer = Answer("前五个月外贸稳定增长", said)
    text = (
        f"<!-- 导出 -->\n{answer.title}\n====\n\n- [x] 出口*86.3亿元*，~~增长30%~~增长`35.2%`[^1]。[原文](http://a.b/c)\n"
        "- [ ] <b>进口</b>**16.1亿元**。\n\n[^1]: 按人民币计价。\n\n小节\n----\n\n"
        "其中[民营企业](http://a.b/d)占比52%。\n\n#外贸 #经济运行\n"
    )
    yield Case("marked.md", text.encode(), (answer,))
    path = "\n".join(["首页 | 新闻 | 政务公开", HARVEST.title, "", *HARVEST.paragraphs])
    yield Case("path-of-bars.txt", path.encode(), (Answer(HARVEST.title, HARVEST.paragraphs),))


def _signed() -> Iterator[Case]:
    """Yield a short notice in each format: the day under it stays in it, and makes no newspaper of it."""
    body = (
        "各县（市、区）人民政府：",
        "现将措施印发给你们。到2028年，规上工业企业突破3000家。",
        "云川市人民政府办公室",
        "2026年6月26日",
    )
    title = "关于印发工业稳增长措施的通知"
    answer = Answer(title, body, DAY)
    yield Case("signed.docx", factory.docx(title, body), (answer,))
    yield Case("signed.html", _page(Answer(title, body), ""), (answer,))
    yield Case("signed.txt", "\n".join([title, *body]).encode(), (answer,))
