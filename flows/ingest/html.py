"""HTML: the article of a web page, without its navigation.

trafilatura finds the article; what Chinese government and news sites state in their `meta` tags, and
tables of figures, are read here, since it knows neither.
"""

from __future__ import annotations

import re
from typing import Any

from flows.ingest import encoding, grids, inference
from flows.ingest import text as texts
from flows.ingest.articles import Facts, Line, Page
from flows.ingest.files import Refused
from flows.settings import Settings

_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title", "title")
_DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:published_time",
    "dc.date",
    "date",
    "publish_time",
)
_PUBLISHERS = ("og:site_name", "sitename", "article:author", "contentsource", "source")
_SITE = re.compile(r"\s*[_|｜\-—–]+\s*[^_|｜\-—–]{2,24}$")
_LONGEST_CELL = 120
"""Characters of a cell beyond which a table lays out a page and holds no figures."""
_LINKED = 0.7
"""Share of a block's characters that stand in links beyond which it is navigation."""


def page(data: bytes, settings: Settings) -> Page:
    """Return the article of an HTML page; Refused where there is none."""
    import trafilatura
    from lxml import etree, html

    source = encoding.decode(data)
    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Refused(f"no HTML ({error})", "give its text as .txt or .md") from None
    facts = _facts(tree)
    heading = _heading(tree)
    _drop_links(tree)
    _write_out_tables(tree)
    found: Any = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True
    )
    body = (found.text or "").strip() if found else ""
    if not body:
        raise Refused("no article was found in the page", "give its text as .txt or .md")
    if facts.published_on is None and found.date and (day := inference.written(found.date)):
        facts = facts.over(Facts(published_on=day, published_on_basis="inferred"))
    title = heading or facts.title or (found.title or "").strip()
    return _page(title, body, facts.over(Facts(url=found.url)), settings)


def _page(title: str, body: str, facts: Facts, settings: Settings) -> Page:
    first, _, rest = body.partition("\n")
    if title and _bare(first) == _bare(title):
        body = rest
    content = f"{title}\n{body}" if title else body
    lines = list(texts.lines(content, settings.max_line_chars))
    if title:
        lines[0] = Line(lines[0].start, lines[0].end, heading=1)
    return Page(content, tuple(lines), Facts(title=None).over(facts), flowing=True)


def _facts(tree: Any) -> Facts:
    """Return what the `meta` tags of a page state."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            metas.setdefault(key, content)
    links = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    day = next((day for key in _DATES if (day := inference.written(metas.get(key, "")))), None)
    region = metas.get("region")
    return Facts(
        title=next((metas[key] for key in _TITLES if key in metas), None),
        published_on=day,
        published_on_basis="stated" if day else None,
        publisher=next((metas[key][:40] for key in _PUBLISHERS if key in metas), None),
        region=region,
        region_basis="stated" if region else None,
        url=next((link for link in links if link and link.startswith("http")), metas.get("og:url")),
    )


def _heading(tree: Any) -> str:
    """Return the headline: the only h1 of the page, else what its `title` says without the site's name."""
    headings = [" ".join(each.text_content().split()) for each in tree.iter("h1")]
    headings = [each for each in headings if 4 <= len(each) <= 120]
    title = " ".join((tree.findtext(".//title") or "").split())
    if len(headings) == 1:
        return headings[0]
    within = [each for each in headings if each in title]
    return within[0] if within else _SITE.sub("", title)


def _write_out_tables(tree: Any) -> None:
    """Replace each table of figures by paragraphs; one that only lays out a page becomes blocks."""
    from lxml import html

    # Inner tables come first, so that an outer one is judged by what is left of it.
    for table in reversed(list(tree.iter("table"))):
        rows = _rows(table)
        cells = [cell for row in rows for cell in row]
        wide = max(map(len, rows), default=0) > 1 and len(rows) > 1
        if not wide or max(map(len, cells)) > _LONGEST_CELL or table.getparent() is None:
            for each in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                each.tag = "div"
            continue
        captions = [" ".join(each.text_content().split()) for each in table.iter("caption")]
        box = html.Element("div")
        for line in [*captions, *grids.sentences(rows)]:
            html.etree.SubElement(box, "p").text = line
        box.tail = table.tail
        table.getparent().replace(table, box)


def _drop_links(tree: Any) -> None:
    """Take out lists of links: blocks whose words stand in several links and nearly nowhere else."""
    for block in list(tree.iter("ul", "ol", "div", "nav", "section", "aside", "td")):
        links = list(block.iter("a"))
        if len(links) < 2 or block.getparent() is None:
            continue
        linked = sum(len(" ".join(link.text_content().split())) for link in links)
        if linked > _LINKED * len("".join(block.text_content().split())):
            block.drop_tree()


def _rows(table: Any) -> list[list[str]]:
    """Return the cells of a table, one that spans several written into each of them."""
    grid: dict[tuple[int, int], str] = {}
    for down, row in enumerate(list(table.iter("tr"))[:2000]):
        across = 0
        for cell in row.iterchildren("td", "th"):
            while (down, across) in grid:
                across += 1
            word = " ".join(cell.text_content().split())
            for y in range(min(_span(cell, "rowspan"), 200)):
                for x in range(min(_span(cell, "colspan"), 60)):
                    grid[down + y, across + x] = word
            across += 1
    height = 1 + max((y for y, _ in grid), default=-1)
    width = 1 + max((x for _, x in grid), default=-1)
    return [[grid.get((y, x), "") for x in range(width)] for y in range(height)]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(int(value), 1) if value.isdecimal() and len(value) < 5 else 1


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
