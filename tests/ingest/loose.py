"""Made-up pages whose lines know no columns, and texts that were pasted: what has to come out of them."""

# ruff: noqa: E501  (paragraphs are whole)
from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from tests.ingest.texts import Answer, Case

_HALF = str.maketrans("，：；（）", ",:;()")

VISIT = Answer(
    "韩映川在河东区调研时强调 把制造业这份家当守好 让老厂房长出新产业",
    (
        "本报讯（记者 顾闻笛 苏木）6月25日，市长韩映川到河东区调研制造业发展情况。他强调，要把制造业摆在突出位置。",
        "在云川海砺管业有限公司，韩映川察看生产车间，了解产品研发和市场订单情况，勉励企业扩大投资、多出精品。",
        "河东区负责同志参加调研。",
    ),
)
PLAN = Answer(
    "全市首个低空经济规划发布 培育整机制造 布局起降网络 三年内开通航线二十条",
    (
        "昨日，市发展改革委发布《云川市低空经济发展规划》，从整机制造、起降设施、应用场景三个方面提出低空经济的发展路径。",
        "夯实整机制造基础",
        "低空经济规划提出，推动整机制造企业集聚发展，建设低空经济产业园，引进整机制造企业五家。",
        "完善起降设施网络",
        "低空经济规划提出，在全市建设起降点一百个，起降设施向社会开放。",
    ),
)
SIDEBAR = Answer(
    "新闻延伸 云川低空航线增至八条",
    (
        "记者从市交通运输局获悉，截至目前，全市低空航线增至八条，累计飞行一千二百架次。",
        "据介绍，这些航线主要用于血液运送和海岛物流。",
        "记者 方既白",
    ),
)
HARVEST = Answer(
    "云川早稻收割过半",
    (
        "记者近日从市农业农村局获悉，全市早稻收割面积已经过半，平均亩产比去年增加十二公斤。",
        "今年全市种植早稻四十六万亩，投入收割机一千八百台。",
    ),
)


def cases() -> Iterator[Case]:
    """Yield every file."""
    for name, gap in (("spaced", "\n\n"), ("close", "\n")):
        yield Case(f"loose-{name}.txt", gap.join(_page()).encode(), (VISIT, PLAN, SIDEBAR))
    half = tuple(_half(each) for each in (VISIT, PLAN, SIDEBAR))
    yield Case("loose-half-width.txt", "\n\n".join(_page()).translate(_HALF).encode("gb18030"), half)
    two = [*_lines(HARVEST), *_lines(VISIT)]
    yield Case("loose-two.txt", "\n\n".join(["", "", *two]).encode(), (HARVEST, VISIT))
    yield Case("loose-one.txt", "\n\n".join(_lines(PLAN)).encode(), (PLAN,))
    yield from _pasted()


def _page() -> list[str]:
    """Return the lines of a page: a sidebar in the second article, a paragraph broken inside a sentence."""
    visit, plan = _lines(VISIT), _lines(PLAN)
    at = visit.index(VISIT.paragraphs[1])
    broken = [
        "在云川海砺管业有限公司，韩映川",
        VISIT.paragraphs[1].removeprefix("在云川海砺管业有限公司，韩映川"),
    ]
    visit[at : at + 1] = broken
    return [*visit, *plan[:2], "新闻延伸", "云川低空航线增至八条", *SIDEBAR.paragraphs, *plan[2:]]


def _lines(answer: Answer) -> list[str]:
    """Return the lines of an article; the first part of a long headline has its own."""
    kicker, _, rest = answer.title.partition(" ")
    title = [kicker, rest] if answer is VISIT else [answer.title]
    return [*title, *answer.paragraphs]


def _half(answer: Answer) -> Answer:
    paragraphs = tuple(each.translate(_HALF) for each in answer.paragraphs)
    return dataclasses.replace(answer, title=answer.title.translate(_HALF), paragraphs=paragraphs)


def _pasted() -> Iterator[Case]:
    """Yield a digest with tags, entities, and a text whose headline, date and body stand on one line."""
    day = dt.date(2026, 6, 26)
    items = [
        dataclasses.replace(each, paragraphs=(f"云川日报讯（记者 白露）{each.paragraphs[0]}",))
        for each in (HARVEST, PLAN)
    ]
    blocks = "".join(
        f"### {each.title}\n\n<p><strong>云川日报讯</strong>（记者 白露）{each.paragraphs[0][12:]}</p>\n\n[查看原文](https://example.org/)\n\n"
        for each in items
    )
    opening = Answer("云川早新闻 （20260626） 今日要点", ("今日共两条新闻。", "详细内容"), day)
    digest = f"# 云川早新闻 （20260626）\n\n## 今日要点\n\n今日共两条新闻。\n\n## 详细内容\n\n{blocks}"
    yield Case("digest.md", digest.encode(), (opening, *(each.dated(day) for each in items)))
    entities = f"{HARVEST.title}\n{HARVEST.paragraphs[1].replace('四十六', '&nbsp;46&nbsp;')}"
    answer = Answer(HARVEST.title, (HARVEST.paragraphs[1].replace("四十六", " 46 "),))
    yield Case("entities.txt", entities.encode(), (answer,))
    run_in = f"{HARVEST.title} 2026-06-26 10:20 来源：云川日报 {HARVEST.paragraphs[0]}"
    yield Case("run-in.txt", run_in.encode(), (Answer(HARVEST.title, HARVEST.paragraphs[:1], day),))
    boxed = f"【{HARVEST.title}】{HARVEST.paragraphs[0]}"
    yield Case("run-in-box.txt", boxed.encode(), (Answer(HARVEST.title, HARVEST.paragraphs[:1]),))
    quoted = f"云川市《早稻收割办法》（2026年3月1日）规定，{HARVEST.paragraphs[1]}"
    yield Case("run-in-no.txt", quoted.encode(), (Answer("", (quoted,)),))
