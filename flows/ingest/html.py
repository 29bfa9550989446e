"""HTML: the article of a web page, without its navigation, and what the page says of it.

A date comes from where a date is meant: `meta` tags, the index of an official page, the line with
来源 under a headline; never from a year in the text.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flows.ingest import encoding, inference, official, regions, web_page
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
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "date",
    "publish_time",
    "weibo:article:create_at",
)
_PUBLISHERS = ("contentsource", "source", "article:author")
_SITES = ("og:site_name", "sitename", "application-name")
_SITE = re.compile(
    r"\s*[_|｜]+\s*[^_|｜]{2,24}$|\s*[\-—–]+\s*[^_|｜\-—–]{0,16}(?:网|网站|政府|日报|晚报|频道|新闻|门户|客户端)$"
)
_TAGS = re.compile(r"<[/!]?[a-zA-Z]")


def page(data: bytes, settings: Settings) -> Page:
    """Return the article of an HTML page; Refused where there is none."""
    from lxml import etree, html

    source = encoding.decode(data)
    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Refused(f"no HTML ({error})", "give its text as .txt or .md") from None
    stated, site = _facts(tree)
    web_page.clean(tree)
    index = official.index(web_page.write_out_tables(tree))
    told = official.facts(index)
    heading = told.title or _heading(tree, stated.title)
    box = web_page.article(tree)
    body = [line for line, _ in web_page.lines(box)]
    around = _around(tree, box, heading)
    facts, body = _without_info(stated.over(told), around, body)
    heading = facts.title if facts.title and not stated.title else heading
    body = _without_title(heading, body)
    if not any(re.search(r"\w", line) for line in body):
        raise Refused("no article was found in the page", "give its text as .txt or .md")
    number = index.get("number", "")
    if official.is_number(number) and not any(number in line for line in body[:8]):
        body.insert(0, number)
    facts = _published_by(facts, site, heading)
    return _page(heading, body, facts, settings)


def _page(title: str, body: Sequence[str], facts: Facts, settings: Settings) -> Page:
    content = "\n".join([title, *body] if title else body)
    lines = list(texts.lines(content, settings.max_line_chars))
    if title:
        lines[0] = Line(lines[0].start, lines[0].end, heading=1)
    return Page(content, tuple(lines), dataclasses.replace(facts, title=None), flowing=True)


def _facts(tree: Any) -> tuple[Facts, str | None]:
    """Return what the `meta` tags of a page state, and the name of its site."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            metas.setdefault(key, content)
    metas = {**_linked_data(tree), **metas}
    links = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    day = next((day for key in _DATES if (day := inference.written(metas.get(key, "")))), None)
    region = metas.get("region")
    publisher = next((metas[key][:40] for key in _PUBLISHERS if key in metas), "")
    facts = Facts(
        title=next((metas[key] for key in _TITLES if key in metas), None),
        published_on=day,
        published_on_basis="stated" if day else None,
        publisher=re.sub(r"^(?:来源|信息来源)\s*[：:]\s*", "", publisher) or None,
        region=region,
        region_basis="stated" if region else None,
        url=next((link for link in links if link and link.startswith("http")), metas.get("og:url")),
    )
    return facts, next((metas[key][:40] for key in _SITES if key in metas), None)


