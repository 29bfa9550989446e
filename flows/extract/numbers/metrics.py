"""From quantities to metrics: each number with its indicator, measure, status, subject and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flows.extract import cues
from flows.extract.indicator import choice
from flows.extract.nouns import Head, Slot
from flows.extract.numbers import agreement, confidence, countable, slots
from flows.extract.numbers.carry import Carry
from flows.extract.reader import explanation, reader
from flows.extract.reader.reader import UNNAMED
from flows.extract.reading import Reading
from flows.extract.statement import measure, status
from flows.extract.statement.scope import Scope
from flows.extract.statement.subjects import Subject, Subjects
from flows.language import bounds, quantities, units
from flows.language.quantities import Quantity
from flows.language.tagger import Tag
from flows.records import Comparator, Mention, Metric, changed

_SAYS_SOMETHING = re.compile(r"[增升降减涨跌回提下上扩缩达占为]|分别")
_APART = re.compile(r"(不超过|不低于|不少于|不高于|超过|高于|低于)[^，。；、\d]{1,8}(?:的|下达)$")
# 最高给予500万元 and 至少建成3个: a bound whose verb stands between it and the number.
_BEFORE_VERB = re.compile(
    r"(?:(?P<least>至少|最少)[可能应要须需将]?(?:建成|完成|新增|培育|形成|打造|引进|提供|支持|安排|投入|获)?(?:达到?|为)?"
    r"|(?P<most>最高|最多|至多)[可能将]?(?:给予|给|补贴|补助|奖励|支持|资助|享受|提供|容纳|不超过)(?:达到?|为|补贴|补助|奖励|奖补)?)$"
)
_BOUNDS: dict[str, Comparator] = {
    "不超过": "le",
    "不高于": "le",
    "不低于": "ge",
    "不少于": "ge",
    "超过": "gt",
    "高于": "gt",
    "低于": "lt",
}
_LONGEST_TOPIC = 12
# 原油：产量3500万吨: the label of a row, which what stands behind it is said of.
_LABEL = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,8}(?<!指标)(?<!情况)(?<!数据)(?<!目标)(?<!方面)(?<!如下)(?<!显示)(?<!结果)(?<!任务)[：:]"
)
_LONGEST_OF_LABEL = 4
_LONGEST_NAME = 200
"""Characters beyond which what stands before a number names nothing: a text without an end of a clause."""
_AROUND = 500
"""Characters of a clause that evidence holds at most on each side of the number."""


def find(reading: Reading, mentions: Sequence[Mention]) -> list[Metric]:
    """Return the metrics of a document, in order."""
    numbers = quantities.find(reading.text)
    proposed = propose(reading, mentions, numbers)
    judged = reader.judge(reading, mentions, numbers, proposed)
    settled = agreement.settle(reading.text, numbers, proposed, judged)
    return [_bounded(metric, reading.content) for metric in settled]


def explain(reading: Reading, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Return for each number of a document what it could have been, and how likely each was."""
    numbers = quantities.find(reading.text)
    return explanation.explain(reading, mentions, numbers, propose(reading, mentions, numbers))


def propose(reading: Reading, mentions: Sequence[Mention], numbers: Sequence[Quantity]) -> list[Metric]:
    """Return what the rules make of `numbers`: one proposal among others for the reader."""
    counted = countable.select(reading.text, numbers, reading.periods)
    metrics = _Walk(reading, mentions).metrics(counted) if counted else []
    return [changed(metric, confidence=confidence.score(metric)) for metric in metrics]


def _bounded(metric: Metric, content: str) -> Metric:
    """Return a metric whose name and evidence end, whatever the text."""
    if len(metric.indicator) > _LONGEST_NAME:
        metric = changed(metric, indicator=UNNAMED)
    begin = content.find(metric.evidence, max(metric.end - len(metric.evidence), 0))
    if len(metric.evidence) > 2 * _AROUND and begin >= 0:
        around = metric.evidence[max(metric.start - begin - _AROUND, 0) : metric.end - begin + _AROUND]
        metric = changed(metric, evidence=around.strip())
    return metric


