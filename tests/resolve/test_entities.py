"""One entity, one id; two persons of one name stay two."""

import datetime as dt

import pyarrow as pa
import pytest

from flows.resolve import entities, persons
from tests import databases

TIANJIN, JINAN = "120000", "370100"


def document(document_id, region, day):
    return {
        "document_id": document_id,
        "region_code": region,
        "published_on": dt.date.fromisoformat(day) if day else None,
    }


def mention(document_id, position, name="王明", kind="PERSON"):
    return {"type": kind, "name": name, "document_id": document_id, "position": position}


def marks(*pairs):
    """Return the marks of persons by document and name."""
    database = databases.empty()
    database.execute("CREATE SCHEMA settled")
    text = pa.string()
    dated = pa.schema([("document_id", text), ("region_code", text), ("published_on", pa.date32())])
    database.create("settled.documents", dated, {item["document_id"]: item for item, _ in pairs}.values())
    named = pa.schema([(name, text) for name in ("type", "name", "document_id", "position")])
    database.create("settled.mentions", named, [mention(item["document_id"], post) for item, post in pairs])
    return {(document, name): mark for document, name, mark in persons.tell_apart(database)}


def test_posts_in_places_that_exclude_each_other_are_two_persons():
    found = marks(
        (document("a", TIANJIN, "2026-01-01"), "天津市委书记"),
        (document("b", JINAN, "2026-02-01"), "济南市长"),
    )
    assert found == {("b", "王明"): "370100"}


def test_the_first_person_of_a_name_keeps_the_plain_id_when_others_come():
    first, second = document("a", TIANJIN, "2026-01-01"), document("b", JINAN, "2026-02-01")
    assert ("a", "王明") not in marks((second, "济南市长"), (first, "天津市委书记"))


def test_a_post_without_place_takes_that_of_its_document():
    found = marks(
        (document("a", TIANJIN, "2026-01-01"), "市委书记"), (document("b", JINAN, "2026-02-01"), "市长")
    )
    assert set(found) == {("b", "王明")}


def test_a_place_in_the_other_or_the_same_post_is_one_person():
    assert not marks(
        (document("a", TIANJIN, "2026-01-01"), "天津市副市长"),
        (document("b", TIANJIN, "2026-02-01"), "静海区委书记"),
        (document("c", "CN", "2026-03-01"), None),
    )


def test_undated_documents_come_last():
    found = marks(
        (document("a", TIANJIN, None), "天津市长"), (document("b", JINAN, "2026-02-01"), "济南市长")
    )
    assert set(found) == {("a", "王明")}


def test_ids_depend_on_type_and_name_and_on_what_tells_apart():
    ids = {
        entities.identify("PERSON", "王明"),
        entities.identify("ORG", "王明"),
        entities.identify("PERSON", "王明", "370100"),
    }
    assert len(ids) == 3


def test_kinds_of_names():
    full = "天津市工业和信息化局"
    assert [entities._kind(name, full) for name in ("市工信局", "天津经信委")] == ["short", "alias"]


@pytest.mark.parametrize(
    ("kind", "full", "name"),
    [
        ("PLACE", "山东省滨州市", "滨州市"),
        ("PLACE", "天津市", "天津市"),
        ("ORG", "天津市静海区财政局", "静海区财政局"),
        ("ORG", "天津市静海区红星纸业有限公司", "天津市静海区红星纸业有限公司"),
        ("POLICY", "天津市静海区防洪规划", "天津市静海区防洪规划"),
    ],
)
def test_a_name_is_shown_with_the_lowest_division_alone(kind, full, name):
    assert entities.shown(kind, full) == name
