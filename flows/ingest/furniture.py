"""Lines of a page that belong to no article: navigation, sharing, imprint, page numbers.

Their labels also say where and when the text was published, which is kept as facts.
"""

from __future__ import annotations

import re

from flows import contract
from flows.language import scan

_CN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?")
_CN_DATE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


def _any(kind: str) -> str:
    """Return an alternation of the words of a kind in the list page_words, longer ones first."""
    words = [row["word"] for row in contract.codelist("page_words") if row["kind"] == kind]
    return f"(?:{scan.any_of(words)})"


_SURNAMES = scan.any_of(row["part"] for row in contract.codelist("name_parts") if row["role"] == "surname")
PERSON = rf"(?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}}"
"""The name of a person."""
PAPER = _any("paper")
"""How the name of a newspaper ends."""
DIGEST = _any("digest")
"""How the name of a digest of news ends."""
DAILY = _any("daily")
"""How the name of a digest ends that may be a newspaper's as well."""
CONTENTS = _any("contents")
"""What stands over a list of headlines: 本期要目."""
_NUMBER = r"[\dA-Z一二三四五六七八九十]{1,4}"
_OPEN, _CLOSE = r"[【\[（(「]", r"[】\]）)」]"
LABEL = re.compile(rf"(?P<label>{_any('label')})\s*[：:]\s*(?P<value>.*)")
_STAFF = _any("staff")
"""What those are called who made a page: 责任编辑 林某 美术编辑 周某."""
_WHOLE = re.compile(
    rf"""
      [>＞»|｜×/·\-—=_*.\s]+ | [【\[「] | [】\]」]
    | 首\s*页(?:\s*[>＞»|｜/·]+\s*[^\s>＞»|｜/·，。]{{1,10}})* | {_any("path")}\s*[：:].* | {_any("path")}
    | {_OPEN}?\s*{_any("action")}\s*[：:]?\s*{_CLOSE}? | (?:{_OPEN}\s*{_any("action")}\s*{_CLOSE}\s*)+
    | {_OPEN}?\s*(?:字体|字号)\s*[：:].{{0,14}} | (?:大\s+中\s+小|小\s+中\s+大)
    | [上下]一[篇条]\s*[：:].*
    | (?:欢迎您?|您好|游客)?[\s，,！!]*请?先?\s*登录[\s或/|后、]*(?:注册|评论|发表评论)?[^。]{{0,8}}
    | 分享[到至]?\s*[：:].{{0,24}}
    | (?:请?用?(?:微信|手机))?扫一扫[，,\s]*(?:分享|阅读|打开|查看|下载|关注|访问|在).{{0,10}}
    | [》>]{{2}}.{{0,20}}[《<]{{2}}
    | .{{0,40}}{_any("imprint")}.{{0,80}}
    | 第\s*{_NUMBER}\s*[版页](?:\s*[/共]\s*\d+\s*[页版])?(?:\s*[·：:]?\s*{_any("section")})?
    | (?:[A-D]\d{{1,2}}|0\d|\d{{1,2}}(?=\s*要闻)|\d{{1,2}}\s*版)\s*版?
      [\s·|｜]*{_any("section")}(?:新闻|版|要闻)?
    | (?:19|20)\d\d[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?
    | 共\s*\d+\s*页(?:.{{0,8}}第\s*\d+\s*页)? | [-—]\s*\d{{1,3}}\s*[-—] | Page\s+\d+(?:\s*(?:of|/)\s*\d+)?
    | \d{{1,3}}\s*/\s*\d{{1,3}} | (?:ISSN|CN)\s*\d[\d\s/\-]+ | (?:https?://|www\.)\S+
    | (?:{_STAFF}(?:[\s：:、/]+[\u4e00-\u9fff·]{{1,4}}){{1,3}}[\s、/|｜]*){{2,8}}
    | {_OPEN}?\s*(?:上接|下转|紧接)\s*第?\s*{_NUMBER}\s*版.{{0,12}}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MASTHEAD = re.compile(
    rf"""
      (?P<paper>[\u4e00-\u9fff]{{2,8}}?{PAPER})?\s*
      (?P<date>(?:19|20)\d\d\s*[年/.\-]\s*\d{{1,2}}\s*[月/.\-]\s*\d{{1,2}}\s*日?)?\s*
      (?:[（(]?农历.{{2,14}}?[）)]?)?\s*(?:星期[一二三四五六日天])?\s*
      (?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年.{{0,10}})?\s*
      (?:第?\s*{_NUMBER}\s*版|今日.{{1,6}}版|第\s*\d+\s*期|总第.{{1,10}}期)?
      (?:\s*[·|｜：:]?\s*{_any("section")}(?:新闻|版|要闻)?)?\s*
    """,
    re.VERBOSE,
)
CAPTION = re.compile(
    r"(?:[▲△◀▶]|(?:[上下左右]?图|图[①②③④\d一二三]|组图|资料图|配图)(?:为|[：:]|是|[上下左右]|[①-⑨]|\s)).*"
    r"|.{0,120}(?:[\s　][^\s，。]{2,12}摄|记者\s*[\u4e00-\u9fff·\s]{2,12}摄|摄影报道|供图"
    r"|[（(]资料(?:图片|照片)[）)])[）)]?。?"
)
MARKER = re.compile(
    rf"[【\[■●▲◆◎□★▶▷☆◇|｜\s]*(?P<marker>{_any('marker')})"
    r"[】\]■●▲◆◎□★◀◁☆◇▶▷》>＞»\s]*(?:[|｜：:·\-—]+\s*(?P<title>[^\s，。；][^，。；]{1,40}))?"
)


def is_furniture(line: str) -> bool:
    """Return whether a line belongs to the page and to no article, wherever it stands."""
    return _WHOLE.fullmatch(line) is not None


_PATH = re.compile(rf"首\s*页(?:[^，。]*[>＞»|｜/]\s*)?$|(?!首){_any('path')}\s*(?:[：:]|$)")


def is_path(line: str) -> bool:
    """Return whether a line begins the path that a site prints above an article."""
    return _PATH.match(line) is not None


def masthead(line: str) -> re.Match[str] | None:
    """Return the match of a line that is the head of a newspaper's page: its name, date, number."""
    match = _MASTHEAD.fullmatch(line)
    if match is None or not line.strip() or len(line) > 60:
        return None
    return match if match["date"] or match["paper"] else (match if len(line) <= 12 else None)


def written_date(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of the first full date in `text`, in digits or Chinese numerals."""
    if match := _DATE.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _CN_DATE.search(text):
        return int(match[1].translate(_CN_DIGITS)), _small(match[2]), _small(match[3])
    return None


def without_date(line: str) -> str:
    """Return `line` without the full dates that it writes."""
    return _CN_DATE.sub("", _DATE.sub("", line))


def _small(numeral: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(ones.translate(_CN_DIGITS) or 0)
    return value + (int(tens.translate(_CN_DIGITS) or 1) * 10 if ten else 0)
