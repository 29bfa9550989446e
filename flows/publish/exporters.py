"""Every file that a release holds, listed once: a format is added by one line here.

The order within a part is that of writing: what reads another file of the release stands behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.publish import (
    card,
    catalogue,
    changes,
    checksums,
    citation,
    croissant,
    csv,
    data_package,
    databases,
    datasette,
    described,
    findings,
    parquet,
    superset,
    xlsx,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.publish.exporter import Exporter, Part

EXPORTERS: tuple[Exporter, ...] = (
    parquet.EXPORTER,
    csv.EXPORTER,
    xlsx.EXPORTER,
    databases.DUCKDB,
    databases.SQLITE,
    superset.EXPORTER,
    changes.ROWS,
    changes.PAGE,
    findings.RESULTS,
    findings.REFUSALS,
    described.EXPORTER,
    data_package.EXPORTER,
    croissant.EXPORTER,
    datasette.EXPORTER,
    card.EXPORTER,
    citation.CITATION,
    citation.LICENCE,
    catalogue.EXPORTER,
    checksums.EXPORTER,
)


def of(part: Part) -> Iterator[Exporter]:
    """Yield the exporters of a part of the release."""
    return (exporter for exporter in EXPORTERS if exporter.part == part)
