"""A page becomes articles: elements are dealt to headlines, bodies and sidebars.

A sidebar that stands in the middle of an article does not split it: what comes after the sidebar
goes on where the article broke off.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flows.ingest import digests, elements, furniture, layout, official, roles
from flows.ingest.articles import Article, Facts, Line, Page, Piece
from flows.ingest.elements import BYLINE, DATELINE, LONGEST_BYLINE, OFFICE, TALLEST_HEAD, Element
from flows.language.sentences import Span

_ROLE = re.compile(rf"^{OFFICE}+")
_BRACKETS = re.compile(
    r"[（(]([^（）()]*(?:记者|通讯员)[^（）()]*)[）)]|(?:本报|新华社)?记者\s+([\u4e00-\u9fff\s]{2,12})报道"
)
_SIGNED = re.compile(
    r"[（(](?:(?:本报|新华社|本刊)?(?:记者|通讯员|评论员)[^（）()。]{2,40}|完|据[^（）()。]{2,16}"
    r"|来源[：:][^（）()。]{2,20})[）)]$"
)
_LONGEST_SUBHEAD = 9.5
_HEADLINE_SIZE = 1.35


@dataclass(slots=True)
class _Draft:
    """An article in the making."""

    title: list[Line] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)
    captions: list[Element] = field(default_factory=list)
    kind: str = "article"
    apart: bool = False
    """Whether empty lines stand before it."""
    facts: Facts = field(default_factory=Facts)
    """What it says of itself, and of no other."""

    @property
    def open(self) -> bool:
        return bool(self.body) and self.body[-1].open


def cut(page: Page) -> list[Article]:
    """Return the articles of `page` in the order in which they begin."""
    lines, facts, newspaper = elements.without_furniture(page)
    told, dropped = official.head([page.text[line.start : line.end] for line in lines[: official.HEAD]])
    facts = facts.over(told)
    lines = [line for at, line in enumerate(lines) if at not in dropped]
    cols = layout.columns(Page(page.text, lines, flowing=page.flowing))
    digest = None if page.whole or cols.broken else digests.read(page)
    if digest:
        facts = page.facts.over(digest.facts)
        dealt = [_of_item(page, each) for each in digest.items]
    elif _is_loose(page, lines, cols):
        dealt = _by_roles(page, lines)
    else:
        found = elements.elements(page, lines, cols)
        several = not page.flowing and (newspaper or (cols.broken and not cols.printed))
        dealt = _Desk(found, several, whole=page.whole).deal()
    drafts = [draft for draft in dealt if draft.body or draft.title]
    articles = [_article(page, draft, draft.facts.over(facts)) for draft in drafts]
    if articles and facts.title and not digest and not _no_title(facts.title):
        articles[0] = _titled(page, articles[0], facts.title)
    return articles


def _of_item(page: Page, item: digests.Item) -> _Draft:
    """Return the article of an item of a digest."""
    body = []
    for line in item.lines:
        words = page.text[line.start : line.end]
        kind = "byline" if len(words) <= LONGEST_BYLINE and BYLINE.fullmatch(words) else "text"
        body.append(Element(kind, [line], words))
    return _Draft(list(item.title), body, facts=item.facts)


def _is_loose(page: Page, lines: Sequence[Line], cols: layout.Columns) -> bool:
    """Return whether nothing but the words of a page tells where its articles begin."""
    marked = any(line.heading is not None or line.size != 1.0 for line in lines)
    return not (page.flowing or page.whole or cols.broken or marked)


def _by_roles(page: Page, lines: Sequence[Line]) -> list[_Draft]:
    """Return the articles of a page as the roles of its lines have it."""
    drafts: list[_Draft] = []
    host: _Draft | None = None
    before: roles.State = ("text", False)
    now = _Draft()
    for line, (role, side) in zip(lines, roles.of_lines(page.text, lines), strict=True):
        opens = role == "title" and not side and before != ("title", False)
        if role == "marker" or opens or not drafts:
            host = (host or now) if role == "marker" else None
            now = _Draft(kind="sidebar" if role == "marker" else "article")
            drafts.append(now)
        elif host and not side:
            now, host = host, None
        _place(page, line, role, now)
        before = (role, side)
    return drafts


def _place(page: Page, line: Line, role: str, draft: _Draft) -> None:
    """Put a line where its role has it."""
    element = Element({"more": "text"}.get(role, role), [line], page.text[line.start : line.end])
    broken = [each for each in draft.body if each.kind == "text"] if role == "more" else []
    if role in ("title", "marker"):
        draft.title.append(line)
    elif broken:
        broken[-1].take(element)
    elif role == "caption":
        draft.captions.append(element)
    else:
        draft.body.append(element)


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


def _after_heads(found: Sequence[Element]) -> Iterator[Element | None]:
    """Yield for each element what follows it and is no head."""
    following: list[Element | None] = []
    last = None
    for element in reversed(found):
        following.append(last)
        last = last if element.kind == "head" else element
    yield from reversed(following)


class _Desk:
    """Deals elements to articles."""

    def __init__(self, found: Sequence[Element], several: bool, whole: bool = False) -> None:
        self.drafts: list[_Draft] = []
        self.host: _Draft | None = None
        """The article that a sidebar interrupts."""
        self._elements = found
        self._following = list(_after_heads(found))
        starts = sum(each.kind == "byline" or _starts(each) for each in found)
        marked = any(each.kind == "marker" for each in found)
        self._several = not whole and (several or starts > 1 or marked or _sizes(found))
        texts = [each for each in found if each.kind == "text"]
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
            if len(draft.title) > 1 and (len(draft.title) > TALLEST_HEAD or not draft.body):
                # Lines without a full stop are a list under its headline.
                draft.body[:0] = [Element("head", [line], "") for line in draft.title[1:]]
                del draft.title[1:]
            if not draft.body and not draft.captions:
                draft.body = [Element("text", [line], "") for line in draft.title]
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

    def _head(self, element: Element, at: int) -> None:
        current = self._current()
        if self._is_section(current, element) and len(self.drafts) > 1:
            # A digest's 详细新闻 stands over the items below it and is the headline of none.
            self.drafts.pop()
            self.drafts[-1].body += [Element("head", [line], "") for line in current.title]
            self._begin(_Draft(title=list(element.lines)))
        elif not current.body and not self._is_chapter(current, element):
            current.title += element.lines
        elif self._opens_article(current, element, at):
            self.host = None
            self._begin(_Draft(title=list(element.lines)))
        else:
            current.body += [Element("head", [line], "") for line in element.lines]

    def _is_section(self, current: _Draft, element: Element) -> bool:
        """Return whether the headline so far is a heading over the one that follows, on a page of several."""
        over = current.title[-1].heading if current.title and not current.body else None
        own = element.lines[0].heading
        return self._several and over is not None and own is not None and own > over

    def _is_chapter(self, current: _Draft, element: Element) -> bool:
        """Return whether a head right under the headline of a single article begins its first part."""
        levels = [line.heading for line in (*current.title[-1:], element.lines[0])]
        parted = element.apart or any(level is not None for level in levels)
        return bool(current.title) and parted and not self._several

    def _opens_article(self, current: _Draft, element: Element, at: int) -> bool:
        """Return whether a head in the midst of a page is the headline of another article."""
        following = self._following[at]
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

    def _marker(self, element: Element) -> None:
        if self._now is not None and self._now.kind == "article":
            self.host = self._now
        self._begin(_Draft(title=list(element.lines), kind="sidebar", apart=element.apart))

    def _text(self, element: Element) -> None:
        current = self._current()
        if self.host and current.kind == "sidebar" and self._goes_back(element, current):
            current = self._now = self.host
            self.host = None
            if current.open:
                current.body[-1].take(element)
                return
        current.body.append(element)

    def _goes_back(self, element: Element, sidebar: _Draft) -> bool:
        """Return whether `element`, after a sidebar, belongs to the article that it interrupted."""
        if not sidebar.body or sidebar.open or self.host is None:
            return False
        own, aside = (draft.body[-1].lines[0].size if draft.body else 0.0 for draft in (self.host, sidebar))
        if element.lines[0].size == own != aside:
            return True  # sidebars are often set in smaller letters
        if self.host.open:
            return element.apart or not (element.begins or sidebar.apart)
        return element.apart and not self._spaced


def _starts(element: Element) -> bool:
    return element.kind == "text" and DATELINE.match(element.text) is not None


def _sizes(found: Sequence[Element]) -> bool:
    """Return whether the sizes of letters tell headlines apart, more than once."""
    return sum(each.kind == "head" and each.lines[0].size > _HEADLINE_SIZE for each in found) > 1


def _article(page: Page, draft: _Draft, facts: Facts) -> Article:
    body = [*draft.body, *draft.captions]
    paragraphs = tuple(layout.join(page.text, each.lines) for each in body)
    title: list[Piece] = []
    for line in draft.title:
        title += [" ", Span(line.start, line.end)] if title else [Span(line.start, line.end)]
    authors = tuple(dict.fromkeys(name for each in body for name in _authors(each)))
    found = Facts(authors=authors) if authors else Facts()
    return Article(tuple(title), paragraphs, facts.over(found), draft.kind)


def _authors(element: Element) -> Iterator[str]:
    """Yield the names of a byline, or of the brackets behind a dateline."""
    text = element.text
    if _starts(element):
        brackets = _BRACKETS.search(text[:60])
        text = brackets[1] if brackets else ""
    elif element.kind != "byline":
        signed = _SIGNED.search(text)
        text = signed[0] if signed and "来源" not in signed[0] else ""
    for word in re.split(r"[\s、，,　:：/／|｜（()）□■◎●○]+", text):
        name = _ROLE.sub("", word)
        if 2 <= len(name) <= 4 or "·" in name:
            yield name
