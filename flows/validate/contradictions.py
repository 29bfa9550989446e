"""Rules for rows that contradict themselves: each of their fields may be right, all of them cannot.

Where it is known which field is wrong most often, the row stays without that one; `WITHOUT_PERIOD` and
`WITHOUT_RESULT` say what stands in its place.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from flows import contract
from flows.tables import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.validate.checks import Known

WITHOUT_PERIOD = (("period_start", None), ("period_end", None), ("period_basis", "withdrawn"))
WITHOUT_RESULT = (
    *((column, None) for column in ("actual_metric_id", "actual", "actual_period_end", "progress")),
    *(("required_per_year", None), ("on_track", None), ("outcome", "no_result")),
)

FORECAST_DAYS = 183
"""Days after its end for which a period is still forecast: results of a year come months after it."""

LONGEST_EVENT_DAYS = 1
"""A time no longer than this from its first day is that of an event."""

# What is counted or measured by these is no money and no share.
PHYSICAL = ("count", "population_equivalent", "mass", "area", "length", "volume", "power", "energy")

# Words beside a number that bound it from below, and from above; 多 and 余 only loosen it.
AT_LEAST = "以上|不低于|不少于|至少|超|突破|大于|高于"
AT_MOST = "不超|不高于|不突破|不大于|不多于|以内|以下|至多|最多|最高"


def result_is_of_a_time_that_has_come(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell a result of a time that had begun when it was published.

    The year, month or plan that runs by then stands for what is known of it, as the field writes it
    (今年以来), but none that goes on beyond the end of the year.
    """
    published, first, last = _published(rows, known), rows.column("period_start"), rows.column("period_end")
    begun = pc.less_equal(first, published)
    ends = pc.less_equal(pc.year(last), pc.year(published))
    return _implied(_is(rows, "status", "actual"), pc.and_kleene(begun, ends))


def aim_is_not_over(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell an aim whose time lay ahead, or is just over and its result not known yet (a forecast)."""
    published, first, last = _published(rows, known), rows.column("period_start"), rows.column("period_end")
    over = pc.less(last, published)
    event = pc.less_equal(pc.days_between(first, last), LONGEST_EVENT_DAYS)
    long_ago = pc.greater(pc.days_between(last, published), FORECAST_DAYS)
    past = pc.and_kleene(over, pc.or_kleene(event, long_ago))
    return _implied(_is(rows, "status", "target"), pc.invert(past))


def bound_goes_with_sign(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell a fall that is bounded as its number is: one of 10 or more is -10 or less.

    降幅不超过5%, a fall of 5 at most, is -5 or more.
    """
    falls = pc.and_(pc.less(rows.column("value"), 0), pc.invert(_is(rows, "measure", "level")))
    quote = rows.column("quote")
    at_least = pc.match_substring_regex(quote, AT_LEAST)
    at_most = pc.match_substring_regex(quote, AT_MOST)
    above = pc.is_in(rows.column("comparator"), value_set=pa.array(["ge", "gt"]))
    below = pc.is_in(rows.column("comparator"), value_set=pa.array(["le", "lt"]))
    turned = pc.or_(
        pc.and_(above, pc.and_(at_least, pc.invert(at_most))), pc.and_(below, pc.and_(at_most, falls))
    )
    return _implied(falls, pc.invert(turned))


def unit_is_one_of_the_indicator(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell a unit that can measure what the name ends with: 产值 is no number of things, 覆盖率 no length.

    The bound of a condition picks out what is measured (1000公里以上的客流占比), and is left alone.
    """
    dimension = known.look_up(rows.column("unit"), "units", "unit", "dimension")
    physical = pc.fill_null(pc.is_in(dimension, value_set=pa.array(PHYSICAL)), False)
    money = pc.fill_null(pc.equal(dimension, "currency"), False)
    indicator = rows.column("indicator")
    of_money = pc.match_substring_regex(indicator, _endings("money"))
    of_share = pc.match_substring_regex(indicator, _endings("share", "rate"))
    odd = pc.or_(pc.and_(of_money, physical), pc.and_(of_share, pc.or_(physical, money)))
    said = pc.and_(_is(rows, "measure", "level"), pc.invert(_is(rows, "status", "condition")))
    return _implied(said, pc.invert(odd))


def share_lies_within_its_whole(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell a share between 0 and 100 per cent."""
    share = pc.match_substring_regex(rows.column("indicator"), _endings("share"))
    level = pc.and_(_is(rows, "measure", "level"), _is(rows, "unit", "%"))
    value = rows.column("value")
    highest = pc.coalesce(rows.column("value_high"), value)
    within = pc.and_(pc.greater_equal(value, 0), pc.less_equal(highest, 100))
    return _implied(pc.and_(share, level), within)


def progress_is_within_one_period(rows: pa.RecordBatch, known: Known) -> pa.Array:
    """Tell a result that may stand beside its target.

    It is of the same measure, no later than the deadline, and of a time that begins with the
    target's own. A state alone may be one of another time: of a day, a year, or as long as the target's.
    """
    target, result = (
        {
            column: known.look_up(rows.column(key), "metrics", "metric_id", column)
            for column in ("period_start", "period_end", "measure")
        }
        for key in ("metric_id", "actual_metric_id")
    )
    alike = pc.equal(target["measure"], result["measure"])
    in_time = pc.less_equal(rows.column("actual_period_end"), rows.column("deadline"))
    level = pc.equal(result["measure"], "level")
    fits = pc.and_kleene(pc.and_kleene(alike, in_time), _times_fit(result, target, level))
    return pc.or_(pc.is_null(rows.column("actual_metric_id")), pc.fill_null(fits, True))


def _times_fit(result: Mapping[str, pa.Array], target: Mapping[str, pa.Array], level: pa.Array) -> pa.Array:
    """Tell the times at which a result may stand beside its target; null where one of them is not known."""
    ends = (each[end].to_pylist() for each in (result, target) for end in ("period_start", "period_end"))
    fits = [
        None
        if None in (first, last, opens, closes)
        else progress.is_under_way((first, last), (opens, closes))
        or (is_level and progress.shows_state((first, last), (opens, closes)))
        for first, last, opens, closes, is_level in zip(*ends, level.to_pylist(), strict=True)
    ]
    return pa.array(fits, pa.bool_())


def _published(rows: pa.RecordBatch, known: Known) -> pa.Array:
    return known.look_up(rows.column("document_id"), "documents", "document_id", "published_on")


def _is(rows: pa.RecordBatch, column: str, value: str) -> pa.Array:
    return pc.fill_null(pc.equal(rows.column(column), value), False)


def _implied(condition: pa.Array, passes: pa.Array) -> pa.Array:
    """Return whether rows are not of the kind, or pass; what is not known contradicts nothing."""
    return pc.or_(pc.invert(pc.fill_null(condition, False)), pc.fill_null(passes, True))


@functools.cache
def _endings(*roles: str) -> str:
    """Return a pattern of the ends of names that have one of `roles`."""
    words = (row["word"] for row in contract.codelist("indicator_words") if row["role"] in roles)
    return f"(?:{'|'.join(words)})$"
