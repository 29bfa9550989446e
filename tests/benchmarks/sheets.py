"""Pages composed from news, each set in a style of its own.

An empty line after every paragraph or none at all, headlines of several parts on one line or several,
kickers and subheads, bylines before, in or behind a body, sidebars in the midst of an article,
paragraphs broken inside a word, half-width marks, no masthead and no date; and documents with parts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.news import Item

MARKERS = (
    "新闻延伸",
    "新闻链接",
    "相关链接",
    "链接",
    "背景",
    "新闻背景",
    "相关新闻",
    "延伸阅读",
    "相关",
    "背景链接",
)
_MARKED = ("【{}】", "【{}】", "{}》》》", "{} >>>", "■{}", "▶{}", "{}▶")
_BYLINES = (
    *("记者 {0}", "本报记者 {0}", "■ 本报记者 {0}", "□记者 {0}", "文/记者 {0}"),
    *("■本报记者 {0} 通讯员 {1}", "本报记者 {0} 通讯员 {1}", "记者 {0} 实习生 {1}", "实习生 {1} 记者 {0}"),
)
_BEHIND = ("记者 {0}", "记者 {0}", "本报记者 {0}", "(记者 {0})", "({1})", "({1})", "实习生 {1} 记者 {0}")
_OPENINGS = (
    *("本报讯（记者 {0}）", "本报讯（记者 {0}）", "本报讯 （记者 {0}）", "江城日报讯（记者 {0}）"),
    *("本报讯（记者 {0} 通讯员 {1}）", "本报讯 （记者{1}、实习生谢雨）", "海州新闻网讯（记者 {0}）"),
)
_LEADS = (
    "昨日，",
    "近日，",
    "日前，",
    "记者从市政府获悉，",
    "记者昨日获悉，",
    "6月25日，",
    "连日来，",
    "7月2日上午，",
)
"""How a body mostly begins that no dateline opens."""
_TOLD = re.compile(r".{0,16}(?:[昨今近]日|日前|获悉|\d日|讯|电)")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = "明远晓芳国栋春洋海波丽华建军志强文静雅婷宇航思远佳琪俊杰雨桐欣怡子涵一鸣立新永刚晨曦慧敏少峰云鹏"
_HALF = str.maketrans("，：；（）？！", ",:;()?!")
_POINTS = str.maketrans("，：；（）？！。", ",:;()?!.")
_PARTS = re.compile(r"[\s，。；]")
_FACT = re.compile(r"[^。！？\n“”]{18,70}。")
_CLAUSE = re.compile(r"[^，。；：、！？,.;:!?（）()《》“”\s]{6,22}")
_DATELINE = re.compile(
    r"^[【（(]?[^。，,]{0,24}?(?:讯|电|消息)[】）)]?\s*(?:[（(][^（）()]{0,40}[）)])?[:：]?\s*|^[（(]?(?:本报)?记者[^。，]{2,12}报道[）)]?\s*"
)


@dataclass(frozen=True)
class Set:
    """One line of a page: its words, what it is, the article that it belongs to, and whether a sidebar's."""

    words: str
    role: str
    article: int
    side: bool = False


@dataclass(frozen=True)
class Style:
    """How a page is set."""

    spaced: bool
    marks: dict[int, int]
    """How its marks are written."""
    breaks: float
    subheads: float
    sidebar: float
    byline: str
    heads: str
    datelines: bool
    captions: float
    indent: bool


@dataclass
class Sheet:
    """A page: its lines, and an empty line between them or not."""

    lines: list[Set] = field(default_factory=list)
    gap: str = "\n"

    @property
    def text(self) -> str:
        return self.gap.join(line.words for line in self.lines)

    def truth(self) -> list[tuple[str, str]]:
        """Return headline and text of each article."""
        heads: dict[int, list[str]] = {}
        bodies: dict[int, list[str]] = {}
        for line in self.lines:
            heads.setdefault(line.article, [])
            body = bodies.setdefault(line.article, [])
            words = line.words.strip("　")
            if line.role in ("title", "marker"):
                heads[line.article].append(words)
            elif line.role == "more":
                at = max(n for n, each in enumerate(body) if not each.startswith("图为"))
                body[at] += words
            else:
                body.append(words)
        captions_last = (sorted(body, key=lambda each: each.startswith("图为")) for body in bodies.values())
        return [
            (" ".join(head), "\n".join(body))
            for head, body in zip(heads.values(), captions_last, strict=True)
        ]


