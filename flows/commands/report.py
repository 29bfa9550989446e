"""What a run prints in the end, and the exit status of the command."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pipeline import Outcome
    from flows.settings import Settings

PUBLISHED, FAILED, WITH_REFUSALS = 0, 1, 3


def run(raw: Sequence[str], settings: Settings, **options: Any) -> int:
    """Run the flow, print its table, and return the exit status of the command.

    `options` are the other parameters of the flow.
    """
    from flows.machine import server
    from flows.records import Explained

    address = server.start()
    try:
        server.read_settings()
        from flows import pipeline  # while the server starts

        address()
        outcome = pipeline.run(raw=tuple(raw), settings=settings, **options)
    except Explained as error:
        print(f"zhibiao: {error}; the last release is whole", file=sys.stderr)
        return FAILED
    _table(outcome, raw)
    return WITH_REFUSALS if outcome.run.refusals else PUBLISHED


def _table(outcome: Outcome, raw: Sequence[str]) -> None:
    """Print what went in, what came out, how quickly, and where to look."""
    run = outcome.run
    rate = run.characters / outcome.seconds if outcome.seconds else 0.0
    lines = [
        ("documents in", f"{run.documents + len(run.refusals):,}"),
        ("refused", f"{len(run.refusals):,}"),
        ("extracted now", f"{outcome.extracted:,}"),
        *((f"rows of {name}", f"{count:,}") for name, count in outcome.release.rows.items()),
        ("rows rejected", f"{sum(each['rejected'] for each in outcome.results):,}"),
        ("rows without a field", f"{sum(each['withdrawn'] for each in outcome.results):,}"),
        ("seconds", f"{outcome.seconds:.1f}"),
        *((f"seconds of {stage}", f"{seconds:.1f}") for stage, seconds in outcome.stages.items()),
        ("characters a second", f"{rate:,.0f}"),
    ]
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        print(f"{name:<{width}}  {value:>12}")
    news = "published" if outcome.release.published else "nothing is new; the newest release is"
    print(f"\n{news} {outcome.release.folder}")
    command, folder = _command(), outcome.release.folder
    output = folder.parent.parent
    there = "" if output == Path("output") else f" --output {output}"
    quotes = "" if list(raw) == ["raw"] else "".join(f" --raw {place}" for place in raw)
    check = f"verify{there and f' {folder}'}{quotes}"
    print(f"look at it with `{command} open{there}`, compare its quotes with `{command} {check}`")


def _command() -> str:
    """Return what to type for this command: its name alone only where the shell finds this one by it."""
    called, known = Path(sys.argv[0]), shutil.which("zhibiao")
    if called.name != "zhibiao" or (known and Path(known).resolve() == called.resolve()):
        return "zhibiao"
    return str(called)
