"""Lines of a printed text become its paragraphs again, and a long report stays one document."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.printed import Print
from tests.ingest.test_files import ingest

CHAPTERS = "工业 农业 服务业 外贸 财政 金融 就业 教育 医疗 交通 能源 环境 文化".split()


def test_lines_without_indent_are_joined_with_number_and_unit(tmp_path: Path) -> None:
    lines = [
        "上半年，全市实现地区生产总值三千四百亿元，同比增长百分之六点一，增速比",
        "一季度加快零点三个百分点，主要指标总体平稳，质量效益持续改善，实现利润",
        "120亿元。",
        "工业方面，规模以上工业增加值同比增长百分之七点二，其中装备制造业增加值",
        "增长百分之九点一，高技术制造业增加值增长百分之十一点四，自然增长率为-",
        "2.15‰。",
    ]
    page = Print()
    page.text(200, 60, "云川市经济运行简况", 18)
    page.lines(60, 110, lines)
    assert ingest(tmp_path, "a.pdf", page.bytes()).text.split("\n") == [
        "".join(lines[:3]),
        "".join(lines[3:]),
    ]


def test_a_report_of_many_chapters_in_large_letters_is_one_document(tmp_path: Path) -> None:
    page = Print()
    for chapter in CHAPTERS:
        page.text(60, 60, f"{chapter}领域上半年运行情况", 20)
        page.text(60, 95, f"记者 {chapter[0]}晓明")
        lines = [
            f"　　本报讯（记者 {chapter[0]}晓明）上半年，全市{chapter}领域总体平稳，指标增长百分之六点",
            "一，增速比一季度加快零点三个百分点，质量效益持续改善。",
        ]
        page.lines(60, 120, lines)
        page.turn()
    text = ingest(tmp_path, "a.pdf", page.bytes()).text
    assert text.count("指标增长百分之六点一，增速") == len(CHAPTERS)