def style(rng: random.Random) -> Style:
    """Return a style, no two pages alike."""
    return Style(
        spaced=rng.random() < 0.85,
        marks=rng.choice([{}, {}, {}, *[_HALF] * 6, _POINTS]),
        breaks=rng.choice([0.0, 0.1, 0.2, 0.35]),
        subheads=rng.choice([0.0, 0.0, 0.2, 0.4, 0.6]),
        sidebar=rng.choice([0.0, 0.5, 1.0]),
        byline=rng.choice(["none", "dateline", "before", "after", "brackets", "any", "any"]),
        heads=rng.choice(["lines", "one", "any", "any"]),
        datelines=rng.random() < 0.3,
        captions=rng.choice([0.0, 0.0, 0.0, 0.2]),
        indent=rng.random() < 0.15,
    )


def page(pool: Sequence[Item], rng: random.Random) -> Sheet:
    """Return a page of one to five articles, or one document that has parts."""
    how = style(rng)
    sheet = Sheet(gap="\n\n" if how.spaced else "\n")
    number = 0
    if rng.random() < 0.2:
        sheet.lines = _document(rng.sample(pool, 6), rng)
        return sheet
    for item in rng.sample(pool, rng.choice([1, 2, 2, 3, 3, 4, 5])):
        main = _article(item, number, how, rng)
        bodies = [at for at, line in enumerate(main) if line.role in ("text", "more")]
        if rng.random() < how.sidebar and len(bodies) > 2:
            at = rng.choice(bodies[1:]) if rng.random() < 0.6 else len(main)
            heads = [n for n, line in enumerate(main) if line.role == "head"]
            if heads and rng.random() < 0.4:
                at = rng.choice(heads)
            other = rng.choice(pool)
            side = _sidebar(other, number + 1, how, rng)
            main[at:at] = side
            number += 1
        sheet.lines += main
        number += 1
    if rng.random() < 0.08:
        sheet.lines = [line for line in sheet.lines if (line.article, line.role) != (0, "title")]
    if rng.random() < 0.03:
        sheet.lines = [Set(rng.choice(rng.choice(pool).paragraphs), "text", 0)]
    sheet.lines = [
        Set(
            ("　　" if how.indent and line.role == "text" else "") + line.words.translate(how.marks),
            line.role,
            line.article,
            line.side,
        )
        for line in sheet.lines
    ]
    return sheet


def _name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, rng.choice([1, 2, 2])))


def _names(rng: random.Random) -> str:
    return " ".join(_name(rng) for _ in range(rng.choice([1, 1, 2, 3])))


def _clauses(words: str) -> list[str]:
    bare = _DATELINE.sub("", words)
    found = [each for each in _CLAUSE.findall(bare) if not re.match(r"[\d的了和与及在]|.*[\d]$", each)]
    return [each for each in found if len(each) >= 7]


def _phrase(words: str, rng: random.Random, pieces: int = 1) -> str:
    """Return clauses of a paragraph as a headline has them, empty where there are none."""
    found = _clauses(words)
    if not found:
        return ""
    start = rng.randrange(len(found))
    return " ".join(found[start : start + pieces])


