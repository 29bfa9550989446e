"""Tables of figures become sentences that extraction can read, one a row.

指标 | 单位 | 2024年 | 比上年增长（%）        2024年国内生产总值1349084亿元，比上年增长5.0%。
国内生产总值 | 亿元 | 1349084 | 5.0

园区 | 智能工厂（家） | 同比增长（%）          子牙经济技术开发区：智能工厂26家，同比增长6.8%。
子牙经济技术开发区 | 26 | 6.8
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[+\-－−]?\d[\d,，]*(?:\.\d+)?\s*(?P<unit>%|％|[\u4e00-\u9fff]{1,4})?")
_UNIT = re.compile(
    r"\s*[（(]\s*(?:单位[：:]\s*)?(?P<unit>[^（）()]{1,10})\s*[）)]\s*$|\s*[/／](?P<other>[^/／\d]{1,5})$"
)
_PERIOD = re.compile(
    r"(?:\d{4}年?|[上下]半年|[一二三四1-4]季度|\d{1,2}(?:[-—～~至]\d{1,2})?月|年底|年末|本期|当期|本月|全年|累计)+(?:底|末|份|实绩|实际|完成|预计|目标)?"
)
_GROWTH = re.compile(r"增长|增速|增幅|同比|环比|比上年|比上月|比去年|±")
_UNIT_COLUMN = {"单位", "计量单位"}
_NO_FIGURE = {"", "-", "—", "–", "…", "……", "...", "/", "*"}


def sentences(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines that say what a table of cells says; a table without figures comes row by row."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    lines: list[str] = []
    while table and len({cell for cell in table[0] if cell}) == 1 and len(table) > 1:
        lines.append(next(cell for cell in table.pop(0) if cell))
    if not table or max(map(len, table)) < 2 or not any(_figure(cell) for row in table for cell in row[1:]):
        return lines + [_plain(row) for row in table]
    unit = next(
        (match["unit"] for line in lines if (match := re.search(r"单位[：:]\s*(?P<unit>\S{1,6})", line))), ""
    )
    header = (
        table.pop(0) if not any(_figure(cell) for cell in table[0][1:] if not _PERIOD.fullmatch(cell)) else []
    )
    return lines + [_sentence(header, row, unit) for row in table]


def _sentence(header: Sequence[str], row: Sequence[str], unit: str) -> str:
    label, label_unit = _split_unit(row[0])
    columns = [*header, *[""] * (len(row) - len(header))]
    unit = next(
        (cell for name, cell in zip(columns, row, strict=False) if name in _UNIT_COLUMN), label_unit or unit
    )
    parts: list[str] = []
    for name, cell in zip(columns[1:], row[1:], strict=False):
        if cell in _NO_FIGURE or name in _UNIT_COLUMN:
            continue
        parts.append(_part(name, cell, unit))
    if not parts:
        return f"{label}。"
    names = [_split_unit(name)[0] for name in columns[1:] if name not in _UNIT_COLUMN]
    if names and _PERIOD.fullmatch(names[0]) and parts[0].startswith(names[0]):
        parts[0] = f"{names[0]}{label}{parts[0].removeprefix(names[0])}"
        return "，".join(parts) + "。"
    joint = "" if not columns[1] or _GROWTH.match(parts[0]) else "："
    return f"{label}{joint}" + "，".join(parts) + "。"


def _part(name: str, cell: str, unit: str) -> str:
    """Return `name`, what a column is called, with the figure in `cell`, its unit and its direction."""
    name, own = _split_unit(name)
    match = _NUMBER.fullmatch(cell)
    if match is None:
        return f"{name}{cell}" if not name else f"{name}：{cell}"
    growth = _GROWTH.search(name) is not None
    figure = cell.replace("，", "").replace("－", "-").replace("−", "-").replace(" ", "")
    if not match["unit"]:
        figure += own or ("%" if growth else unit)
    if growth and name.endswith(("同比", "环比", "比上年", "±")):
        name = name.rstrip("±") + "增长"
    name = re.sub(r"增[速幅]$", "增长", name)
    if growth and figure.startswith("-") and "增长" in name:
        name, figure = name.replace("增长", "下降"), figure[1:]
    return f"{name}{figure.lstrip('+')}"


def _split_unit(name: str) -> tuple[str, str]:
    """Return a label without the unit behind it, and the unit: `工业总产值（亿元）`."""
    match = _UNIT.search(name)
    if match is None:
        return name, ""
    unit = (match["unit"] or match["other"] or "").strip()
    return name[: match.start()], "%" if unit in {"%", "％"} else unit


def _figure(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _plain(row: Sequence[str]) -> str:
    cells = list(dict.fromkeys(cell for cell in row if cell))
    return "：".join(cells) if len(cells) == 2 else "　".join(cells)
