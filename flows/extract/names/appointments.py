"""Posts that a person is given or loses, which have a form of their own: 某某任某局局长, 免去某某的…职务."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.extract.names import lists
from flows.extract.names.labels import POSTS, Name

_GIVEN = re.compile(
    r"(?:同志|先生|女士)?(?:[，,]?[^。；;\n]{0,30}?[，,])??(?:已|再次|成功)?"
    r"(?:现任|(?:当选|就任|出任|担任|接任|升任|调任|转任|改任|履新|兼任)为?"
    r"|(?:被|获)?(?:任命|提名|选举|推选|聘任|聘|增补|补选)为?任?|任)(?!期|务|何|职|意|由|教(?!育))"
)
_LOST = re.compile(r"(?:同志|先生|女士)?的")
_LOSING = re.compile(r"(?:免去|撤销|罢免|辞去)(?:了)?$")
_CLAUSE = re.compile(r"[^。，；;,\n]{2,60}")
_WORDS = re.compile(lists.parts("post"))
_AFTER = re.compile(r"(?:职务|一职|之职|人选)?(?:[（(][^（）()]{1,12}[）)])?")


def find(text: str, persons: Sequence[Name]) -> Iterator[Name]:
    """Yield the posts that `text` says one of `persons`, who come in order, is given or loses."""
    for number, person in enumerate(persons):
        limit = persons[number + 1].start if number + 1 < len(persons) else len(text)
        losing = _LOSING.search(text, max(0, person.start - 4), person.start)
        said = (_LOST if losing else _GIVEN).match(text, person.end, limit)
        if said and (clause := _CLAUSE.match(text, said.end(), limit)):
            yield from _post(clause)


def _post(clause: re.Match[str]) -> Iterator[Name]:
    """Yield the clause up to its last word of a post, if little but 职务 stands behind it."""
    words = list(_WORDS.finditer(clause[0]))
    if words and _AFTER.fullmatch(clause[0], words[-1].end()):
        yield Name(clause.start(), clause.start() + words[-1].end(), POSTS.kinds[0])
