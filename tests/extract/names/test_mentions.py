"""Names are found with their exact spans, types, full names and codes."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract import reading
from flows.extract.names import mentions
from tests.extract.texts import document, quotes, read


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("国家发展改革委、工业和信息化部联合印发通知。", "ORG", ["国家发展改革委", "工业和信息化部"]),
        ("人民进行讨论，民进中央出席。", "ORG", ["民进中央"]),
        ("市工信局局长王明介绍情况。", "ORG", ["市工信局"]),
        ("四川澄曜新能源有限公司扩产。", "ORG", ["四川澄曜新能源有限公司"]),
        ("昨日，北京、上海和浙江嘉兴同步启动。", "PLACE", ["北京", "上海", "浙江嘉兴"]),
        ("推进中国式现代化，深化中美关系。", "PLACE", []),
        ("江苏省地区生产总值增长5%。", "PLACE", ["江苏省"]),
        ("加快建设雄安新区和长三角一体化示范区。", "PLACE", ["雄安新区", "长三角一体化示范区"]),
        ("深入实施“东数西算”工程，推进乡村振兴战略。", "POLICY", ["“东数西算”工程", "乡村振兴战略"]),
        ("“十五五”时期，落实“十五五”规划。", "POLICY", ["十五五", "“十五五”规划"]),
        ("《关于促进养老服务的意见》发布，《山乡小夜曲》开播。", "POLICY", ["关于促进养老服务的意见"]),
        ("培育生物制造、脑机接口等未来产业。", "INDUSTRY", ["生物制造", "脑机接口", "未来产业"]),
        ("医疗、物流等行业受益。教育孩子。", "INDUSTRY", ["医疗", "物流"]),
        ("精深加工业和化工厂。", "INDUSTRY", []),
    ],
)
def test_names_of_a_kind_are_found_and_nothing_else(text, kind, wanted):
    assert quotes(text, kind) == wanted


def test_a_local_body_is_named_in_full_by_the_place_of_the_document():
    found = {item.quote: item for item in read("市工信局和市委、天津市工业和信息化局。")[1]}
    assert found["市工信局"].name == found["天津市工业和信息化局"].name == "天津市工业和信息化局"
    assert found["市委"].name == "中共天津市委员会"
    assert found["市委"].region_code == "120000"


def test_one_place_has_one_full_name_and_code_however_it_is_written():
    found = read("静海区发布消息。静海经济运行平稳。天津市静海区表示满意。")[1]
    ways = [item for item in found if "静海" in item.quote]
    assert len(ways) == 3
    assert {(item.name, item.identifier) for item in ways} == {("天津市静海区", "120118")}


def test_divisions_of_one_name_are_told_apart_by_what_stands_before():
    found = {item.name for item in read("北京朝阳区和长春朝阳区。", region="CN")[1]}
    assert {"北京市朝阳区", "吉林省长春市朝阳区"} <= found


def test_an_industry_carries_the_class_it_falls_in():
    (item,) = [item for item in read("发展集成电路产业。")[1] if item.type == "INDUSTRY"]
    assert (item.name, item.identifier_scheme, item.identifier) == ("集成电路", "GB/T 4754", "C39")


def test_a_headline_that_runs_names_together_is_parted_by_the_names_of_the_text():
    title = "李建国王志强到静海区调研"
    text = "李建国、王志强到静海区调研。李建国表示满意。王志强介绍情况。"
    assert quotes(text, "PERSON", title=title)[:2] == ["李建国", "王志强"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="市委书记王明李华在天津静海区《规划》“十五五”，、。\n 2026年工信局制造业A(（", max_size=60
    )
)
def test_mentions_stand_at_their_offsets_and_never_overlap(text):
    found = mentions.find(reading.read([document(text)]))[0]
    content = document(text).content
    assert all(content[item.start : item.end] == item.quote for item in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


def test_sites_behind_a_verb_of_building_are_places_and_those_listed_with_them():
    assert quotes("要建好滨岭健康城、云开海棠园，引进项目。", "PLACE") == ["滨岭健康城", "云开海棠园"]
    assert quotes("要建设一批健康城、产业园。", "PLACE") == []


def test_parts_of_a_counted_list_of_industries_are_industries():
    text = "布局具身智能、脑机接口、星尘材料等3个高潜力赛道。"
    assert quotes(text, "INDUSTRY") == ["具身智能", "脑机接口", "星尘材料"]


def test_names_take_time_with_their_number_alone():
    """Each was once compared with all others: 8,000 sentences of them took 80 s beside 15 s of reading."""

    def seconds(count):
        said = (
            f"市{chr(0x4E00 + n)}信局局长张{chr(0x5000 + n)}会见甲{chr(0x6000 + n)}集团董事长。"
            for n in range(count)
        )
        begin = time.process_time()
        assert len(read("".join(said))[1]) > count
        return time.process_time() - begin

    seconds(10)
    few = min(seconds(300) for _ in range(2))
    assert seconds(3000) < few * 15


def test_space_beside_a_chinese_character_is_no_part_of_a_name():
    names = {item.name for item in read("Lumen 基金会捐款。Lumen基金会捐款。")[1] if item.type == "ORG"}
    assert names == {"Lumen基金会"}
