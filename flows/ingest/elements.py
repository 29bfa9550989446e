"""Lines of a page become elements: heads, paragraphs, bylines, captions, marks of sidebars.

What a line is shows in how it ends, in whether it fills its column, and in what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.ingest import furniture, inference, layout, official, run_in
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.layout import CLOSED, Columns

DATELINE = re.compile(
    r"[【（(]?据?(?:本报|本刊|本台|本网|新华社|中新社|中新网|新华网|央视网|人民网)[^。，；]{0,18}?(?:讯|电|消息)"
    r"|[【（(]?[\u4e00-\u9fff]{2,10}?(?:报|网|社|台|观察|新闻|客户端)(?:\d{1,2}月\d{1,2}日)?(?:讯|消息)"
    r"(?=[\s（(：:　】）)]|记者)"
    r"|[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日(?:电|讯|消息)"
    r"|[【（(]?(?:本报|本刊|本台)?记者\s*[\u4e00-\u9fff·]{2,4}\s*(?:报道|[）)】])"
)
"""How a body begins that says where it comes from: `本报讯（记者 …）`, `新华社北京3月26日电`."""
OFFICE = (
    r"(?:(?:本报|本刊|本台|本网|特约|见习|实习|首席|全媒体|融媒体?|新华社|驻[\u4e00-\u9fff]{2,4})*"
    r"(?:记者|通讯员|实习生|评论员|撰稿|作者|编译|整理|摄影|[文图](?=[\s/／:：|｜])))"
)
_NAME = r"[\u4e00-\u9fff·]{1,4}"
BYLINE = re.compile(
    rf"[□■◎●○▲\s（(]*{OFFICE}(?:[/／、]?{OFFICE})*[\s:：/／|｜]*{_NAME}"
    rf"(?:[\s、　]+(?:{OFFICE}\s*)?{_NAME}|\s*{OFFICE}\s*{_NAME}){{0,9}}\s*"
    r"(?:报道|文/?图?|摄影报道)?[\s）)]*"
    rf"|[（(]{furniture.PERSON}(?:[\s、　]+{furniture.PERSON})*[）)]"
)
"""Who wrote, on a line of its own; in brackets a name alone will do."""
SPEAKER = re.compile(
    r".{0,16}(?:省长|市长|州长|县长|区长|主席|书记|主任|部长|局长|行长)\s+[\u4e00-\u9fff·\s]{2,12}"
)
"""Who gives a report, under its headline: `上海市市长 龚某`."""
_LONGEST_HEAD = 60.0
_CLAUSE = re.compile(r"[，。；！？]")
"""Marks that headlines do without: they have a space where a sentence has a comma."""
_HEAD_SIZE = 1.2
_TORN = re.compile(r"\d\n(?:[万亿%％]|[\u4e00-\u9fff]{1,3}[，。；、])")
"""A number at the end of a line, and its unit at the beginning of the next."""
_UNCLOSED = re.compile(r"《[^》]*$|（[^）]*$|“[^”]*$")
"""A bracket that the line leaves open."""
_PARAGRAPHS = {"text", "caption"}
TALLEST_HEAD = 5
LONGEST_BYLINE = 40
_LONGEST_STEP = 8
"""Characters of a step in the path that a site prints: `首页 > 政务公开`."""
_ENDS = 500
_TOP = 8
"""Lines in which a newspaper's name and number are looked for."""
_UNDER = 3
"""Lines that may stand between the beginning of a text and the line that says when and where it appeared."""


@dataclass(slots=True)
class Element:
    """Lines that belong together; kind is head, text, marker, byline or caption."""

    kind: str
    lines: list[Line]
    text: str
    """Its letters; of a long one the beginning and the end."""
    apart: bool = False
    """Whether empty lines, or what the format says, stand before it."""
    begins: bool = True
    """Whether its first line looks like that of a paragraph, and not like one from the midst of it."""

    @property
    def open(self) -> bool:
        """Whether its last sentence does not end in it."""
        return self.kind == "text" and not CLOSED.search(self.text)

    def take(self, other: Element) -> None:
        """Go on with the lines of `other`."""
        self.lines += other.lines
        text = self.text + other.text
        # Only its ends are looked at; the whole of a long one, copied at each line, would take for ever.
        self.text = text if len(text) <= 2 * _ENDS else text[:_ENDS] + text[-_ENDS:]