class _Walk:
    """One way through a document, from its first number to its last."""

    def __init__(self, reading: Reading, mentions: Sequence[Mention]) -> None:
        self._reading = reading
        self._scope = Scope(reading)
        self._subjects = Subjects(reading, mentions)
        self._carry = Carry()
        self._own_places: list[Subject | None] = []
        self._words: Sequence[Tag] = ()

    def metrics(self, counted: Sequence[Quantity]) -> list[Metric]:
        """Return one metric for each of `counted`."""
        found: list[Metric] = []
        for number, sentence in enumerate(self._reading.sentences):
            start = len(found)
            if start == len(counted):
                break
            self._enter(number)
            inside: list[Quantity] = []
            while start + len(inside) < len(counted) and counted[start + len(inside)].start < sentence.end:
                inside.append(counted[start + len(inside)])
            cut = slots.cut(self._reading.text, sentence, self._words, inside) if inside else []
            found += [self._metric(slot, cut[place + 1 :]) for place, slot in enumerate(cut)]
            self._scope.leave()
            self._subjects.leave()
        return found

    def _enter(self, number: int) -> None:
        self._words = self._reading.words[number]
        self._subjects.enter(number)
        if self._scope.enter(number):
            self._subjects.reset()
        if self._reading.is_heading(number) or (number and self._reading.is_heading(number - 1)):
            self._carry = Carry()

    def _metric(self, slot: Slot, rest: Sequence[Slot]) -> Metric:
        reading, carry, quantity = self._reading, self._carry, slot.quantity
        head = self._head(slot, rest)
        how = measure.decide(reading.text, slot, head)
        carry.enter(reading.text, slot)
        head = self._governed(slot, head)
        name = carry.name(slot, head, rest)
        how = carry.measure if slot.chained and carry.measure else how
        period, basis = self._scope.period(slot, how)
        following = rest[0] if rest and rest[0].clause == slot.clause else None
        counted_next = following is not None and following.quantity.kind in ("classifier", "noun")
        said = status.decide(
            reading.text, slot, self._words, period, reading.document.published_on, aiming=self._scope.aims,
            continued=carry.status is not None and carry.status.name == "target", counted_next=counted_next,
            rulebook=reading.is_rulebook,
        )  # fmt: skip
        said = carry.status if slot.chained and carry.status else said
        subject, region_code = self._subject(slot, head)
        comparator = _comparator(reading.text, slot, carry)
        down = how.sign < 0 and quantity.value > 0
        metric = Metric(
            document_id=reading.document.document_id,
            indicator=name or UNNAMED,
            value=-quantity.value if down else quantity.value,
            value_high=-quantity.value_high if down and quantity.value_high else quantity.value_high,
            unit=quantity.unit or _unit_of(name),
            comparator=bounds.mirrored(comparator) if down else comparator,
            measure=how.name,
            basis=how.basis,
            status=said.name,
            hedge=said.hedge,
            subject=subject,
            region_code=region_code,
            period_start=period.period_start if period else None,
            period_end=period.period_end if period else None,
            period_basis=basis,
            quote=reading.content[quantity.start : quantity.end],
            start=quantity.start,
            end=quantity.end,
            evidence=reading.content[slot.clause.start : slot.clause.end].strip("，。；、 \n"),
            confidence=0.0,
        )
        carry.leave(slot, head, name, how, said, _for_list(quantity, comparator))
        return metric

    def _head(self, slot: Slot, rest: Sequence[Slot]) -> Head:
        """Return the head that the clause gives; 12类45件民生实事 gives both numbers one."""
        head = choice.find(slot, self._reading.periods_in(slot.left), self._subjects.places_in(slot.left))
        if not head.name and rest and rest[0].left.start == rest[0].quantity.start == slot.quantity.end:
            return replace(choice.find(rest[0], (), ()), predicate=head.predicate)
        return head

    def _governed(self, slot: Slot, head: Head) -> Head:
        """Return `head`, completed by what the clause before names where its own clause leaves that out."""
        first = self._carry.sentence != slot.sentence
        labelled = bool(slot.before) and _LABEL.fullmatch(self._reading.text, *slot.before[0]) is not None
        short = labelled and 0 < len(head.name) <= _LONGEST_OF_LABEL
        bare = (short or (first and head.name in cues.words("relational"))) and not head.behind
        empty = not (head.name or head.places or slot.chained) and (first or "分别" in head.predicate)
        said = labelled and not head.name
        if not bare and not said and not (empty and _SAYS_SOMETHING.search(head.predicate)):
            return head
        periods, places = self._reading.periods_in(slot.sentence), self._subjects.places_in(slot.sentence)
        named = choice.preceding(slot, periods, places)
        if named is None:
            return head
        if empty or said:
            return replace(named, predicate=head.predicate, places=head.places)
        one = len(named.name) <= _LONGEST_TOPIC and len(named.members) < 2
        return replace(head, name=named.name + head.name) if one else head

    def _subject(self, slot: Slot, head: Head) -> Subject:
        """Return the subject; 北京、上海分别增长 gives each number a place of its own."""
        if head.places:
            self._own_places = [self._subjects.named(quote, slot) or (quote, None) for quote in head.places]
        elif not slot.chained:
            self._own_places = []
        own = self._own_places.pop(0) if self._own_places else None
        return own or self._subjects.find(slot, head)


def _comparator(text: str, slot: Slot, carry: Carry) -> Comparator:
    """Return how the number bounds; a bound said once holds for the list: 超过98%、85%."""
    own, quantity = slot.quantity.comparator, slot.quantity
    if own != "eq":
        return own
    if (
        slot.chained
        and carry.comparator != "eq"
        and (carry.members or "分别" in text[slot.clause.start : quantity.start])
    ):
        return carry.comparator
    left = text[slot.left.start : quantity.start]
    apart = _APART.search(left)
    if apart and quantity.dimension != "percentage_point":
        return _BOUNDS[apart[1]]
    verb = _BEFORE_VERB.search(left)
    return own if verb is None else "ge" if verb["least"] else "le"


def _for_list(quantity: Quantity, comparator: Comparator) -> Comparator:
    """Return the comparator that the numbers of a list share: one said before the first, 不低于5%、8%."""
    listed = quantity.start < quantity.number_start or quantity.comparator == "eq"
    return comparator if comparator in ("ge", "gt", "le", "lt") and listed else "eq"


def _unit_of(name: str) -> str:
    """Return the unit that a bare number leaves to its name: 人次 of 出游人次达7.65亿."""
    return next((unit for ending, unit in units.named_by().items() if name.endswith(ending)), "")
