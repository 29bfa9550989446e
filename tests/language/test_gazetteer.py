"""Regions are found in texts and resolved to the codes of GB/T 2260 and ISO 3166-1."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language import gazetteer


@pytest.mark.parametrize("name", ["静海", "静海区", "天津市静海区", "天津静海"])
def test_all_ways_to_write_one_region_resolve_to_its_code(name):
    assert gazetteer.resolve_region(name) == "120118"


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("朝阳区", "110000", "110105"),
        ("朝阳区", "220100", "220104"),
        ("朝阳区", None, None),
        ("朝阳", None, "211300"),
        ("吉林", None, "220000"),
        ("吉林市", None, "220200"),
        ("中国", None, "CN"),
        ("美国", None, "US"),
        ("渝北区", None, "500157"),
        ("全省", None, None),
        ("中国三亚", None, "460200"),
        ("中国平安", None, None),
        ("中国平安", "630000", None),
        ("中国沛县", None, "320322"),
        ("", None, None),
    ],
)
def test_names_of_several_regions_are_told_apart_by_where_they_stand(name, within, code):
    assert gazetteer.resolve_region(name, within) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("北京、上海和静海区", ["110000", "310000", "120118"]),
        ("天津静海", ["120118"]),
        ("友好合作，促进和平", []),
        ("国家长治久安", []),
        ("住在南京路", []),
        ("中国平安净利润增长", ["CN"]),
        ("北京朝阳区和长春朝阳区", ["110105", "220104"]),
    ],
)
def test_regions_in_a_text(text, codes):
    assert [place.region_code for place in gazetteer.regions_in(text)] == codes


def test_a_county_s_short_name_counts_in_a_document_about_its_province():
    assert gazetteer.regions_in("涪陵榨菜", "500000")[0].region_code == "500102"
    assert not gazetteer.regions_in("涪陵榨菜", "120000")
    assert [place.region_code for place in gazetteer.regions_in("中国涪陵榨菜", "500000")] == ["CN"]


def test_every_region_resolves_by_its_name_in_its_parent():
    for region in gazetteer.regions().values():
        if region.parent_code:
            assert gazetteer.resolve_region(region.name, region.parent_code) == region.code


def test_every_region_but_countries_has_a_chain_up_to_the_root():
    for region in gazetteer.regions().values():
        if region.level != "country":
            assert gazetteer.ancestors(region.code)[-1] == gazetteer.ROOT


def test_full_names_carry_the_divisions_above():
    assert gazetteer.full_name("120118") == "天津市静海区"
    assert gazetteer.full_name("CN") == "中国"


def test_a_body_is_shown_by_its_lowest_division_and_a_company_as_it_is_registered():
    assert gazetteer.shown("山东省滨州市博兴县财政局") == "博兴县财政局"
    assert gazetteer.shown("中共山东省滨州市委员会") == "中共滨州市委员会"
    assert gazetteer.shown("天津市静海区红星纸业有限公司") == "天津市静海区红星纸业有限公司"


@given(st.text("天津市静海区北京朝阳和平、，", max_size=20))
def test_places_stand_in_order_and_never_overlap(text):
    places = gazetteer.regions_in(text)
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(one.end <= two.start for one, two in itertools.pairwise(places))
