"""One body has one full name, however a text calls it."""

from __future__ import annotations

import pytest

from flows.extract.names import identity
from flows.extract.names.labels import Name
from tests.extract.texts import read


def name(text: str, quote: str, region: str | None = "120000") -> str:
    """Return the full name of a body where a text first names it."""
    start = text.index(quote)
    reading, _ = read(text, region=region)
    return identity.identify(reading, Name(start, start + len(quote), "ORG")).name


@pytest.mark.parametrize(
    ("quotes", "full"),
    [
        (("市委", "天津市委", "中共天津市委", "中国共产党天津市委员会"), "中共天津市委员会"),
        (("市委组织部", "天津市委组织部", "中共天津市委组织部"), "中共天津市委组织部"),
        (("市纪委", "天津市纪委", "中共天津市纪律检查委员会"), "中共天津市纪律检查委员会"),
        (("团市委", "共青团天津市委", "中国共产主义青年团天津市委员会"), "共青团天津市委员会"),
        (("市政协", "天津市政协", "政协天津市委员会"), "中国人民政治协商会议天津市委员会"),
        (("市人大常委会", "天津市十八届人大常委会"), "天津市人民代表大会常务委员会"),
        (("市人民代表大会", "天津市第十八届人民代表大会"), "天津市人民代表大会"),
        (("市市场监管局", "天津市市场监管局", "天津市场监管局"), "天津市市场监督管理局"),
        (("市交通运输委", "天津市交通运输委员会"), "天津市交通运输委员会"),
        (("市高院", "天津市高级人民法院"), "天津市高级人民法院"),
        (("国家统计局", "中国国家统计局"), "国家统计局"),
        (("国务院", "中华人民共和国国务院"), "国务院"),
        (("央行", "人民银行", "中国人民银行"), "中国人民银行"),
        (("央行货币政策司", "中国人民银行货币政策司"), "中国人民银行货币政策司"),
    ],
)
def test_one_body_has_one_full_name_however_it_is_called(quotes: tuple[str, ...], full: str) -> None:
    assert {quote: name(f"{quote}发布消息。", quote) for quote in quotes} == dict.fromkeys(quotes, full)


def test_a_local_body_is_of_the_last_place_named_where_the_document_has_none() -> None:
    text = "长沙市发布消息。随后成都市和市教育局开会。"
    assert name(text, "市教育局", region=None) == "四川省成都市教育局"


def test_a_body_that_no_place_tells_of_keeps_the_name_it_has() -> None:
    assert name("市教育局开会。", "市教育局", region=None) == "市教育局"


def test_a_grade_that_no_region_here_has_is_not_taken_for_another() -> None:
    assert name("河北省发布消息。省委开会。", "省委") == "中共河北省委员会"
    assert name("区委开会。", "区委", region="150000") == "区委"


def test_a_part_of_a_national_body_is_the_countrys() -> None:
    reading, _ = read("央行上海总部发布消息。")
    assert identity.identify(reading, Name(0, 6, "ORG")).region_code == "CN"


@pytest.mark.parametrize(
    "quote",
    [
        *("中国银行", "人民日报", "常委", "某某集团有限公司", "中国共和党", "中共北京大学委员会"),
        *("市场部", "中共中央东北局", "温州海事局", "北京铁路运输检察院"),
    ],
)
def test_names_that_are_full_stay_as_they_are(quote: str) -> None:
    assert name(f"{quote}发布消息。", quote) == quote
