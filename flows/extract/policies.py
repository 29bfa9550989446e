"""Policies: plans, laws and documents by their titles, named actions, strategies and projects."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.extract.spans import LISTED, MARKED, RULED, TAGGED, Candidate
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_TITLE = re.compile(r"《(?P<title>[^《》\n]{2,80}(?:〈[^〉]{2,60}〉[^《》\n]{0,20})?)》")
_DOCUMENT = re.compile(
    r"(?:规划|纲要|意见|方案|办法|条例|法|法典|宪法|通知|决定|规定|措施|计划|指引|指南|公报|宣言|协定|公约|协议|白皮书|建议|细则|目录"
    r"|标准|规范|倡议|章程|准则|议程|条约|声明|报告|蓝图|路线图|清单|政策|决议|草案|若干问题|总体规划|国策|战略|共识|备忘录|批复|规则"
    r"|要点|导则|框架|议定书|宪章|法案)(?:（[^）]*）|\([^)]*\)|[0-9年版一二三四五六])*$"
)
_NOT_DOCUMENT = re.compile(
    r"^(?:习近平|毛泽东|邓小平)|论述摘编|学习纲要|读本|文选|文集|调研报告$|年度报告|看法$|书法$|说法$|做法$|方法$"
)
_MEDIA = re.compile(
    r"^(?:[一-龥]{2,8}(?:日报|时报|晚报|早报|导报|邮报|周刊|杂志)|福布斯|经济学人|求是|自然|科学|细胞|柳叶刀)$"
)
_FIVE_YEARS = re.compile(
    r"(?P<quoted>[“\"‘']十[一二三四五六七八九]五[”\"’'](?:规划(?:纲要|建议|《纲要》)?(?!建设|期|目标)))|(?P<bare>十[一二三四五六七八九]五)(?=[”\"’']|时|规|开|期|以|末|收|的|和|、|，)"
)
_ACT = (
    "专项行动|专项整治行动|专项治理行动|攻坚行动|提升行动|三年行动|五年行动|行动计划|培训行动|行动方案|攻坚战|保卫战|专项计划|专项工程|建设工程"
    "|行动|工程|计划|战略|倡议|政策|机制|改革|试点|规划|活动|项目|专项|普查|协定|协议|原则|共识|宣言|体系|示范区建设|建设"
)
_QUOTED = re.compile(rf"[“\"](?P<name>[^“”\"\n，。；]{{2,24}})[”\"](?P<tail>(?:[一-龥]{{0,6}}?)(?:{_ACT}))")
_STRONG = re.compile(
    r"(?:专项行动|专项整治行动|专项治理行动|攻坚行动|治本攻坚行动|提升行动|提质行动|三年行动|五年行动|行动计划|培训行动|行动方案|富民行动|惠民行动"
    r"|绿化行动|更新行动|振兴行动|建设行动|示范行动|攻坚战|保卫战|专项计划|培育计划|行动纲领|发展战略|强省战略|强市战略|国家战略|强国战略|全面战略|普查|引水工程|调水工程"
    r"|输电工程|特高压工程|直流工程|水利枢纽工程|水利枢纽|探源工程|惠民工程|强基工程|攻关工程|提升工程|改造工程|治理工程|扩建工程|调水二期|二期工程|一期工程|扩容工程|国家规划"
    r"|综合改革试点|改革试点|开放试点|宣传月|推进年活动|年活动|对接活动|专项规划|总体规划|空间规划|协定|三年行动方案|行动年|大科学计划|光伏项目|风电项目|一体化项目|基地项目|改扩建项目)$"
)
_BREAK = frozenset(
    "实施 开展 启动 推进 部署 印发 制定 出台 发布 深入 加快 推动 组织 实行 落实 完成 抓好 编制 加强 全面 大力 继续 持续 深化 扎实 有序 参与 支持 聚焦 围绕 通过 建设 建成"
    " 按照 批准 公布 启用 做好 统筹 稳步 开工 提出 是 为 把 将 对 在 以 从 与 和 及 等 的 了 一 一批 这 该 我国 今年 重大 重点 一系列 多个 各地 各类 各项 全省 全市 近日 正式 联合 印发 参加 纳入 作为"
    " 服务 促进 坚持 着力 实现 扩大 优化 完善 推行 中 相关 有关 两国 双方 具体 新 新一轮 系列 专项 一期 二期 推出 签署 执行 达成 举行 召开".split()
)
_GENERIC = re.compile(
    r"^(?:专项行动|行动计划|军事行动|实际行动|地面行动|救援行动|.{0,3}(?:重大|重点|民生|相关|多项|一批|系列|国家|本国|发展|总体|专项|整治|提升|攻坚|具体|全面|两国|自身|经济|区域|民心|军事|特别|地面|作战)"
    r"(?:专项)?(?:行动|工程|计划|战略|规划|项目|试点|行动计划|发展战略|国家战略|全面战略))$"
)


@functools.cache
def policies() -> dict[str, str]:
    """Return the full name of every name in the code list policies."""
    return {row["name"]: row["full_name"] for row in contract.codelist("policies")}


@functools.cache
def _listed() -> Lexicon[str]:
    return Lexicon(policies().items())


def find(reading: Reading, edges: frozenset[int]) -> Iterator[Candidate]:
    """Return candidates for policies in the document; titles of other works block what stands in them."""
    text = reading.text
    yield from _titles(text)
    for match in _FIVE_YEARS.finditer(text):
        group = "quoted" if match["quoted"] else "bare"
        yield Candidate(match.start(group), match.end(group), "POLICY", RULED)
    for start, end, full in _listed().find(text):
        if end - start > 3 or (start in edges and end in edges) or text[start - 1 : start] in ("“", '"'):
            if (
                text[end : end + 1] in ("”", '"')
                and text[start - 1 : start] in ("“", '"')
                and (tail := re.match(r".(?:倡议|行动|工程|计划|战略|政策|改革|规划)", text[end : end + 6]))
                and full.startswith("“")
            ):
                del tail
            yield Candidate(start, end, "POLICY", LISTED, full)
    for match in _QUOTED.finditer(text):
        if match["name"] not in policies() and not match["tail"].startswith(("等", "的", "和", "、")):
            yield Candidate(match.start(), match.end(), "POLICY", RULED)
    for words in reading.words:
        yield from _named_actions(text, words)


def _titles(text: str) -> Iterator[Candidate]:
    for match in _TITLE.finditer(text):
        start, end = match.span("title")
        title = match["title"]
        if _MEDIA.match(title):
            yield Candidate(start, end, "ORG", MARKED)
        elif _DOCUMENT.search(title) and not _NOT_DOCUMENT.search(title):
            yield Candidate(start, end, "POLICY", MARKED)
        else:
            yield Candidate(start, end, "", MARKED)


def _named_actions(text: str, words: Sequence[Tag]) -> Iterator[Candidate]:
    """Return names that end as an action's or a project's does, back to the word that introduces them."""
    for index, word in enumerate(words):
        ends = text[max(words[0].start, word.end - 8) : word.end]
        if not _STRONG.search(ends) or (
            index + 1 < len(words) and words[index + 1].word in ("方案", "计划", "试点")
        ):
            continue
        first = index
        while (
            first
            and words[first - 1].word not in _BREAK
            and words[first - 1].label not in ("w", "c", "u", "r", "d", "TIME", "PER", "f", "xc")
        ):
            if words[first - 1].label == "p" and words[first - 1].word not in ("至", "到"):
                break
            first -= 1
        name = text[words[first].start : word.end]
        if 4 <= len(name) <= 30 and not _GENERIC.match(name) and not name.isdigit():
            yield Candidate(words[first].start, word.end, "POLICY", TAGGED)
