"""A page becomes articles: headlines, paragraphs, sidebars, bylines and captions are told apart.

First the lines become elements (a head, a paragraph, the mark of a sidebar, a caption), then the
elements are dealt to articles. A sidebar that stands in the middle of an article does not split it:
what comes after the sidebar goes on where the article broke off.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.ingest import furniture, inference, layout
from flows.ingest.articles import Article, Facts, Line, Page, Piece
from flows.ingest.layout import CLOSED, Columns
from flows.language.sentences import Span

_DATELINE = re.compile(
    r"[【（(]?(?:本报|本刊|本台|本网|据?新华社|据?中新社|中新网|据?新华网|央视网|据?人民网|津云|[\u4e00-\u9fff]{2,10}?(?:报|网|社|台|观察|新闻|客户端))"
    r"[^。，；]{0,18}?(?:讯|电|消息|专讯|快讯)(?=[\s（(：:　】）)]|[\u4e00-\u9fff])"
    r"|[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日(?:电|讯|消息)|[【（(]?(?:本报|本刊|本台)?记者\s*[\u4e00-\u9fff·]{2,4}\s*(?:报道|[）)】])"
)
_OFFICE = (
    r"(?:(?:本报|本刊|本台|本网|特约|见习|实习|首席|全媒体|融媒体?|新华社|驻[\u4e00-\u9fff]{2,4})*"
    r"(?:记者|通讯员|评论员|撰稿|作者|编译|整理|摄影|[文图](?=[\s/／:：|｜])))"
)
_ROLE = re.compile(rf"^{_OFFICE}+")
_NAME = r"[\u4e00-\u9fff·]{1,4}"
_BRACKETS = re.compile(
    r"[（(]([^（）()]*(?:记者|通讯员)[^（）()]*)[）)]|(?:本报|新华社)?记者\s+([\u4e00-\u9fff\s]{2,12})报道"
)
_BYLINE = re.compile(
    rf"[□■◎●○▲\s（(]*{_OFFICE}(?:[/／、]?{_OFFICE})*[\s:：/／|｜]*{_NAME}"
    rf"(?:[\s、　]+(?:{_OFFICE}\s*)?{_NAME}|\s*{_OFFICE}\s*{_NAME}){{0,9}}\s*"
    r"(?:报道|文/?图?|摄影报道)?[\s）)]*"
)
_SIGNED = re.compile(
    r"[（(](?:(?:本报|新华社|本刊)?(?:记者|通讯员|评论员)[^（）()。]{2,40}|完|据[^（）()。]{2,16}"
    r"|来源[：:][^（）()。]{2,20})[）)]$"
)
_SPEAKER = re.compile(
    r".{0,16}(?:省长|市长|州长|县长|区长|主席|书记|主任|部长|局长|行长)\s+[\u4e00-\u9fff·\s]{2,12}"
)
"""Who gives a report, under its headline: `上海市市长 龚某`."""
_LONGEST_HEAD, _LONGEST_SUBHEAD = 60.0, 9.5
_CLAUSE = re.compile(r"[，。；！？]")
"""Marks that headlines do without: they have a space where a sentence has a comma."""
_HEAD_SIZE, _HEADLINE_SIZE = 1.2, 1.35
_UNCLOSED = re.compile(r"《[^》]*$|（[^）]*$|“[^”]*$")
"""A bracket that the line leaves open."""
_PARAGRAPHS = {"text", "caption"}
_TALLEST_HEAD = 5
_LONGEST_STEP = 8
"""Characters of a step in the path that a site prints: `首页 > 政务公开`."""
_TOP = 8
"""Lines in which a newspaper's name and number are looked for."""


@dataclass(slots=True)
class _Element:
    """Lines that belong together; kind is head, text, marker, byline or caption."""

    kind: str
    lines: list[Line]
    text: str
    apart: bool = False
    """Whether empty lines, or what the format says, stand before it."""
    begins: bool = True
    """Whether its first line looks like that of a paragraph, and not like one from the midst of it."""

    @property
    def open(self) -> bool:
        """Whether its last sentence does not end in it."""
        return self.kind == "text" and not CLOSED.search(self.text)

    def take(self, other: _Element) -> None:
        """Go on with the lines of `other`."""
        self.lines += other.lines
        self.text += other.text


