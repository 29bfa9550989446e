"""Who is given a post, or loses one, has it, whatever the network makes of the words."""

import pytest

from flows.extract.names import appointments
from flows.extract.names.labels import Name


def found(text: str, *persons: str) -> list[str]:
    names = sorted(Name(text.index(one), text.index(one) + len(one), "PERSON") for one in persons)
    return [text[post.start : post.end] for post in appointments.find(text, names)]


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("陈屿川任澄江市水务局局长；", "澄江市水务局局长"),
        ("陈屿川被任命为静海区副区长。", "静海区副区长"),
        ("陈屿川同志当选为澄江市市长，", "澄江市市长"),
        ("陈屿川，男，1970年生，现任津沽港集团董事长。", "津沽港集团董事长"),
        ("提名陈屿川为副区长人选", None),
        ("免去陈屿川的澄江市水务局党委书记职务。", "澄江市水务局党委书记"),
        ("陈屿川任务重、时间紧，局长说。", None),
        ("陈屿川担任评委以来，常到局长办公室开会。", None),
    ],
)
def test_a_post_is_what_stands_behind_the_word_of_appointment(text: str, post: str | None) -> None:
    assert found(text, "陈屿川") == ([post] if post else [])


def test_each_of_a_list_has_a_post_of_their_own() -> None:
    text = "任命陈屿川为水务局局长；周砚青任教育局副局长（试用期一年）；免去林知远的统计局局长职务。"
    assert found(text, "周砚青", "林知远") == ["教育局副局长", "统计局局长"]
