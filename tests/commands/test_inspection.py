"""`zhibiao inspect` answers at once, and its answers stand at their places in the text."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import flows
from flows import cli, contract
from flows.resolve import tables
from flows.run import staging
from tests import databases
from tests.running import ROOT

SENTENCE = "2026年1—5月，全市规模以上工业增加值增长6.5%。市长张三丰表示，到2030年建成智能工厂1000家。"


def answers(monkeypatch: pytest.MonkeyPatch, capsys: Any, *lines: str) -> tuple[int, list[dict[str, Any]]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    status = cli.main(["inspect", "--jsonl", "--region", "天津市"])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_sentence_is_answered_within_two_seconds_without_the_heavy_packages() -> None:
    code = (
        "import sys; from flows import cli; status = cli.main(['inspect', sys.argv[1]]); "
        "heavy = {'prefect', 'pandas', 'great_expectations'} & set(sys.modules); "
        "sys.exit(f'imported {heavy}' if heavy else status)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, SENTENCE], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    # Of the processor, since the machine may have other work.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2


def test_every_quote_stands_at_its_place(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    document = {"title": "工业增长6.5%", "text": SENTENCE, "published_on": "2026-06-26"}
    status, [answer] = answers(monkeypatch, capsys, json.dumps(document))
    assert status == 0
    content = f"{document['title']}\n{document['text']}"
    found = [row for kind in ("numbers", "times", "metrics", "mentions") for row in answer[kind]]
    assert len(found) > 8
    for row in found:
        assert content[row["start"] : row["end"]] == row["quote"], row


def test_metrics_and_mentions_have_the_columns_of_their_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    _, [answer] = answers(monkeypatch, capsys, json.dumps({"text": SENTENCE, "published_on": "2026-06-26"}))
    for table in ("metrics", "mentions"):
        for row in answer[table]:
            assert tuple(row) == contract.table(table).columns


def test_times_are_whole_days(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    _, [answer] = answers(monkeypatch, capsys, json.dumps({"text": SENTENCE, "published_on": "2026-06-26"}))
    times = {row["quote"]: (row["period_start"], row["period_end"]) for row in answer["times"]}
    assert times["2026年1—5月"] == ("2026-01-01", "2026-05-31")


def test_lines_are_answered_in_order_with_their_identifiers(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    lines = [json.dumps({"document_id": f"d{i}", "text": f"增长{i}%。"}) for i in (3, 1, 2)]
    status, found = answers(monkeypatch, capsys, *lines)
    assert status == 0
    assert [answer["document_id"] for answer in found] == ["d3", "d1", "d2"]


def test_a_line_that_is_no_document_is_answered_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    status, found = answers(monkeypatch, capsys, "[]", "{", json.dumps({"text": "增长5%。"}))
    assert status == 3
    assert [("error" in answer) for answer in found] == [True, True, False]
    assert "line 1" in found[0]["error"]


def test_what_a_line_says_comes_before_the_options(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    _, found = answers(
        monkeypatch,
        capsys,
        json.dumps({"text": "增长5%。", "region": "上海市"}),
        json.dumps({"text": "增长5%。"}),
    )
    assert [answer["region_code"] for answer in found] == ["310000", "120000"]


@pytest.mark.parametrize(
    "text",
    [
        "天津出口增长3%。天津市进口增长5%。",
        "天津市工业和信息化局发布数据：全市智能工厂达200家。市工信局支持企业30家。",
        "海河实验室投资5亿元，每平方米产出3万元/平方米。",
        "德国出口下降2%，武清区完成投资12亿元，同比提高1.5个百分点。",
        "记者从河西区获悉，河西区服务业增长6%。市长张三丰到河西区调研。",
    ],
)
def test_a_text_alone_gives_what_a_release_of_it_alone_holds(text: str, tmp_path: Path) -> None:
    found = flows.inspect(text, published_on="2026-06-26", region="天津市")
    folder = staging.stage(tmp_path / "batches", [found.document])
    staging.write(folder, staging.encode([found.document], found.extraction))
    built = tables.build(databases.attached({folder: None}), tmp_path / "built")
    for name in ("metrics", "mentions"):
        key = contract.table(name).primary_key[0]
        rows = {row[key]: row for piece in built.pieces(name) for row in piece.to_pylist()}
        assert {row[key]: row for row in found.as_dict()[name]} == rows


def test_why_shows_what_stood_against_each_other_the_likeliest_first(capsys: Any) -> None:
    arguments = ["inspect", SENTENCE, "--published-on", "2026-06-26", "--region", "天津市"]
    assert cli.main(arguments) == 0
    plain = json.loads(capsys.readouterr().out)
    assert cli.main([*arguments, "--why"]) == 0
    answer = json.loads(capsys.readouterr().out)
    why = answer.pop("why")
    assert answer == plain
    metrics = {(row["start"], row["end"]): row for row in answer["metrics"]}
    assert {(row["start"], row["end"]) for row in why if row["kept"]} == set(metrics)
    assert [row["quote"] for row in why] == ["6.5%", "1000家"]
    for row in why:
        assert set(row["classes"]) == {"kept", "status", "measure", "comparator"}
        for chances in row["classes"].values():
            assert sum(chances.values()) == pytest.approx(1, abs=0.01)
        assert row["indicator"]["name"] in [one["name"] for one in row["names"]]
        for candidates in (row["names"], row["subjects"], row["periods"]):
            chances = [candidate["chance"] for candidate in candidates]
            assert 1 <= len(chances) <= 5
            assert chances == sorted(chances, reverse=True)


def test_why_answers_lines_too_and_a_text_without_numbers_with_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    lines = "\n".join(json.dumps({"text": text}) for text in ("增长5%。", "没有数字。"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert cli.main(["inspect", "--jsonl", "--why"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(answer["why"]) for answer in answers] == [1, 0]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_people_get_a_table_and_programs_json(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {}
    for options, out in (((), Terminal()), (("--json",), Terminal()), ((), io.StringIO())):
        monkeypatch.setattr(sys, "stdout", out)
        assert cli.main(["inspect", SENTENCE, *options]) == 0
        shown[options, out.isatty()] = out.getvalue()
    table = shown[(), True]
    assert "indicator" in table
    assert "张三丰" in table
    assert not table.startswith("{")
    assert shown[("--json",), True] == shown[(), False]
    assert json.loads(shown[(), False])["metrics"]
