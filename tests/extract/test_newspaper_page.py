"""All that the sample newspaper page names is in what is extracted from it."""

from pathlib import Path

import pytest

from flows.extract import document
from flows.ingest import documents
from flows.records import Document
from flows.settings import Settings

PAGE = Path(__file__).parents[2] / "raw" / "jingu-times"


@pytest.fixture(scope="module")
def page():
    settings = Settings()
    read = [item for raw in documents.discover([PAGE], settings) for item in documents.read(raw, settings)]
    return document.extract([item for item in read if isinstance(item, Document)])


def test_every_person_has_the_post_that_the_page_gives(page):
    posts = {item.name: item.position for item in page.mentions if item.type == "PERSON"}
    assert posts == {
        "周砚青": "记者",
        "何以宁": "通讯员",
        "沈柏舟": "市工业和信息化局副局长",
        "林若溪": "市工业和信息化局规划处处长",
        "顾闻笛": "记者",
        "陈屿川": "市委副书记、市长",
        "罗望舒": "静海区委书记",
        "秦克谐": "市政府秘书长",
        "方既白": "记者",
        "许栀": "记者",
    }


def test_companies_and_organs_have_their_full_names(page):
    bodies = {item.name for item in page.mentions if item.type == "ORG"}
    assert bodies >= {
        "天津海砺特种管业有限公司",
        "津源绿环科技有限公司",
        "天津市工业和信息化局",
        "中共天津市委员会",
        "中共天津市静海区委员会",
        "天津市人民政府",
        "天津市人民政府新闻办公室",
    }


def test_the_district_has_its_code(page):
    assert ("天津市静海区", "120118") in {(item.name, item.identifier) for item in page.mentions}


def test_enumerations_are_spelled_out_in_order(page):
    parts = {}
    for item in sorted(page.relations, key=lambda item: item.position):
        if item.predicate == "includes":
            parts.setdefault(item.subject, []).append(item.object_text)
    assert parts["智能工厂"] == ["基础级", "先进级", "卓越级", "领航级"]
    assert parts["八大专项行动"] == ["产业链强链", "数智转型", "绿色升级", "优质企业培育"]
    assert parts["高成长赛道"] == ["生物制造", "超算智算"]
    assert parts["未来产业"] == ["未来制造", "未来信息", "未来材料", "未来能源", "未来空间", "未来健康"]


def test_each_count_of_the_plan_has_its_own_name(page):
    named = {item.quote: item.indicator for item in page.metrics if item.status == "target"}
    assert (named["9个"], named["6个"]) == ("高成长赛道", "高潜力赛道")
    assert (named["100个"], named["10个"]) == ("典型应用场景", "具有竞争力的产业集群")


def test_the_press_conference_and_the_inspection_are_events(page):
    events = {item.type: item for item in page.events}
    assert set(events) == {"press_conference", "visit"}
    assert events["press_conference"].date_start.isoformat() == "2026-06-25"
    visit = events["visit"]
    assert (visit.place, visit.date_start.isoformat()) == ("天津市静海区", "2026-06-25")
    assert {(actor.name, actor.role) for actor in visit.actors} == {
        ("陈屿川", "guest"),
        ("罗望舒", "participant"),
        ("秦克谐", "participant"),
    }


def test_reporters_report_for_the_paper(page):
    reporters = {item.subject for item in page.relations if item.predicate == "reports_for"}
    assert reporters == {"周砚青", "何以宁", "顾闻笛", "方既白", "许栀"}
