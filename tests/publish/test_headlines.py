"""What the charts and the page say of a row is said rightly in both languages."""

from __future__ import annotations

import duckdb

from flows.publish import headlines


def test_an_english_unit_is_neither_explained_nor_one_of_several_that_a_classifier_counts() -> None:
    with duckdb.connect() as database:
        database.execute("CREATE TABLE units (unit VARCHAR, name_en VARCHAR, kind VARCHAR)")
        rows = [
            ("斤", "jin, half a kilogram", "unit"),
            ("吨", "tonne", "unit"),
            ("张", "sheet, bed, card", "classifier"),
            ("户", "household", "classifier"),
            ("%", "per cent", "unit"),
            ("某", None, "classifier"),
        ]
        database.executemany("INSERT INTO units VALUES (?, ?, ?)", rows)
        assert headlines.units(database) == {"斤": "jin", "吨": "tonne", "张": "", "户": "household"}
