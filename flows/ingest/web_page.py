"""Where the article of a web page is, and its lines.

A page is a tree of boxes. The article is in the innermost box that holds nearly all sentences that are
no links; boxes that sites name after what surrounds an article are left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from flows import contract
from flows.ingest import grids, official, raised
from flows.ingest.characters import visible

_GONE = ("script", "style", "noscript", "template", "svg", "button", "select", "textarea", "iframe", "object")
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
_INSIDE = frozenset("p span a b strong em font i u h1 h2 h3 h4 li".split())
_SENTENCE = re.compile(r"[，。；：！？、]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_GRID = "grid"
"""The class of the box that takes the place of a table: part of an article, however much it says."""
_NEARLY_ALL = 0.85
_LITTLE = 0.3
_LINKED = {"ul": 0.4, "ol": 0.4, "dl": 0.4}
_MOSTLY_LINKED = 0.7
"""Shares of a block's characters that stand in links beyond which it is navigation."""


def clean(tree: Any) -> None:
    """Take out of a page what nobody reads in it, lists of links, and boxes beside the article."""
    for element in list(tree.iter(*_GONE)):
        element.drop_tree()
    for element in list(tree.xpath("//*[@hidden or contains(@style, 'none') or contains(@style, 'hidden')]")):
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        # A table that a script opens holds figures all the same.
        if hidden and element.getparent() is not None and not _has_figures(element):
            element.drop_tree()
    _raise_notes(tree)
    _drop_links(tree)
    _drop_boxes(tree)


def _has_figures(element: Any) -> bool:
    return element.tag == "table" or next(element.iter("table"), None) is not None


def _raise_notes(tree: Any) -> None:
    """Take raised numbers of notes out, and write raised units as such: km2 is km²."""
    found = tree.xpath("//sup | //*[contains(@style, 'super') or contains(@style, 'text-top')]")
    for element in list(found):
        parent = element.getparent()
        if parent is None or (element.tag != "sup" and not _RAISED.search(element.get("style") or "")):
            continue
        before = element.getprevious()
        text = (parent.text if before is None else before.tail or before.text_content()) or ""
        word = raised.read("".join(element.text_content().split()), text)
        if word is not None:
            for child in list(element):
                element.remove(child)
            element.text = word


def _drop_links(tree: Any) -> None:
    """Take out lists of links: blocks whose words stand in links and nearly nowhere else."""
    for block in list(tree.iter("ul", "ol", "dl", "div", "nav", "section", "aside", "td", "p")):
        links = list(block.iter("a"))
        least = 1 if block.tag in _LINKED else 2
        if len(links) < least or block.getparent() is None:
            continue
        linked = sum(len("".join(link.text_content().split())) for link in links)
        said = "".join(block.text_content().split())
        if linked > _LINKED.get(block.tag, _MOSTLY_LINKED) * len(said) and said.count("。") < 2:
            block.drop_tree()


@functools.cache
def _boxes() -> frozenset[str]:
    return frozenset(row["word"] for row in contract.codelist("official_words") if row["kind"] == "box")


def _drop_boxes(tree: Any) -> None:
    scores = _scores(tree)
    most = _LITTLE * scores.get(tree, 0.0)
    for element in list(
        tree.iter("div", "section", "aside", "nav", "footer", "header", "ul", "form", "table")
    ):
        names = f"{element.get('id') or ''} {element.get('class') or ''}"
        words = re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower())
        named = element.tag in ("nav", "footer", "aside") or not _boxes().isdisjoint(words)
        small = scores.get(element, 0.0) <= most and next(element.iter("h1"), None) is None
        if named and small and element.getparent() is not None and not _has_figures(element):
            element.drop_tree()


def _scores(tree: Any) -> dict[Any, float]:
    """Return for each element how much is said in it: characters of sentences, links aside."""
    scores: dict[Any, float] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        for owner, text in ((element, element.text), (parent, element.tail)):
            if text and owner is not None and owner.tag != "a" and (count := len(_HAN.findall(text))):
                worth = count if _SENTENCE.search(text) else 0.3 * count
                scores[owner] = scores.get(owner, 0.0) + worth
    for element in reversed(list(tree.iter())):
        parent = element.getparent()
        if parent is not None and element in scores:
            scores[parent] = scores.get(parent, 0.0) + scores[element]
    return scores