def _linked_data(tree: Any) -> dict[str, str]:
    """Return the day of publication that a page gives in JSON-LD, or in the only `time` that it has."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            content = json.loads(script.text_content())
        except (ValueError, RecursionError):
            continue
        for each in _described(content):
            day = each.get("datePublished") or each.get("pubDate")
            if isinstance(day, str):
                by = each.get("publisher")
                name = by.get("name") if isinstance(by, dict) else None
                return {"datepublished": day, **({"sitename": name} if isinstance(name, str) else {})}
    times = {day for each in tree.iter("time") if (day := each.get("datetime"))}
    return {"datepublished": times.pop()} if len(times) == 1 else {}


def _described(content: Any) -> list[dict[str, Any]]:
    """Return the things that a page describes in JSON-LD, be they listed or in a graph."""
    graph = content.get("@graph") if isinstance(content, dict) else None
    things = content if isinstance(content, list) else graph if isinstance(graph, list) else [content]
    return [thing for thing in things if isinstance(thing, dict)]


def _heading(tree: Any, stated: str | None) -> str:
    """Return the headline: the only h1 of the page, else what its `title` says without the site's name."""
    title = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(each.text_content().split()) for each in tree.iter("h1")]
    headings = [each for each in headings if 4 <= len(each) <= 120]
    if len(headings) == 1 and (headings[0] in title or not stated):
        return headings[0]
    named = tree.xpath("//h1 | //h2 | //h3 | //*[contains(translate(@class, 'T', 't'), 'title')]")
    within = [
        each for each in (" ".join(one.text_content().split()) for one in named) if 4 <= len(each) <= 120
    ]
    fitting = [each for each in within if each in title or (stated and each in stated)]
    if fitting:
        return max(fitting, key=len)
    if stated:
        return _without_site(stated)
    return headings[0] if headings else _without_site(title)


def _without_site(title: str) -> str:
    while (shorter := _SITE.sub("", title)) != title and len(shorter) >= 4:
        title = shorter
    return title


def _around(tree: Any, box: Any, heading: str) -> list[str]:
    """Return the lines between the headline and the article, and the few behind the article."""
    inside = set(box.iter())
    before: list[str] = []
    behind: list[str] = []
    seen = False
    for line, where in web_page.lines(tree):
        if where in inside or box in (where, where.getparent()):
            seen = True
        elif seen:
            behind.append(line)
        else:
            before.append(line)
    at = next((number for number, line in enumerate(before) if heading and heading in line), None)
    near = before[-6:] if at is None else before[at + 1 :]
    return [line for line in [*near, *behind[:4]] if len(line) <= inference.LONGEST_INFO]


def _without_info(facts: Facts, around: Iterable[str], body: Sequence[str]) -> tuple[Facts, list[str]]:
    """Return facts and lines, those lines left out that say when and by whom the article was published.

    They stand beside the article or at its beginning: `二〇二六年六月二十九日　来源：津沽网`.
    """
    for line in around:
        facts = facts.over(inference.under_headline(line))
    kept: list[str] = []
    beginning = True
    for at, line in enumerate(body):
        beginning = beginning and at < 6 and not any("。" in each for each in kept[-1:])
        pairs = official.split_labels(line) if beginning and len(line) <= 120 else []
        if pairs and all(official.kind_of(label) != "stock" for label, _ in pairs):
            facts = facts.over(official.facts(official.index(pairs))).over(inference.labels(line))
        elif beginning and (found := inference.under_headline(line)) != Facts():
            facts = facts.over(found)
        else:
            kept.append(line)
    return facts, kept


def _without_title(title: str, body: Sequence[str]) -> list[str]:
    """Return the lines of a body, the headline that they repeat left out, be it in several lines."""
    bare, said = _bare(title), ""
    for at, line in enumerate(body[:5]):
        said += _bare(line)
        if bare and said == bare:
            return list(body[at + 1 :])
        if not bare.startswith(said):
            break
    return list(body)


def _published_by(facts: Facts, site: str | None, heading: str) -> Facts:
    """Return facts with a publisher: what the page names, the office in the headline, else the site.

    The page of a county on the site of its province is the county's.
    """
    publisher = facts.publisher or official.issuer_of(heading)
    if publisher or not site:
        return facts.over(Facts(publisher=publisher))
    named = [code for code in regions.named(heading) if code != "CN"]
    own = next(regions.named(site), None)
    if named and own and named[0] != own and regions.within(named[0], own):
        facts = facts.over(Facts(region=named[0], region_basis="inferred"))
    return facts.over(Facts(publisher=site))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