@dataclass(slots=True)
class _Draft:
    """An article in the making."""

    title: list[Line] = field(default_factory=list)
    body: list[_Element] = field(default_factory=list)
    captions: list[_Element] = field(default_factory=list)
    kind: str = "article"

    @property
    def open(self) -> bool:
        return bool(self.body) and self.body[-1].open


def cut(page: Page) -> list[Article]:
    """Return the articles of `page` in the order in which they begin."""
    lines, facts, newspaper = _without_furniture(page)
    cols = layout.columns(Page(page.text, lines, flowing=page.flowing))
    elements = _elements(page, lines, cols)
    several = not page.flowing and (newspaper or cols.broken)
    drafts = [draft for draft in _Desk(elements, several).deal() if draft.body or draft.title]
    articles = [_article(page, draft, facts) for draft in drafts]
    if articles and facts.title and not _no_title(facts.title):
        articles[0] = _titled(page, articles[0], facts.title)
    return articles


def _no_title(title: str) -> bool:
    """Return whether a scraper took something else for the headline."""
    return furniture.is_furniture(title) or furniture.CAPTION.fullmatch(title) is not None


def _titled(page: Page, article: Article, title: str) -> Article:
    """Return `article` under the headline that its source states; another one stays as first line."""
    own = "".join(
        each if isinstance(each, str) else page.text[each.start : each.end] for each in article.title
    )
    if own == title or not title.strip():
        return article
    kept = (article.title, *article.paragraphs) if own and own not in title else article.paragraphs
    return dataclasses.replace(article, title=(title,), paragraphs=kept)


def _without_furniture(page: Page) -> tuple[list[Line], Facts, bool]:
    """Return the lines that may belong to an article, what the others say, and whether one is a masthead."""
    kept: list[Line] = []
    facts, newspaper = page.facts, False
    waiting, path = "", False
    seen: set[str] = set()
    for at, line in enumerate(page.lines):
        body = page.text[line.start : line.end]
        if waiting and (found := inference.labelled(waiting, body)):
            facts, waiting = facts.over(found), ""
            continue
        waiting = ""
        label = furniture.LABEL.fullmatch(body)
        if label and len(body) <= 60 and not CLOSED.search(body):
            facts = facts.over(inference.labels(body))
            waiting = "" if label["value"].strip() else label["label"]
        elif furniture.is_furniture(body):
            path = furniture.is_path(body) or (path and body in ">＞»")
            facts = facts.over(inference.of_time(body))
        elif path and len(body) <= _LONGEST_STEP and line.heading is None:
            continue
        elif line.heading is None and (head := furniture.masthead(body)) and (at < _TOP or _repeats(head)):
            facts = facts.over(inference.of_masthead(head))
            newspaper = True
        elif len(kept) < _TOP and body in seen:
            continue  # sites print the headline above the path as well as below it
        else:
            path = False
            seen.add(body)
            kept.append(line)
    return kept, facts, newspaper


def _repeats(head: re.Match[str]) -> bool:
    """Return whether the head of a page is sure to be one where it stands further down."""
    return bool(head["date"] and (head["paper"] or "版" in head[0]))


def _elements(page: Page, lines: Sequence[Line], cols: Columns) -> list[_Element]:
    """Return the lines as elements."""
    found: list[_Element] = []
    for at, line in enumerate(lines):
        previous = found[-1] if found else None
        body = page.text[line.start : line.end]
        if previous and previous.kind in _PARAGRAPHS and _continues(page, lines, at, cols, previous):
            previous.take(_Element(previous.kind, [line], body))
            continue
        apart = at > 0 and line.block != lines[at - 1].block
        begins = line.indent > 0 if cols.indented else not cols.fills(line, first=False)
        element = _Element(_kind(page, lines, at, cols), [line], body, apart, begins)
        if previous and element.kind == previous.kind == "head" and not apart and line.heading is None:
            previous.take(element)
        else:
            found.append(element)
    return found


