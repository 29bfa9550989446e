"""Datasette finds a title and a meaning for every table and view, and facets that are there."""

from __future__ import annotations

import pytest

from flows import contract
from flows.publish import datasette, sql

TABLES = datasette.metadata()["databases"]["zhibiao"]["tables"]


def test_every_table_and_both_wide_views_are_described() -> None:
    assert set(TABLES) == {table.name for table in contract.tables()} | {"v_metrics", "v_targets"}
    assert set(sql.views()) >= {"v_metrics", "v_targets"}


@pytest.mark.parametrize("name", datasette.FACETS)
def test_facets_are_columns_that_are_there(name: str) -> None:
    assert set(datasette.FACETS[name]) <= TABLES[name]["columns"].keys()
