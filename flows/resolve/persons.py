"""Two persons of one name are two where their posts lie in places that exclude each other."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flows.language import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flows.tables.database import Database

_LOCAL = ("市", "省", "区", "县", "镇", "乡", "村", "州", "厂")


@dataclass(slots=True)
class _Person:
    """What documents say of one person: posts, and the provinces, or places in them, of these posts."""

    posts: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    documents: list[str] = field(default_factory=list)


_SAID = """
    SELECT name, document_id, published_on, document.region_code,
        list(DISTINCT position) FILTER (position <> '') AS posts
    FROM settled.mentions AS mention JOIN settled.documents AS document USING (document_id)
    WHERE type = 'PERSON' GROUP BY name, document_id, published_on, document.region_code
    QUALIFY count(*) OVER (PARTITION BY name) > 1 AND bool_or(posts IS NOT NULL) OVER (PARTITION BY name)
    ORDER BY name, published_on NULLS LAST, document_id
"""
"""What each document says of each person whom others name as well."""


def tell_apart(database: Database) -> Iterator[tuple[str, str, str]]:
    """Yield document, name and a mark for each person who is not the first of the name.

    Documents are taken in the order of their dates, so that a person keeps the mark, or none, when
    later documents come in. The mark is the place that set the person apart.
    """
    for name, documents in groupby(database.rows(_SAID), key=lambda row: str(row["name"])):
        for mark, person in _persons(documents):
            yield from ((document, name, mark) for document in person.documents if mark)


def _persons(said: Iterable[Mapping[str, Any]]) -> list[tuple[str, _Person]]:
    found: list[tuple[str, _Person]] = []
    for document in said:
        posts = set(document["posts"] or ())
        regions = {code for post in posts if (code := _region(post, document["region_code"]))}
        person = next((item for _, item in found if _same(item, posts, regions)), None)
        if person is None:
            person = _Person()
            found.append(("" if not found else min(regions), person))
        person.posts |= posts
        person.regions |= regions
        person.documents.append(document["document_id"])
    return found


def _same(person: _Person, posts: set[str], regions: set[str]) -> bool:
    """Whether nothing speaks against these posts being the person's: no place, one place, or one post."""
    if not regions or not person.regions or posts & person.posts:
        return True
    return any(
        gazetteer.is_within(one, other) or gazetteer.is_within(other, one)
        for one in regions
        for other in person.regions
    )


def _region(post: str, here: str | None) -> str | None:
    """Return the place of a post: the one it names, or the document's own for 市委书记."""
    code = _named(post)
    if code is None and post.startswith(_LOCAL) and here != gazetteer.ROOT:
        code = here
    return code if code != gazetteer.ROOT else None


@functools.lru_cache(maxsize=65536)
def _named(post: str) -> str | None:
    place = next(iter(gazetteer.regions_in(post)), None)
    return place.region_code if place else None