def without_furniture(page: Page) -> tuple[list[Line], Facts, bool]:
    """Return the lines that may belong to an article, what the others say, and whether one is a masthead."""
    kept: list[Line] = []
    facts, newspaper = page.facts, False
    page, facts = run_in.parted(page)
    waiting, path, begun = "", False, False
    seen: set[str] = set()
    for at, line in enumerate(page.lines):
        body = page.text[line.start : line.end]
        if waiting and (found := inference.labelled(waiting, body)):
            facts, waiting = facts.over(found), ""
            continue
        waiting = ""
        if label := _label(body):
            facts = facts.over(inference.labels(body) if begun else inference.under_headline(body))
            waiting = "" if label["value"].strip() else label["label"]
        elif _is_furniture(page, body):
            path = furniture.is_path(body) or (path and body in ">＞»")
            facts = facts.over(inference.of_time(body))
        elif path and len(body) <= _LONGEST_STEP and line.heading is None:
            continue
        elif told := _told(line, body, at, len(kept), begun):
            facts = facts.over(told[0])
            newspaper = newspaper or told[1]
        elif at < 3 * _TOP and len(kept) < _TOP and body in seen and not CLOSED.search(body):
            continue  # sites print the headline above the path as well as below it
        else:
            path = False
            begun = begun or CLOSED.search(body) is not None
            seen.add(body.strip("（）()"))  # what stands in brackets may be said under each item
            kept.append(line)
    return kept, facts, newspaper


def _label(body: str) -> re.Match[str] | None:
    """Return the match of a line that is a label of a site and its value: `来源：云川日报`."""
    label = furniture.LABEL.fullmatch(body)
    return label if label and len(body) <= 60 and not CLOSED.search(body) else None


def _told(line: Line, body: str, at: int, kept: int, begun: bool) -> tuple[Facts, bool] | None:
    """Return what a masthead, or a line right under a headline, says, and whether it is a masthead.

    Behind a first sentence (`begun`) neither is looked for: a day stands under a short notice.
    """
    if line.heading is not None:
        return None
    if (head := furniture.masthead(body)) and ((at < _TOP and not begun) or _repeats(head)):
        return inference.of_masthead(head), True
    facts = inference.under_headline(body) if 0 < kept <= _UNDER and not begun else Facts()
    return (facts, False) if facts != Facts() else None


def _is_furniture(page: Page, body: str) -> bool:
    """Return whether a line belongs to no article; 相关链接 marks a sidebar in print, links on a site."""
    return furniture.is_furniture(body) and (page.flowing or not furniture.MARKER.fullmatch(body))


def _repeats(head: re.Match[str]) -> bool:
    """Return whether the head of a page is sure to be one where it stands further down."""
    return bool(head["date"] and (head["paper"] or "版" in head[0]))


def elements(page: Page, lines: Sequence[Line], cols: Columns) -> list[Element]:
    """Return the lines as elements."""
    found: list[Element] = []
    for at, line in enumerate(lines):
        previous = found[-1] if found else None
        body = page.text[line.start : line.end]
        if previous and previous.kind in _PARAGRAPHS and _continues(page, lines, at, cols, previous):
            previous.take(Element(previous.kind, [line], body))
            continue
        apart = at > 0 and line.block != lines[at - 1].block
        begins = line.indent > 0 if cols.indented else not cols.fills(line, first=False)
        element = Element(_kind(page, lines, at, cols), [line], body, apart, begins)
        marked = line.heading is not None or (previous and previous.lines[-1].heading is not None)
        if previous and element.kind == previous.kind == "head" and not apart and not marked:
            previous.take(element)
        else:
            found.append(element)
    return found


