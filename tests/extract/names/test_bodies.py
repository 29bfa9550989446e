"""A body that a document names in full and in short has one name there."""

from __future__ import annotations

from flows.extract.names.bodies import in_full
from flows.extract.names.labels import Name
from tests.extract.texts import read


def wholes(text: str, *bodies: str) -> dict[str, str]:
    names, at = [], 0
    for quote in bodies:
        start = text.index(quote, at)
        at = start + len(quote)
        names.append(Name(start, at, "ORG"))
    return {short: text[item.start : item.end] for short, item in in_full(text, names).items()}


def test_a_short_name_that_the_text_defines_means_the_body_before_it() -> None:
    text = "四川澄曜新能源有限公司（以下简称“澄曜能源”）扩产。澄曜能源新增产线3条。"
    assert wholes(text, "四川澄曜新能源有限公司", "澄曜能源") == {"澄曜能源": "四川澄曜新能源有限公司"}
    text = "北岭港务集团（证券代码：000000，下称北岭港）增资。"
    assert wholes(text, "北岭港务集团") == {"北岭港": "北岭港务集团"}
    assert wholes("北岭港务集团（总部位于青川）增资。", "北岭港务集团") == {}


def test_a_name_without_its_legal_form_is_that_company() -> None:
    text = "澄曜征信投产。澄曜征信有限公司增资。"
    assert wholes(text, "澄曜征信", "澄曜征信有限公司") == {"澄曜征信": "澄曜征信有限公司"}
    text = "澄曜（集团）股份有限公司增资，澄曜扩产，云帆集团入股，云帆投产。"
    found = wholes(text, "澄曜（集团）股份有限公司", "澄曜", "云帆集团", "云帆")
    assert found == {"澄曜": "澄曜（集团）股份有限公司"}


def test_a_name_that_stands_behind_a_place_or_a_body_elsewhere_is_that_body() -> None:
    text = "上海市晨露基金会捐款。晨露基金会捐款。"
    assert wholes(text, "上海市晨露基金会", "晨露基金会") == {"晨露基金会": "上海市晨露基金会"}
    text = "明川大学第三医院接诊。第三医院扩建。"
    assert wholes(text, "明川大学第三医院", "第三医院") == {"第三医院": "明川大学第三医院"}


def test_a_name_that_two_bodies_end_with_or_that_another_begins_with_stays() -> None:
    text = "上海市晨露基金会和天津市晨露基金会捐款。晨露基金会捐款。"
    assert wholes(text, "上海市晨露基金会", "天津市晨露基金会", "晨露基金会") == {}
    assert wholes("澄曜银行增资，澄曜银行青川分行开业。", "澄曜银行", "澄曜银行青川分行") == {}
    assert wholes("合资的云帆晨露理财开业，晨露理财入股。", "云帆晨露理财", "晨露理财") == {}


def test_all_mentions_of_a_body_have_its_full_name() -> None:
    found = read("四川澄曜新能源有限公司（以下简称“澄曜公司”）扩产。澄曜公司新增产线3条。")[1]
    names = {item.quote: item.name for item in found if item.type == "ORG"}
    assert names.get("澄曜公司") == "四川澄曜新能源有限公司"