def article(tree: Any) -> Any:
    """Return the innermost box that holds nearly all sentences of a page."""
    scores = _scores(tree)
    body = tree.find("body")
    element = tree if body is None else body
    while True:
        children = [child for child in element if isinstance(child.tag, str)]
        best = max(children, key=lambda child: scores.get(child, 0.0), default=None)
        if (
            best is None
            or best.tag in _INSIDE
            or best.get("class") == _GRID
            or scores.get(best, 0.0) < _NEARLY_ALL * scores.get(element, 0.0)
        ):
            return element
        element = best


def lines(element: Any) -> Iterator[tuple[str, Any]]:
    """Yield the lines of an element, each with the element that it ends in."""
    words: list[str] = []
    opened: list[tuple[Any, bool]] = []
    from lxml import etree

    def flush(where: Any) -> Iterator[tuple[str, Any]]:
        line = " ".join("".join(words).replace("\u200b", "").split())
        words.clear()
        if line:
            yield line, where

    for event, node in etree.iterwalk(element, events=("start", "end")):
        block = node.tag in _BLOCKS
        if block:
            yield from flush(node)
        if event == "start":
            opened.append((node, block))
            words.append(node.text or "")
        elif node is not element:
            words.append(node.tail or "")
    yield from flush(element)


def write_out_tables(tree: Any) -> list[tuple[str, str]]:
    """Replace each table of figures by its sentences; return what an index of the page says.

    A table that only lays out a page becomes blocks.
    """
    from lxml import html

    index: list[tuple[str, str]] = []
    # Inner tables come first, so that an outer one is judged by what is left of it.
    for table in reversed(list(tree.iter("table"))):
        rows = _rows(table)
        if table.getparent() is None:
            continue
        if pairs := official.pairs(rows):
            index += pairs
            table.drop_tree()
            continue
        if not _is_grid(table, rows):
            for each in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                each.tag = "div"
            continue
        captions = [" ".join(each.text_content().split()) for each in table.iter("caption")]
        before = [*_above(table), *captions]
        box = html.Element("div", {"class": _GRID})
        for line in [*captions, *grids.sentences(rows, before)]:
            # A page may hold characters that the tree takes from it, and from nobody else.
            html.etree.SubElement(box, "p").text = visible(line)
        box.tail = table.tail
        table.getparent().replace(table, box)
    return index


def _is_grid(table: Any, rows: list[list[str]]) -> bool:
    filled = sum(sum(map(bool, row)) > 1 for row in rows)
    if filled < 2 or any(each.get("class") == _GRID for each in table.iter("div")):
        return False
    if next(table.iter("h1"), None) is not None:
        return False
    cells = {cell for row in rows for cell in row}
    said = sum(map(len, cells))
    return max(map(len, cells)) < max(300, 0.7 * said)


def _above(table: Any) -> list[str]:
    """Return the last lines that stand over a table."""
    element, found = table, ""
    for _ in range(4):
        for sibling in element.itersiblings(preceding=True):
            if isinstance(sibling.tag, str) and (text := " ".join(sibling.text_content().split())):
                found = f"{text}\n{found}" if found else text
                if found.count("\n"):
                    return [line[-120:] for line in found.split("\n")]
        element = element.getparent()
        if element is None or element.tag == "body":
            break
    return [line[-120:] for line in found.split("\n") if line]


def _rows(table: Any) -> list[list[str]]:
    """Return the cells of a table, one that spans several written into each of them."""
    grid: dict[tuple[int, int], str] = {}
    for down, row in enumerate(list(table.iter("tr"))[:2000]):
        across = 0
        for cell in row.iterchildren("td", "th"):
            while (down, across) in grid:
                across += 1
            word = "".join(line for line, _ in lines(cell))
            indent = re.match(r"[\s　\xa0]*", cell.text_content())
            pad = "　" * len(re.sub(r"[^　\xa0]", "", indent[0])) if indent and word else ""
            for y in range(min(_span(cell, "rowspan"), 200)):
                for x in range(min(_span(cell, "colspan"), 60)):
                    grid[down + y, across + x] = pad + word
            across += 1
    height = 1 + max((y for y, _ in grid), default=-1)
    width = 1 + max((x for _, x in grid), default=-1)
    return [[grid.get((y, x), "") for x in range(width)] for y in range(height)]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return max(int(value), 1) if value.isdecimal() and len(value) < 5 else 1
