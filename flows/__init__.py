"""zhibiao 指标: numbers in Chinese policy and industry news, with what they mean.

    >>> import flows
    >>> text = "到2030年，全市建成智能工厂1000家以上。"
    >>> found = flows.inspect(text, published_on="2026-06-26", region="天津市")
    >>> [(metric.indicator, metric.value, metric.status) for metric in found.metrics]
    [('智能工厂', 1000.0, 'target')]

`flows.inspect` takes a text and returns an `Inspection`: numbers, times, metrics and mentions as records
of `flows.records`, and by its `as_dict` the columns of their tables. What it refuses it tells by an
`Explained`, with `cause` and `remedy`. All else is what the command `zhibiao` stands on, and may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.commands.inspection import Inspection, inspect
    from flows.records import Explained, Mention, Metric

__all__ = ["Explained", "Inspection", "Mention", "Metric", "inspect"]


def __getattr__(name: str) -> Any:
    # Only when asked for: all modules of the package come by here, and most need none of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = "flows.commands.inspection" if name in ("Inspection", "inspect") else "flows.records"
    return getattr(import_module(home), name)
