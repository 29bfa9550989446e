"""Ties between names that the text states."""

from flows.extract.ties import relations
from tests.extract.texts import read


def stated(text, predicate, **more):
    found = relations.find(*read(text, **more))
    return [(item.subject, item.object or item.object_text) for item in found if item.predicate == predicate]


def parts(text, whole):
    found = relations.find(*read(text))
    return [item.object_text for item in found if item.predicate == "includes" and item.subject == whole]


def test_who_holds_which_post_in_which_body():
    found = relations.find(*read("市工信局局长王明到会。王明说好。"))
    (post,) = [item for item in found if item.predicate == "holds_position"]
    assert (post.subject, post.object, post.object_text) == ("王明", "天津市工业和信息化局", "市工信局局长")
    assert post.quote == "市工信局局长王明"


def test_reporters_report_for_the_publisher():
    assert stated("本报讯（记者 周砚青）昨日。", "reports_for") == [("周砚青", "津沽时报")]


def test_all_bodies_that_issue_a_document_together():
    text = "国家发展改革委、财政部联合印发《关于促进消费的意见》。"
    assert stated(text, "issued_by") == [
        ("关于促进消费的意见", "国家发展和改革委员会"),
        ("关于促进消费的意见", "财政部"),
    ]


def test_a_city_is_part_of_the_province_before_it():
    assert stated("记者来到浙江嘉兴。", "part_of") == [("浙江省嘉兴市", "浙江省")]


def test_an_army_lies_nowhere():
    assert stated("俄军位于卢甘斯克地区的部队。", "located_in", region="CN") == []


def test_levels_that_the_text_counts():
    text = "智能工厂分为基础级、先进级、卓越级、领航级四个等级。"
    assert parts(text, "智能工厂") == ["基础级", "先进级", "卓越级", "领航级"]


def test_parts_before_the_whole_with_its_number():
    text = "培育生物制造、具身智能、脑机接口、软件和信息服务业、量子科技、第六代移动通信六大未来产业。"
    wanted = ["生物制造", "具身智能", "脑机接口", "软件和信息服务业", "量子科技", "第六代移动通信"]
    assert parts(text, "未来产业") == wanted


def test_parts_behind_a_colon():
    text = (
        "聚焦九大高成长赛道：生物制造、超算智算、商业航天、低空经济、智能网联汽车、新型储能、"
        "人形机器人、软件和信息服务业、海洋装备。"
    )
    assert parts(text, "高成长赛道")[7:] == ["软件和信息服务业", "海洋装备"]


def test_actions_that_are_no_listed_names():
    text = (
        "实施八大专项行动，包括创新攻坚行动、产业焕新行动、数智转型行动、绿色升级行动、"
        "集群培育行动、企业倍增行动、开放合作行动、要素保障行动。"
    )
    assert len(parts(text, "八大专项行动")) == 8


def test_fewer_parts_than_the_number_says_are_no_enumeration():
    assert parts("培育生物制造、脑机接口六大未来产业。", "未来产业") == []


def test_in_a_list_that_goes_on_a_part_may_hold_and():
    text = "优先培育生物制造、超算智算、氢能及新型储能等9个高成长赛道。"
    assert parts(text, "高成长赛道") == ["生物制造", "超算智算", "氢能及新型储能"]
    text = "优先培育生物制造、超算智算和氢能等9个高成长赛道。"
    assert parts(text, "高成长赛道") == ["生物制造", "超算智算", "氢能"]


def test_the_number_says_whether_and_parts():
    assert parts("轻合金、纤维及复合材料两大优势集群壮大。", "优势集群") == ["轻合金", "纤维及复合材料"]
    assert parts("轻合金、纤维及复合材料三大优势集群壮大。", "优势集群") == ["轻合金", "纤维", "复合材料"]


def test_a_number_of_two_digits_is_not_cut():
    text = "布局集成电路、生物医药、人工智能等13个重点产业。"
    assert parts(text, "重点产业") == ["集成电路", "生物医药", "人工智能"]


def test_clauses_are_no_parts():
    assert stated("获得支持的企业既包括做强做优的央企、也有民企。", "includes") == []


def test_fields_are_those_of_the_industry_that_the_passage_speaks_of():
    text = (
        "本市谋划未来产业布局，未来产业代表方向。\n"
        "围绕未来制造、生命科学、新型能源三大核心领域分层布局赛道：优先培育生物制造、脑机接口等2个高成长赛道。"
    )
    assert parts(text, "未来产业核心领域") == ["未来制造", "生命科学", "新型能源"]
    assert parts(text, "高成长赛道") == ["生物制造", "脑机接口"]


def test_levels_of_a_scheme_of_grades_are_those_of_what_is_graded():
    text = "今年本市构建智能工厂梯度培育体系，包括基础级、先进级、卓越级3个等级。"
    assert parts(text, "智能工厂") == ["基础级", "先进级", "卓越级"]
