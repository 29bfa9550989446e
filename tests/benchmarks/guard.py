"""The pace that extraction has to keep beside jieba.cut, and how its floors are raised.

    python -m tests.benchmarks.guard [--raise]

A floor is a share of what was measured, so that no machine and no neighbour on it fails a change
that slows nothing down. Floors rise with the speed; they are not lowered.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks import contenders, race, texts

FLOORS = Path(__file__).with_name("floors.json")
CHARACTERS, ROUNDS, SHARE = 20_000, 5, 0.6
GUARDED = (
    "zhibiao",
    "zhibiao, rules alone",
    "zhibiao, names alone",
    "zhibiao, numbers alone",
    "zhibiao, times alone",
)


def measure() -> dict[str, float]:
    """Return the speed of each guarded contender as a multiple of that of jieba.cut, in one race."""
    records, _ = texts.load([], CHARACTERS)
    results = race.run(race.enter(None, only=(*GUARDED, race.THE_MEASURE)), records, ROUNDS, starts=1)
    return {result.label: result.ratio for result in results if contenders.is_own(result.label)}


def raised(floors: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, float]:
    """Return the floors, each lifted to its share of what is reached now, none lowered."""
    return {name: max(floors.get(name, 0.0), round(SHARE * figures[name], 3)) for name in figures}


def main() -> None:
    """Print figures beside floors; write raised floors if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    figures = measure()
    for name, figure in figures.items():
        print(f"{name:<24} {figure:6.3f} × {race.THE_MEASURE}, floor {floors.get(name, 0.0):.3f}")
    if options.lift:
        lifted = raised(floors, figures)
        FLOORS.write_text(json.dumps(lifted, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
