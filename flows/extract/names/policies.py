"""Policies: plans, laws and documents by their titles, named actions, strategies and projects."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from flows import contract
from flows.extract.names.spans import LISTED, MARKED, RULED, TAGGED, Candidate, ending, endings, parts
from flows.language import scan
from flows.language.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_TITLE = re.compile(r"《(?P<title>[^《》\n]{2,80}(?:〈[^〉]{2,60}〉[^《》\n]{0,20})?)》")
_DOCUMENT = re.compile(
    r"(?:规划|纲要|意见|方案|办法|条例|法|法典|宪法|通知|决定|规定|措施|计划|指引|指南|公报|宣言|协定|公约|协议|白皮书|建议|细则|目录"
    r"|标准|规范|倡议|章程|准则|议程|条约|声明|报告|蓝图|路线图|清单|政策|决议|草案|战略|共识|备忘录|批复|规则"
    r"|要点|导则|框架|议定书|宪章|法案)(?:（[^）]*）|\([^)]*\)|[0-9年版一二三四五六])*$"
)
_NOT_DOCUMENT = re.compile(
    r"^(?:习近平|毛泽东|邓小平)|论述摘编|学习纲要|读本|文选|文集|年度报告|看法$|书法$|说法$|做法$|方法$"
)
_MEDIA = re.compile(
    r"^(?:[一-龥]{2,8}(?:日报|时报|晚报|早报|导报|邮报|周刊|杂志)|[一-龥]{1,5}(?<![公年海通简快月季画书情])报|福布斯|经济学人|求是|自然|科学|细胞|柳叶刀)$"
)
_FIVE_YEARS = re.compile(
    r"(?P<quoted>[“\"‘']十[一二三四五六七八九]五[”\"’']规划(?:纲要|建议|《纲要》)?(?!建设|期|目标))"
    r"|(?P<bare>十[一二三四五六七八九]五)(?=[”\"’']|时|规|开|期|以|末|收|的|和|、|，)"
)
_ACT = "行动计划|行动|工程|计划|战略|倡议|政策|改革|试点|规划|活动|专项|机制"
_QUOTED = re.compile(
    r"[“\"](?P<name>(?!十[一二三四五六七八九]五[”\"])[^“”\"\n，。；、]{2,24})[”\"]"
    rf"(?:(?:专项|重大|战略|三年|五年|示范|提升|攻坚|治理)?(?:{_ACT})(?!取向|导向|环境|期|布局|部署|任务|性)|[一-龥]{{2,6}}(?:工程|行动))"
)
# “十项行动” has its kind inside the marks.
_QUOTED_WHOLE = re.compile(r"“[一-龥0-9]{1,12}(?:行动|工程|计划|战略)”(?!的口号|等口号)")
_REPORT = re.compile(r"(?:[0-9]{4}年)?[一-龥]{2,12}(?:省|市|自治区|县|区)政府工作报告")
_REPORT_CUE = re.compile("政府工作报告")
# 2025寒假儿童关爱服务活动: a year makes a campaign's name of what else is any activity.
_CAMPAIGN = re.compile(
    r"(?<![0-9])20[0-9]{2}年?(?:(?!开展|举办|举行|组织|期间|以来|全年|上半年|相关|各类|系列|今年|累计|期|末|底)[一-龥]){4,16}?活动"
    r"(?=启动|开幕|，|。|举行|正式|在)"
)
_DRAWN = re.compile(r"(?:[一二三四五六七八九]线|[一二三四]期)(?:[东中西南北]段)?(?:工程)?|后续工程|工程")
_YEARS = re.compile(
    r"[0-9]{4}年?(?:[—-][0-9]{4}年?)?|[三五两十]年|第[一二三四五六七八九十]+[次届期]?|“?十[一二三四五六]五”?"
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
        yield Candidate(
            match.start(group), match.end(group), "POLICY", RULED, f"“{match[0].strip(_MARKS)[:3]}”规划"
        )
    for start, end, full in _listed().find(text):
        if end - start > 3 or (start in edges and end in edges) or text[start - 1 : start] in ("“", '"'):
            if more := _DRAWN.match(text, end):
                yield Candidate(start, more.end(), "POLICY", LISTED)
            else:
                yield Candidate(start, end, "POLICY", LISTED, full)
    reports = scan.near(_REPORT_CUE, _REPORT, text, lambda mark: mark.isdecimal() or scan.is_chinese(mark))
    for match in (*reports, *_CAMPAIGN.finditer(text)):
        yield Candidate(match.start(), match.end(), "POLICY", RULED)
    for match in _QUOTED.finditer(text):
        if match["name"] not in parts("slogan"):
            yield Candidate(match.start(), match.end(), "POLICY", RULED)
    for match in _QUOTED_WHOLE.finditer(text):
        yield Candidate(match.start(), match.end(), "POLICY", RULED)
    for words in reading.words:
        yield from _named_actions(text, words)


_MARKS = "“”\"'‘’"


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
    suffixes = endings("policy_suffix")
    lasts = suffixes.lasts
    for index, (_, end, word, _) in enumerate(words):
        if word[-1] not in lasts:
            continue
        suffix = suffixes.ending(text[max(words[0].start, end - 8) : end])
        if not suffix:
            continue
        if index + 1 < len(words) and words[index + 1].word in ("方案", "计划", "试点"):
            continue
        first = index
        while first and words[first].start > end - len(suffix):
            first -= 1
        while first and _belongs(words[first - 1]):
            first -= 1
        name = text[words[first].start : end].rpartition("——")[2]
        if 4 <= len(name) <= 30 and not _is_generic(name):
            yield Candidate(end - len(name), end, "POLICY", TAGGED)


def _belongs(word: Tag) -> bool:
    """Whether `word` may stand inside the name of an action."""
    if word.word in parts("policy_break") or word.label in ("w", "c", "u", "r", "d", "PER", "f", "xc", "q"):
        return False
    if word.label in ("TIME", "t", "m"):
        return bool(_YEARS.fullmatch(word.word))
    return word.label != "p" or word.word in ("至", "到")


def _is_generic(name: str) -> bool:
    """Whether nothing but words that any action could carry stands before the ending."""
    suffix = ending(name, "policy_suffix")
    if not suffix or name.endswith("周年活动"):
        return True
    return len(suffix) <= 5 and not _generic().sub("", name[: -len(suffix)])


@functools.cache
def _generic() -> re.Pattern[str]:
    return re.compile("|".join(sorted(parts("policy_generic"), key=len, reverse=True)))
