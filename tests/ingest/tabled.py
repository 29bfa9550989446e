"""Made-up tables as offices set them, the same one in each format: the same sentences come out of all."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.ingest.printed import Print
from tests.ingest.texts import Answer, Case

TITLE = "云川市经济运行情况"
LEAD = "全市经济运行总体平稳，有关数据见表。"
Cells = Sequence[Sequence[str | None]]
"""Rows of cells; None goes on with the cell to its left, ^ with the one above."""


@dataclass(frozen=True)
class Table:
    """A table, the lines over it, and the sentences that its rows say."""

    name: str
    over: tuple[str, ...]
    cells: Cells
    said: tuple[str, ...]


YEARS = Table(
    "years-down",
    (),
    (
        ("年份", "工业增加值（亿元）", "利润总额（亿元）"),
        ("2024", "1712.6", "120.4"),
        ("2025", "1820.5", "131.9"),
    ),
    (
        "2024年工业增加值1712.6亿元。2024年利润总额120.4亿元。",
        "2025年工业增加值1820.5亿元。2025年利润总额131.9亿元。",
    ),
)
TABLES = (
    Table(
        "merged-heads",
        ("表1 主要经济指标", "单位：亿元"),
        (
            ("指标", "2025年", None, "2024年", None),
            ("^", "绝对量", "增长（%）", "绝对量", "增长（%）"),
            ("工业增加值", "1820.5", "6.3", "1712.6", "5.9"),
            ("固定资产投资", "2100", "-3.2", "2169.4", "1.1"),
        ),
        (
            "2025年工业增加值1820.5亿元，增长6.3%；2024年工业增加值1712.6亿元，增长5.9%。",
            "2025年固定资产投资2100亿元，下降3.2%；2024年固定资产投资2169.4亿元，增长1.1%。",
        ),
    ),
    Table(
        "parts-by-year",
        ("单位：亿元",),
        (
            ("指标", "2024年", "2025年"),
            ("进出口总额", "901.1", "980.4"),
            ("其中：出口", "560.2", "612.3"),
        ),
        (
            "2024年进出口总额901.1亿元；2025年进出口总额980.4亿元。",
            "2024年，进出口总额中，出口560.2亿元；2025年，进出口总额中，出口612.3亿元。",
        ),
    ),
    Table(
        "aims-by-group",
        ("专栏1 “十五五”时期主要指标",),
        (
            ("类别", "指标", "单位", "2025年", "2030年目标", "属性"),
            ("创新", "研发投入强度", "%", "3.4", "3.8左右", "预期性"),
            ("^", "研发投入增长", "%", "—", "＞7", "预期性"),
            ("绿色", "森林覆盖率", "%", "26.3", "≥27.5", "约束性"),
        ),
        (
            "创新，2025年研发投入强度3.4%；到2030年，研发投入强度达到3.8%左右，属性：预期性。",
            "创新，到2030年，研发投入增长超过7%，属性：预期性。",
            "绿色，2025年森林覆盖率26.3%；到2030年，森林覆盖率达到27.5%以上，属性：约束性。",
        ),
    ),
    Table(
        "side-by-side",
        ("表2 2025年前三季度各区固定资产投资增速",),
        (
            ("地区", "增速（%）", "地区", "增速（%）"),
            ("青禾区", "7.1", "白河区", "5.2"),
            ("南浦区", "6.6", "东岭区", "-0.4"),
        ),
        (
            "2025年前三季度青禾区的固定资产投资增长7.1%。",
            "2025年前三季度南浦区的固定资产投资增长6.6%。",
            "2025年前三季度白河区的固定资产投资增长5.2%。",
            "2025年前三季度东岭区的固定资产投资下降0.4%。",
        ),
    ),
    Table(
        "captioned",
        ("2025年各县（市、区）社会消费品零售总额情况（单位：亿元）",),
        (("地区", "总量", "同比增长（%）"), ("青禾县", "210.4", "5.5"), ("南浦区", "310", "-2.3")),
        (
            "2025年青禾县的社会消费品零售总额210.4亿元，青禾县的社会消费品零售总额同比增长5.5%。",
            "2025年南浦区的社会消费品零售总额310亿元，南浦区的社会消费品零售总额同比下降2.3%。",
        ),
    ),
    Table(
        "shares",
        ("2025年三次产业结构情况",),
        (
            ("产业", "增加值（亿元）", "占比（%）", "比上年增长（%）"),
            ("第一产业", "280.1", "4.1", "2.0"),
            ("第二产业", "2720", "39.9", "-4.4"),
        ),
        (
            "2025年第一产业增加值280.1亿元。2025年第一产业占比4.1%。2025年第一产业增加值比上年增长2.0%。",
            "2025年第二产业增加值2720亿元。2025年第二产业占比39.9%。2025年第二产业增加值比上年下降4.4%。",
        ),
    ),
    YEARS,
    Table(
        "totals",
        ("第一批奖补资金安排表",),
        (
            ("序号", "单位名称", "奖补资金（万元）", "备注"),
            ("1", "云川轴承有限公司", "120", "首批"),
            ("2", "南浦机械有限公司", "80", ""),
            ("合计", "", "200", ""),
        ),
        (
            "云川轴承有限公司奖补资金120万元，备注：首批。",
            "南浦机械有限公司奖补资金80万元。",
            "合计奖补资金200万元。",
        ),
    ),
    Table(
        "writing",
        ("2025年末人口和生产情况",),
        (
            ("指标", "单位", "年末数", "增长（%）"),
            ("常住人口", "万人", "1，364", "－０．７"),
            ("发电装机", "万千瓦", "2 380", "—1.2"),
        ),
        (
            "2025年末常住人口1,364万人，下降0.7%。",
            "2025年末发电装机2380万千瓦，下降1.2%。",
        ),
    ),
)


def cases() -> Iterator[Case]:
    """Yield each table in each format."""
    for table in TABLES:
        answer = (Answer(TITLE, (LEAD, *table.over, *table.said)),)
        flat = _flat(table.cells)
        yield Case(f"{table.name}.html", _html(table), answer)
        yield Case(f"{table.name}.docx", _docx(table), answer)
        for rules in ("all", "three", "none"):
            yield Case(f"{table.name}-{rules}.pdf", _pdf(table, rules), answer)
        piped = "\n".join(f"| {' | '.join(row)} |" for row in (flat[0], ["---"] * len(flat[0]), *flat[1:]))
        blocks = [LEAD, *table.over]
        yield Case(f"{table.name}.md", "\n\n".join([f"# {TITLE}", *blocks, piped]).encode(), answer)
        tabbed = "\n".join("\t".join(row) for row in flat)
        yield Case(f"{table.name}-table.txt", "\n\n".join([TITLE, *blocks, tabbed]).encode(), answer)


def _flat(cells: Cells) -> list[list[str]]:
    """Return cells with what spans several written into each of them."""
    rows: list[list[str]] = []
    for row in cells:
        told: list[str] = []
        for at, cell in enumerate(row):
            told.append(told[-1] if cell is None else rows[-1][at] if cell == "^" else cell)
        rows.append(told)
    return rows


def _spans(cells: Cells) -> Iterator[list[tuple[int, int, int, str]]]:
    """Yield the cells of each row: at which column, how wide, how tall, and what they say."""
    for down, row in enumerate(cells):
        found = []
        for at, cell in enumerate(row):
            if cell is not None and cell != "^":
                width = next(
                    (to for to in range(1, len(row) - at) if row[at + to] is not None), len(row) - at
                )
                height = next((to for to in range(1, len(cells) - down) if cells[down + to][at] != "^"), None)
                found.append((at, width, height or len(cells) - down, cell))
        yield found


def _html(table: Table) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td colspan={w} rowspan='{h}'>{cell}</td>" for _, w, h, cell in row) + "</tr>"
        for row in _spans(table.cells)
    )
    blocks = "".join(f"<p>{line}</p>" for line in (LEAD, *table.over))
    body = f"<h1>{TITLE}</h1><div class='content'>{blocks}<table border='1'>{rows}</table></div>"
    page = f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body>{body}</body></html>"
    return page.encode()


def _docx(table: Table) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, level=0)
    for line in (LEAD, *table.over):
        document.add_paragraph(line)
    grid = document.add_table(rows=len(table.cells), cols=len(table.cells[0]))
    for down, row in enumerate(_spans(table.cells)):
        for at, width, height, cell in row:
            box = grid.cell(down, at).merge(grid.cell(down + height - 1, at + width - 1))
            box.text = cell
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(table: Table, rules: str) -> bytes:
    sheet = Print()
    sheet.text(297, 60, TITLE, 18, middle=True)
    sheet.text(60, 110, f"　　{LEAD}")
    for number, line in enumerate(table.over):
        sheet.text(297, 140 + number * 16, line, 10, middle=True)
    width = 480 / len(table.cells[0])
    sheet.grid(60, 150 + 16 * len(table.over), [width] * len(table.cells[0]), table.cells, rules=rules)
    return sheet.bytes()


def broken(rows: int, cut: int, again: bool) -> tuple[bytes, list[str]]:
    """Return a table over two pages, a label over the break, and its sentences; `again` repeats the heads."""
    heads = [["类别", "产品", "产量（万吨）", "同比增长（%）"]]
    body: list[list[str | None]] = [
        ["甲类" if not at else "^", f"产品{'甲乙丙丁戊己庚辛'[at]}", f"{10 + at}.5", f"{at + 1}.2"]
        for at in range(rows)
    ]
    sheet = Print()
    sheet.text(297, 60, TITLE, 18, middle=True)
    sheet.text(60, 110, f"　　{LEAD}")
    sheet.text(297, 760 - 20 * cut, "表1 2025年产品产量情况", 10, middle=True)
    sheet.grid(60, 780 - 20 * cut, [90, 130, 130, 130], [*heads, *body[:cut]])
    sheet.turn()
    rest = [["" if row is body[cut] else row[0], *row[1:]] for row in body[cut:]]
    sheet.text(60, 44, "续表", 9)
    sheet.grid(60, 60, [90, 130, 130, 130], [*(heads if again else []), *rest])
    said = [f"甲类，2025年{row[1]}产量{row[2]}万吨，同比增长{row[3]}%。" for row in body]
    return sheet.bytes(), said


def sideways(turn: int) -> bytes:
    """Return a page whose lines run upwards or downwards, and which says so to viewers."""
    sheet = Print()
    canvas = sheet._canvas
    canvas.setPageRotation(turn)
    canvas.translate(*((595, -247) if turn == 90 else (0, 842)))
    canvas.rotate(turn if turn == 90 else -90)
    canvas.translate(0, 0 if turn == 90 else -247)
    sheet.text(250, 260, TITLE, 18)
    sheet.text(60, 310, f"　　{LEAD}")
    sheet.grid(60, 340, [150, 150, 150], YEARS.cells)
    return sheet.bytes()
