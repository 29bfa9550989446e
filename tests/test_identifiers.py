"""An identifier says which statement it is, and keeps saying so when a number in the text is corrected."""

import dataclasses

from flows.records import Mention, Metric, numbered, outline


def metric(evidence: str, quote: str, start: int = 0) -> Metric:
    return Metric(
        document_id="d", indicator="智能工厂", value=1.0, unit="家", comparator="eq", measure="level",
        status="actual", quote=quote, start=start, end=start + len(quote), evidence=evidence, confidence=0.9,
    )  # fmt: skip


def test_a_number_of_either_script_is_one_mark_in_the_outline() -> None:
    assert outline("到2030年达1.2万亿元、百分之五") == "到#年达#元、#分之#"
    assert outline("１２家") == "#家"


def test_a_metric_keeps_its_id_when_its_number_or_another_one_is_corrected() -> None:
    before = metric("到2029年智能工厂达到999家", "999家", 80)
    assert metric("到2030年智能工厂达到1000家", "1000家", 82).metric_id == before.metric_id
    assert metric("到2030年绿色工厂达到1000家", "1000家").metric_id != before.metric_id
    assert metric("到2030年智能工厂达到1000个", "1000个").metric_id != before.metric_id


def test_two_numbers_of_one_clause_and_two_clauses_alike_have_ids_of_their_own() -> None:
    clause = "工业和服务业分别为5家、6家"
    alike = [metric(clause, "5家", 8), metric(clause, "6家", 11), metric(clause, "5家", 90)]
    found = numbered([*alike, metric(clause, "6家", 93)])
    assert [each.nth for each in found] == [1, 1, 2, 2]
    assert len({each.metric_id for each in found}) == 4


def test_a_mention_keeps_its_id_when_the_text_before_it_grows() -> None:
    one = Mention("d", "PLACE", "天津", 4, 6, "天津市")
    assert dataclasses.replace(one, start=5, end=7).mention_id == one.mention_id