def _headline(item: Item, how: Style, rng: random.Random) -> list[str]:
    """Return the lines of a headline: kicker, headline, further parts."""
    lead = item.paragraphs[0]
    short = _phrase(lead, rng, rng.choice([1, 1, 2])) if rng.random() < 0.3 else ""
    main = (
        short
        or item.title
        or _phrase(lead, rng, rng.choice([1, 1, 2]))
        or _phrase("".join(item.paragraphs), rng)
    )
    main = main or "本周要闻"
    lines = main.split() if rng.random() < 0.5 else [main]
    if rng.random() < 0.3 and (kicker := _phrase(lead, rng)) and kicker not in main:
        person = re.search(r"[\u4e00-\u9fff]{2,3}(?=在[^，。]{2,8}调研)", lead)
        lines.insert(0, f"{person[0]}调研时强调" if person and rng.random() < 0.7 else kicker)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        if (more := _phrase("".join(item.paragraphs[:3]), rng, rng.choice([1, 1, 2]))) and more not in main:
            lines.append(more if rng.random() < 0.85 else f"——{more}")
    if rng.random() < 0.15 and (subject := _CLAUSE.search(main)):
        lines.insert(0, f"{subject[0][:4]}：")  # a kicker that the headline answers
    if len(lines) > 1 and rng.random() < 0.2 and (more := _phrase(lead, rng, 2)) and " " in more:
        lines.append(more.replace(" ", "，", 1))
    one = how.heads == "one" or (how.heads == "any" and rng.random() < 0.4)
    return [" ".join(lines)] if one else lines


def _broken(words: str, chance: float, rng: random.Random) -> list[str]:
    """Return a paragraph, broken inside a word or between two where chance has it."""
    inside = [
        at
        for at in range(12, len(words) - 8)
        if re.match(
            r"[\u4e00-\u9fff]{2}" if rng.random() < 0.9 else r"[^，。；：、]{2}", words[at - 1 : at + 1]
        )
        and "（" not in words[at - 12 : at]
    ]
    if rng.random() >= chance or not inside:
        return [words]
    at = rng.choice(inside)
    return [words[:at], *(_broken(words[at:], chance / 3, rng))]


def _article(item: Item, number: int, how: Style, rng: random.Random) -> list[Set]:
    title = _headline(item, how, rng)
    lines = [Set(each, "title", number) for each in title]
    paragraphs = list(item.paragraphs)
    if not how.datelines:
        paragraphs[0] = _DATELINE.sub("", paragraphs[0]) or paragraphs[0]
    if rng.random() < 0.03:
        paragraphs = [f"{'问答'[at % 2]}：{each}" for at, each in enumerate(paragraphs)]
    byline = (
        how.byline if how.byline != "any" else rng.choice(["none", "dateline", "before", "after", "brackets"])
    )
    names = _names(rng)
    if byline == "dateline":
        paragraphs[0] = f"{rng.choice(_OPENINGS).format(names, _name(rng))}{_DATELINE.sub('', paragraphs[0])}"
    elif byline != "before" and not _TOLD.match(paragraphs[0]) and rng.random() < 0.75:
        paragraphs[0] = rng.choice(_LEADS) + paragraphs[0]
    if byline == "before":
        lines.append(
            Set(
                rng.choice(_BYLINES).format(names, _name(rng)),
                "byline",
                number,
            )
        )
    elif byline == "brackets":
        paragraphs[-1] += f"（记者 {names}）" if rng.random() < 0.6 else f"（{_name(rng)}）"
    lines += _body(paragraphs, number, how, rng)
    if byline == "after":
        lines.append(Set(rng.choice(_BEHIND).format(names, _name(rng)), "byline", number))
    return lines


def _body(paragraphs: Sequence[str], number: int, how: Style, rng: random.Random) -> list[Set]:
    """Return the lines of a body, with its subheads, breaks and captions."""
    lines: list[Set] = []
    parts = rng.choice([1, 1, 2, 2])
    for at, paragraph in enumerate(paragraphs):
        if at and rng.random() < how.subheads and (sub := _phrase(paragraph, rng, parts)):
            lines.append(Set(_subhead(sub, at, rng), "head", number))
        pieces = _broken(paragraph, how.breaks, rng)
        lines += [Set(each, "more" if n else "text", number) for n, each in enumerate(pieces)]
        if rng.random() < how.captions:
            lines.append(
                Set(
                    f"图为{(_phrase(paragraph, rng) or '活动现场')}。 本报记者 {_name(rng)} 摄",
                    "caption",
                    number,
                )
            )
    return lines


