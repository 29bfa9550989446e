"""A number that is said of a body has no place, and one of a country never that of a city."""

from tests import databases
from tests.resolve.rows import row, stated


def places(*rows, bodies=()):
    database = stated(*rows, bodies=bodies)
    return {each["subject"]: each["region_code"] for each in databases.read(database, "FROM statements")}


def test_what_is_said_of_a_country_is_of_none_of_its_cities():
    names = ("中国", "法国", "天津市")
    found = places(*(row("粮食产量", 7, "吨", subject=name) for name in names))
    assert found == {"中国": "CN", "法国": "FR", "天津市": "120000"}


def test_what_is_said_of_a_body_is_said_of_no_place():
    rows = (row("营业收入", 7e8, "元", subject=name) for name in ("青川机械公司", "天津市"))
    assert places(*rows, bodies=("青川机械公司",)) == {"青川机械公司": None, "天津市": "120000"}
