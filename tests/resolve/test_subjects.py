"""What the subject of a number names."""

from flows.resolve import subjects


def test_short_names_of_counties_that_are_words_name_no_region():
    assert subjects.region_named("天津") == subjects.region_named("天津市") == "120000"
    assert subjects.region_named("新建") is None
    assert subjects.region_named("某某公司") is None