def _subhead(words: str, number: int, rng: random.Random) -> str:
    """Return a subhead as some papers set it: numbered, very short, or with a colon between its parts."""
    if rng.random() < 0.15:
        return words[: rng.choice([4, 4, 5, 6])]
    if rng.random() < 0.08:
        return f"{'一二三四五六七八九'[number]}、{words}"
    return words.replace(" ", "：", 1) if rng.random() < 0.25 else words


def _document(chosen: Sequence[Item], rng: random.Random) -> list[Set]:
    """Return a notice or a report with numbered parts, or a list of figures: one article."""
    words = [each for item in chosen for each in item.paragraphs]
    phrase = lambda: next(filter(None, (_phrase(rng.choice(words), rng) for _ in range(50))), "工作要求")  # noqa: E731
    lines = [
        Set(
            f"{rng.choice(['关于', '2026年', ''])}{phrase()}{rng.choice(['的通知', '报告', '方案', '情况'])}",
            "title",
            0,
        )
    ]
    if rng.random() < 0.25:
        figures = (
            f"{phrase()[:8]}{rng.randint(2, 9000)}{rng.choice(['亿元', '万人', '%', '家'])}" for _ in range(6)
        )
        return [*lines, *(Set(each, "head", 0) for each in figures)]
    if rng.random() < 0.2:
        lines.append(Set(f"——2026年1月{rng.randint(9, 30)}日在市第十八届人民代表大会第四次会议上", "head", 0))
        lines.append(Set(f"市长 {_name(rng)}", "head", 0))
    if rng.random() < 0.5:
        lines.append(Set(rng.choice(["各区人民政府：", "各有关单位：", "各位代表："]), "text", 0))
    for part in "一二三四五"[: rng.randint(2, 5)]:
        lines.append(Set(f"{part}、{phrase()}", "head", 0))
        for number, paragraph in enumerate(rng.sample(words, rng.randint(1, 3)), 1):
            if rng.random() < 0.3:
                lines.append(Set(f"（{'一二三'[number - 1]}）{phrase()}", "head", 0))
            mark = rng.choice(["", "", f"{number}.", f"{number}．"])
            lines.append(Set(mark + paragraph, "text", 0))
    if rng.random() < 0.5:
        lines += [
            Set(rng.choice(["市工业和信息化局", "省人民政府办公厅"]), "head", 0),
            Set(rng.choice(["2026年4月13日", "二〇二六年四月十三日"]), "head", 0),
        ]
    return lines


def _sidebar(item: Item, number: int, how: Style, rng: random.Random) -> list[Set]:
    """Return a sidebar under its mark: an article of its own, or figures and facts in short paragraphs."""
    short = Item(item.title, item.paragraphs[: rng.choice([1, 1, 2, 3, 4])])
    facts = [each for words in item.paragraphs for each in _FACT.findall(words)][: rng.randint(2, 4)]
    mark = rng.choice(MARKERS)
    marker = rng.choice(_MARKED).format(mark) if rng.random() < 0.3 else mark
    if len(facts) > 1 and rng.random() < 0.25:
        lines = [Set(each, "text", number) for each in facts]
    else:
        lines = _article(short, number, how, rng)
        heads = [line.words for line in lines if line.role == "title"]
        if rng.random() < 0.3:
            lines = [line for line in lines if line.role != "title"]
            if (
                len(heads) == 1
                and 4 < len(heads[0]) < 30
                and not _PARTS.search(heads[0])
                and rng.random() < 0.5
            ):
                marker = f"{mark}：{heads[0]}"
    inner = [Set(line.words, line.role, number, side=True) for line in lines]
    return [Set(marker, "marker", number, side=True), *inner]
