"""Events that a document reports: type, actors with their roles, place and day."""

import datetime as dt

from flows.extract.ties import events
from tests.extract.texts import read


def reported(text, **more):
    return events.find(*read(text, **more))


def roles(event):
    return {actor.name: actor.role for actor in event.actors}


def test_an_inspection_with_those_who_came_along():
    text = "6月25日，市长陈屿川到静海区调研企业发展情况。静海区委书记罗望舒参加调研。"
    (visit,) = reported(text, title="陈屿川到静海区调研")
    assert visit.type == "visit"
    assert visit.place == "天津市静海区"
    assert visit.date_start == dt.date(2026, 6, 25)
    assert roles(visit) == {"陈屿川": "guest", "罗望舒": "participant"}


def test_talks_with_two_guests_apart_are_two_meetings():
    text = "6月25日，国家副主席李明远在北京分别会见法国总理马丁、巴西总统席尔瓦。赵建平参加会见。"
    found = reported(text, region="CN")
    assert [roles(item) for item in found] == [
        {"李明远": "host", "马丁": "guest", "赵建平": "participant"},
        {"李明远": "host", "席尔瓦": "guest", "赵建平": "participant"},
    ]
    assert {item.place for item in found} == {"北京市"}
    assert len({item.event_id for item in found}) == 2


def test_a_press_conference_and_its_host():
    (event,) = reported("昨日，市政府新闻办召开新闻发布会，解读有关规划。")
    assert (event.type, roles(event)) == ("press_conference", {"天津市人民政府新闻办公室": "host"})
    assert event.date_start == dt.date(2026, 6, 25)


def test_who_speaks_at_a_press_conference_takes_part():
    text = "昨日，市政府新闻办召开新闻发布会，解读有关规划。市教育局局长陈屿川介绍，学校又多了。罗望舒到会。"
    (event,) = reported(text)
    assert roles(event) == {"天津市人民政府新闻办公室": "host", "陈屿川": "participant"}


def test_a_press_conference_is_told_by_who_speaks_there():
    (event,) = reported("市教育局局长陈屿川25日在新闻发布会上表示，学校又多了。")
    assert (event.type, roles(event)) == ("press_conference", {"陈屿川": "participant"})


def test_who_tells_of_an_event_has_no_part_in_it():
    text = "6月25日，（记者 罗望舒）市长陈屿川到静海区调研企业发展情况。"
    assert roles(reported(text)[0]) == {"陈屿川": "guest"}


def test_the_publication_of_a_document():
    (event,) = reported("财政部近日印发《重点资金管理办法》。", region="CN")
    assert (event.type, event.object, roles(event)) == ("publication", "重点资金管理办法", {"财政部": "host"})


def test_a_signing_names_both_sides():
    (event,) = reported("教育部与中国银行签署合作协议。", region="CN")
    assert (event.type, set(roles(event))) == ("signing", {"教育部", "中国银行"})


def test_what_is_planned_did_not_happen():
    assert reported("市长陈屿川将到静海区调研。") == []


def test_what_a_speaker_tells_of_did_not_happen_now():
    assert reported("王明表示，李华曾在北京会见张强。") == []
