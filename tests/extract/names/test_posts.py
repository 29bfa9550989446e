"""The post that a document says of a person reaches every mention of that person."""

import pytest

from tests.extract.texts import read


def posts(text, **more):
    return {item.quote: item.position for item in read(text, **more)[1] if item.type == "PERSON"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("天津市委书记陈屿川主持会议。", {"陈屿川": "天津市委书记"}),
        (
            "市工业和信息化局党组书记、局长林若溪介绍情况。",
            {"林若溪": "市工业和信息化局党组书记、局长"},
        ),
        ("市政协副主席王明、李华出席。", {"王明": "市政协副主席", "李华": "市政协副主席"}),
        ("时任浙江省委书记王明到会。", {"王明": "浙江省委书记"}),
        ("日本首相岸谷文雄表示关切。", {"岸谷文雄": "日本首相"}),
        ("本报讯（记者 周砚青 通讯员 何以宁）昨日。", {"周砚青": "记者", "何以宁": "通讯员"}),
        ("王明来到现场。", {"王明": None}),
    ],
)
def test_posts(text, wanted):
    assert posts(text) == wanted


def test_a_post_said_once_holds_at_every_mention():
    found = read("市长陈屿川到会。陈屿川强调安全。", title="陈屿川调研企业")[1]
    assert [item.position for item in found if item.type == "PERSON"] == ["市长"] * 3


def test_the_last_part_of_a_foreign_name_is_the_person_with_the_whole_name():
    found = read("法国总统埃马纽埃尔·马克龙来访。马克龙表示感谢。", region="CN")[1]
    persons = [(item.name, item.position) for item in found if item.type == "PERSON"]
    assert persons == [("埃马纽埃尔·马克龙", "法国总统")] * 2