def _continues(page: Page, lines: Sequence[Line], at: int, cols: Columns, element: Element) -> bool:
    """Return whether the line goes on with the paragraph that ends in the line before it."""
    last, line = lines[at - 1], lines[at]
    if line.block != last.block or line.heading is not None or line.table or last.table:
        return False
    body = page.text[line.start : line.end]
    if furniture.MARKER.fullmatch(body):
        return False
    if cols.broken and _UNCLOSED.search(page.text[max(last.start, last.end - _ENDS) : last.end]):
        return True
    if cols.broken and _TORN.match(f"{page.text[last.end - 1]}\n{body[:6]}"):
        return True
    if not cols.goes_on(last, line, len(element.lines) == 1):
        return cols.broken and _breaks_off(element, line)
    if not CLOSED.search(element.text):
        return element.kind == "text" or not element.text.rstrip("）)").endswith(("摄", "供图", "报道"))
    if element.kind == "caption":
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    # After a full stop at the end of a column, a line that is too short to go on begins a paragraph.
    ends = CLOSED.search(body) or cols.in_midst(line, following)
    return bool(ends) and not _leads(page, lines, at) and not DATELINE.match(body)


def _breaks_off(element: Element, line: Line) -> bool:
    """Return whether a paragraph stops in the midst of a sentence, such as beside a picture."""
    text = element.text
    set_in = element.lines[0].indent > line.indent and not layout.numbered(text)
    return (
        element.kind == "text"
        and (_CLAUSE.search(text) is not None or set_in)
        and not CLOSED.search(text)
        and text[-1] not in "：:；;）)"
        and line.indent <= element.lines[-1].indent
    )


def _kind(page: Page, lines: Sequence[Line], at: int, cols: Columns) -> str:
    line = lines[at]
    body = page.text[line.start : line.end]
    if furniture.MARKER.fullmatch(body):
        return "head" if page.flowing else "marker"
    if line.heading is not None or line.size >= _HEAD_SIZE:
        return "head"
    if line.table:
        return "text"
    if furniture.CAPTION.fullmatch(body) and not DATELINE.match(body):
        return "caption"
    if len(body) <= LONGEST_BYLINE and BYLINE.fullmatch(body):
        return "byline"
    if _is_sentence(body):
        return "text"
    if _leads(page, lines, at) or _stands_alone(page, lines, at, cols):
        return "head"
    if _breaks_off_below(page, lines, at, cols):
        return "text"
    if "，" in body and (cols.broken or cols.fills(line, True)):
        return "text"
    return "text" if line.indent and cols.fills(line, True) else "head"


def _breaks_off_below(page: Page, lines: Sequence[Line], at: int, cols: Columns) -> bool:
    """Return whether the next line goes on with this one, as where a sidebar has no headline."""
    line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if following is None or following.block != line.block:
        return False
    if cols.goes_on(line, following, True):
        return True
    marked = at > 0 and furniture.MARKER.fullmatch(page.text[lines[at - 1].start : lines[at - 1].end])
    return bool(marked) and cols.indented and line.indent > following.indent


def _is_sentence(body: str) -> bool:
    """Return whether a line is text for sure: it ends or holds a sentence, or begins as a body does."""
    return (
        CLOSED.search(body) is not None
        or body[-1] in "：:；;，,、"
        or "。" in body
        or layout.width(body) > _LONGEST_HEAD
        or DATELINE.match(body) is not None
        or layout.numbered(body)
        or inference.is_occasion(body)
        or official.is_number(body)
        or SPEAKER.fullmatch(body) is not None
    )


def _leads(page: Page, lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is a headline because a byline or dateline follows it, or another one does."""
    for line in lines[at : at + TALLEST_HEAD]:
        body = page.text[line.start : line.end]
        if line is not lines[at] and (
            DATELINE.match(body) or (len(body) <= LONGEST_BYLINE and BYLINE.fullmatch(body))
        ):
            return True
        if _CLAUSE.search(body) or line.indent:
            return False
    return False


def _stands_alone(page: Page, lines: Sequence[Line], at: int, cols: Columns) -> bool:
    """Return whether a line without a clause begins the page, follows a mark, or has its block to itself."""
    words = [page.text[line.start : line.end] for line in lines[max(at - 1, 0) : at + TALLEST_HEAD + 1]]
    before, rest = (words[0], words[1:]) if at else ("", words)
    if _CLAUSE.search(rest[0]) or lines[at].indent:
        return False
    if not at:
        return True
    if furniture.MARKER.fullmatch(before):
        return not _breaks_off_below(page, lines, at, cols)
    block = [word for line, word in zip(lines[at:], rest, strict=False) if line.block == lines[at].block]
    alone = lines[at - 1].block != lines[at].block and len(block) <= TALLEST_HEAD
    return alone and not any(_CLAUSE.search(word) for word in block)