def _continues(page: Page, lines: Sequence[Line], at: int, cols: Columns, element: _Element) -> bool:
    """Return whether the line goes on with the paragraph that ends in the line before it."""
    last, line = lines[at - 1], lines[at]
    if line.block != last.block or line.heading is not None:
        return False
    body = page.text[line.start : line.end]
    if furniture.MARKER.fullmatch(body):
        return False
    if cols.broken and _UNCLOSED.search(page.text[last.start : last.end]):
        return True
    if not cols.goes_on(last, line, len(element.lines) == 1):
        return cols.broken and _breaks_off(element, line)
    if not CLOSED.search(element.text):
        return element.kind == "text" or not element.text.rstrip("）)").endswith(("摄", "供图", "报道"))
    if element.kind == "caption":
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    # After a full stop at the end of a column, a line that is too short to go on begins a paragraph.
    ends = CLOSED.search(body) or cols.goes_on(line, following, False)
    return bool(ends) and not _leads(page, lines, at) and not _DATELINE.match(body)


def _breaks_off(element: _Element, line: Line) -> bool:
    """Return whether a paragraph stops in the midst of a sentence, such as beside a picture."""
    text = element.text
    return (
        element.kind == "text"
        and _CLAUSE.search(text) is not None
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
    if furniture.CAPTION.fullmatch(body) and not _DATELINE.match(body):
        return "caption"
    if len(body) <= 40 and _BYLINE.fullmatch(body):
        return "byline"
    if _is_sentence(body):
        return "text"
    if _leads(page, lines, at) or _stands_alone(page, lines, at):
        return "head"
    following = lines[at + 1] if at + 1 < len(lines) else None
    if following and following.block == line.block and cols.goes_on(line, following, True):
        return "text"
    if "，" in body and (cols.broken or cols.fills(line, True)):
        return "text"
    return "text" if line.indent and cols.fills(line, True) else "head"


def _is_sentence(body: str) -> bool:
    """Return whether a line is text for sure: it ends or holds a sentence, or begins as a body does."""
    return (
        CLOSED.search(body) is not None
        or body[-1] in "：:；;，,、"
        or "。" in body
        or layout.width(body) > _LONGEST_HEAD
        or _DATELINE.match(body) is not None
        or layout.numbered(body)
        or inference.is_occasion(body)
        or _SPEAKER.fullmatch(body) is not None
    )


def _leads(page: Page, lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is a headline because a byline or dateline follows it, or another one does."""
    for line in lines[at : at + _TALLEST_HEAD]:
        body = page.text[line.start : line.end]
        if line is not lines[at] and (_DATELINE.match(body) or (len(body) <= 40 and _BYLINE.fullmatch(body))):
            return True
        if _CLAUSE.search(body) or line.indent:
            return False
    return False


def _stands_alone(page: Page, lines: Sequence[Line], at: int) -> bool:
    """Return whether a line without a clause begins the page, follows a mark, or has its block to itself."""
    words = [page.text[line.start : line.end] for line in lines[max(at - 1, 0) : at + _TALLEST_HEAD + 1]]
    before, rest = (words[0], words[1:]) if at else ("", words)
    if _CLAUSE.search(rest[0]) or lines[at].indent:
        return False
    if not at or furniture.MARKER.fullmatch(before):
        return True
    block = [word for line, word in zip(lines[at:], rest, strict=False) if line.block == lines[at].block]
    alone = lines[at - 1].block != lines[at].block and len(block) <= _TALLEST_HEAD
    return alone and not any(_CLAUSE.search(word) for word in block)


class _Desk:
    """Deals elements to articles."""

    def __init__(self, elements: Sequence[_Element], several: bool) -> None:
        self.drafts: list[_Draft] = []
        self.host: _Draft | None = None
        """The article that a sidebar interrupts."""
        self._elements = elements
        starts = sum(each.kind == "byline" or _starts(each) for each in elements)
        marked = any(each.kind == "marker" for each in elements)
        self._several = several or starts > 1 or marked or _sizes(elements)
        texts = [each for each in elements if each.kind == "text"]
        self._spaced = sum(each.apart for each in texts) > 0.5 * len(texts)
        """Whether empty lines stand between paragraphs, so that they part nothing else."""

    def deal(self) -> list[_Draft]:
        """Return the articles, in the order in which they begin."""
        for at, element in enumerate(self._elements):
            if element.kind == "head":
                self._head(element, at)
            elif element.kind == "marker":
                self._marker(element)
            elif element.kind == "text":
                self._text(element)
            elif element.kind == "caption":
                self._current().captions.append(element)
            else:
                self._current().body.append(element)
        for draft in self.drafts:
            if len(draft.title) > 1 and (len(draft.title) > _TALLEST_HEAD or not draft.body):
                # Lines without a full stop are a list under its headline.
                draft.body[:0] = [_Element("head", [line], "") for line in draft.title[1:]]
                del draft.title[1:]
            if not draft.body and not draft.captions:
                draft.body = [_Element("text", [line], "") for line in draft.title]
                draft.title = []
        return self.drafts

    def _current(self) -> _Draft:
        if self._now is None:
            self._begin(_Draft())
        assert self._now is not None
        return self._now

    _now: _Draft | None = None

    def _begin(self, draft: _Draft) -> None:
        self.drafts.append(draft)
        self._now = draft

    def _head(self, element: _Element, at: int) -> None:
        current = self._current()
        if not current.body:
            current.title += element.lines
        elif self._opens_article(current, element, at):
            self.host = None
            self._begin(_Draft(title=list(element.lines)))
        else:
            current.body += [_Element("head", [line], "") for line in element.lines]

    def _opens_article(self, current: _Draft, element: _Element, at: int) -> bool:
        """Return whether a head in the midst of a page is the headline of another article."""
        following = next((each for each in self._elements[at + 1 :] if each.kind != "head"), None)
        if not self._several or following is None:
            return False
        if following.kind == "byline" or _starts(following) or _SIGNED.search(current.body[-1].text):
            return True
        if max(line.size for line in element.lines) >= _HEADLINE_SIZE:
            return True
        if current.open or not element.apart or layout.numbered(element.text):
            return False
        dated = any(each.kind == "byline" or _starts(each) for each in current.body)
        return not dated and layout.width(element.text) > _LONGEST_SUBHEAD

    def _marker(self, element: _Element) -> None:
        if self._now is not None and self._now.kind == "article":
            self.host = self._now
        self._begin(_Draft(title=list(element.lines), kind="sidebar"))

    def _text(self, element: _Element) -> None:
        current = self._current()
        if self.host and current.kind == "sidebar" and self._goes_back(element, current):
            current = self._now = self.host
            self.host = None
            if current.open:
                current.body[-1].take(element)
                return
        current.body.append(element)

    def _goes_back(self, element: _Element, sidebar: _Draft) -> bool:
        """Return whether `element`, after a sidebar, belongs to the article that it interrupted."""
        if not sidebar.body or sidebar.open or self.host is None:
            return False
        if self.host.open:
            return element.apart or not element.begins
        return element.apart and not self._spaced


def _starts(element: _Element) -> bool:
    return element.kind == "text" and _DATELINE.match(element.text) is not None


def _sizes(elements: Sequence[_Element]) -> bool:
    """Return whether the sizes of letters tell headlines apart, more than once."""
    return sum(each.kind == "head" and each.lines[0].size > _HEADLINE_SIZE for each in elements) > 1


def _article(page: Page, draft: _Draft, facts: Facts) -> Article:
    body = [*draft.body, *draft.captions]
    paragraphs = tuple(layout.join(page.text, each.lines) for each in body)
    title: list[Piece] = []
    for line in draft.title:
        title += [" ", Span(line.start, line.end)] if title else [Span(line.start, line.end)]
    authors = tuple(dict.fromkeys(name for each in body for name in _authors(each)))
    found = Facts(authors=authors) if authors else Facts()
    return Article(tuple(title), paragraphs, facts.over(found), draft.kind)


def _authors(element: _Element) -> Iterator[str]:
    """Yield the names of a byline, or of the brackets behind a dateline."""
    text = element.text
    if _starts(element):
        brackets = _BRACKETS.search(text[:60])
        text = brackets[1] if brackets else ""
    elif element.kind != "byline":
        signed = _SIGNED.search(text)
        text = signed[0] if signed else ""
    for word in re.split(r"[\s、，,　:：/／|｜（()）□■◎●○]+", text):
        name = _ROLE.sub("", word)
        if 2 <= len(name) <= 4 or "·" in name:
            yield name
