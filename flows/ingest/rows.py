"""A row of a table as a sentence: for each figure its time, what it counts, its unit and its direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from flows.ingest import figures
from flows.ingest.figures import NOTHING, Figure, Head

_PART = re.compile(r"\s*(?:其\s*中\s*[：:、，,]?|#)\s*")
_ITEM = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])\s*"
)
_PLACE = re.compile(r".{2,}(?:[省市区县旗州盟镇乡]|街道|开发区|园区)$")
_RATES = ("%", "‰", "百分点")
"""Units of shares and rates: what grows is the level before them."""
_YEAR_ENDS = re.compile(r"年[末底初]")
_WHOLE_YEARS = ("年度", "全年", "本年", "本年度")
_EARLIER = re.compile(r"上年|去年|上期|上月|[期年]初")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_YEARLESS = re.compile(r"前?[一二三四1-4]季度|[上下]半年|\d{1,2}(?:[-—–～~至]\d{1,2})?月")
_BOUNDS = {"≥": "以上", "≤": "以下", "＞": "超过", ">": "超过", "＜": "低于", "<": "低于", "约": "约"}
"""How a sign before a figure is said in words."""


@dataclass(slots=True)
class Table:
    """A table on its way: its rows, and what its columns are."""

    rows: list[list[str]]
    indents: list[int] = field(default_factory=list)
    """How far the label of each row is set in."""
    heads: list[list[str]] = field(default_factory=list)
    """The heads over each column, the upper ones first."""
    columns: list[Head] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    units: int | None = None
    governing: tuple[str, ...] = ()
    """The units that a line over the table gives for all of it."""
    period: str = ""
    """The time that its caption gives."""
    counted: Head = NOTHING
    """What its caption says that its figures count, and how."""
    by_place: bool = False


@dataclass(slots=True)
class _Label:
    """What a row is about: its name and what it says of its figures."""

    head: Head
    lead: str = ""
    """The names of what it belongs to, from the columns before its own."""
    whole: str = ""
    """The name of the row that this one is a part of."""
    indent: int = 0


def sentences(table: Table) -> Iterator[str]:
    """Yield the sentence of each row of a table whose columns are known."""
    whole: _Label | None = None
    parts_at: int | None = None  # how far the parts of that whole are set in
    for cells, indent in zip(table.rows, table.indents, strict=True):
        label = _label(table, cells)
        label.indent = indent
        said = set(filter(None, cells))
        part = _PART.match(cells[table.labels[-1]]) if table.labels else None
        if len(said) == 1 and not any(map(figures.figure, said)):
            (line,) = said
            if part and part.end() == len(line):
                parts_at = indent  # 其中 in a row of its own
            else:
                yield line
                whole, parts_at = label, None
            continue
        if whole and (part or (indent > whole.indent and (parts_at is None or indent >= parts_at))):
            parts_at = indent
            label.whole, label.head = whole.head.name, _inherited(label.head, whole.head)
        else:
            whole, parts_at = label, None
        yield _sentence(table, label, cells)


def _label(table: Table, cells: Sequence[str]) -> _Label:
    """Return the label of a row: the last of its names, or a time that the others belong to."""
    said = [cells[at] for at in table.labels if cells[at]] or _named_elsewhere(table, cells)
    names = [_ITEM.sub("", _PART.sub("", cell, count=1), count=1) for cell in said]
    names = list(dict.fromkeys(filter(None, names)))
    times = [name for name in names if figures.is_period(name)]
    names = [name for name in names if name not in times]
    head = figures.head(names.pop() if names else "")
    period = "".join(figures.head(time).period for time in times)
    return _Label(replace(head, period=period or head.period), "，".join(names))


def _named_elsewhere(table: Table, cells: Sequence[str]) -> list[str]:
    """Return the name that stands in a column without names: 合计 where the rows are numbered."""
    aside = (cell for at, cell in enumerate(cells) if at not in (*table.labels, *table.figures, table.units))
    return [cell for cell in aside if cell and not figures.figure(cell)][:1]


def _inherited(part: Head, whole: Head) -> Head:
    """Return the label of a part with the unit and the growth of its whole, where it gives none."""
    if part.unit or part.growth:
        return part
    return replace(part, unit=whole.unit, growth=whole.growth, target=part.target or whole.target)


def _sentence(table: Table, label: _Label, cells: Sequence[str]) -> str:
    """Return what one row says, a clause a figure, and behind them what its other cells hold."""
    said: list[str] = []
    notes: list[str] = []
    last, level = Head(), Head()
    for at in table.figures:
        cell, column = cells[at], table.columns[at]
        if figures.is_empty(cell):
            continue
        if not (figure := figures.figure(cell)):
            title = "".join(table.heads[at][-1:])
            named = title and figures.head(title).name
            notes.append(f"{title}：{cell}" if named else cell)
            continue
        grown = last if figure.unit or column.unit == "百分点" else level
        now = _counted(table, label, column, grown if grown.name else last, at)
        short = (
            (bool(column.growth) or column == Head())
            and (now.name, now.period) == (last.name, last.period)
            and not _of(table, label)
        )
        unit = _unit(table, label, column, figure, cells)
        clause = _clause(replace(now, name="") if short else now, figure, unit)
        goes_on = bool(said) and (short or (now.name, now.period) == (last.name, last.period))
        if goes_on:
            clause = f"，{clause}"
        elif said and now.name == last.name:
            clause = f"；{_timed(now.period, now, label, clause)}"
        else:
            said += ["。", _led(label)] if said else []
            clause = _timed(now.period, now, label, clause)
        said.append(clause)
        last = now
        if unit not in _RATES:
            level = now
    return _assembled(label, "".join(said), notes)


def _assembled(label: _Label, said: str, notes: Sequence[str]) -> str:
    lead = _led(label)
    if said:
        return f"{lead}{'，'.join([said, *notes])}".rstrip("。") + "。"
    name = label.head.name or label.head.period
    return f"{lead}{'：'.join(filter(None, [name, '　'.join(notes)]))}".rstrip("。") + "。"


def _led(label: _Label) -> str:
    return f"{label.lead}，" if label.lead else ""


def _of(table: Table, label: _Label) -> bool:
    """Return whether a row is a place, which each of its figures has to be said of."""
    return table.by_place or _PLACE.fullmatch(label.head.name) is not None


def _counted(table: Table, label: _Label, column: Head, last: Head, at: int) -> Head:
    """Return what a figure counts, when, and how; a growth counts what the figures before it do."""
    name = _name(table, label, column)
    period = _period(table, label, column)
    growth = column.growth or label.head.growth
    if column.growth:
        name = last.name if last.name and not column.name else name
        if not column.period and not growth.startswith("年均"):
            period = _latest([table.columns[each] for each in table.figures if each < at]) or last.period
            period = _with_year(table, period) or _period(table, label, column)
    return Head(name, period, growth=growth, target=column.target or label.head.target)


def _latest(columns: Sequence[Head]) -> str:
    """Return the time that a growth without one is about: the last one of the columns before it."""
    times = [each.period for each in columns if each.period and not _EARLIER.match(each.period)]
    years = [time for time in times if _YEAR.match(time)]
    return max(years, key=lambda time: time[:4]) if len(years) > 1 else (times[-1] if times else "")


def _period(table: Table, label: _Label, column: Head) -> str:
    """Return the time of a figure: of its row and column, else of the caption."""
    own = label.head.period
    period = column.period or own
    if own and column.period and _YEAR.fullmatch(own) and _YEARLESS.match(column.period):
        period = own + column.period
    return _with_year(table, period) or table.period


def _with_year(table: Table, period: str) -> str:
    year = _YEAR.match(table.period)
    if year and _YEAR_ENDS.fullmatch(period):
        return f"{year[0]}{period[1:]}"
    if year and period in _WHOLE_YEARS:
        return year[0]
    return f"{year[0]}{period}" if year and _YEARLESS.match(period) else period


def _name(table: Table, label: _Label, column: Head) -> str:
    """Return what a figure counts: the names of its row and its column, the measured one last."""
    name, counted = label.head.name, column.name
    if not counted and (not name or _of(table, label)):
        counted = table.counted.name
    if not counted or not name:
        return name or counted
    return f"{name}的{counted}" if _of(table, label) else figures.joined(name, counted)


def _unit(table: Table, label: _Label, column: Head, figure: Figure, cells: Sequence[str]) -> str:
    """Return the unit of a figure: its own, or that of its column, its row or the whole table."""
    if own := figure.unit or column.unit:
        return own
    growth = column.growth or label.head.growth
    if not column.growth:
        cell = cells[table.units] if table.units is not None else ""
        if own := ("" if figures.is_empty(cell) else cell.replace("％", "%")) or label.head.unit:
            return own
    levels = [unit for unit in table.governing if unit != "%"]
    return "%" if growth else next(iter(levels or table.governing), "")


def _clause(counted: Head, figure: Figure, unit: str) -> str:
    """Return a figure with what it counts, its unit and its direction: `出口同比下降3.2%`."""
    unit = "个百分点" if unit == "百分点" else unit
    word = "累计" if figure.total else ""
    sign = "-" if figure.negative else ""
    if counted.growth:
        rate = unit in ("%", "‰")
        up, down = ("增长", "下降") if rate else ("提高", "下降") if unit == "个百分点" else ("增加", "减少")
        word, sign = counted.growth.replace("增长", down if figure.negative else up), ""
    elif counted.target:
        word += "达到" if re.search(r"\d年$", counted.period) else "目标为"
    elif not sign and re.search(r"[A-Za-z\d]$", counted.name):
        word += "为"  # a number behind letters would be read as a part of them
    bound = _BOUNDS.get(figure.before, figure.before)
    before, behind = ("", bound) if bound in ("以上", "以下") else (bound, "")
    return f"{counted.name}{word}{before}{sign}{figure.digits}{unit}{figure.after or behind}"


def _timed(period: str, counted: Head, label: _Label, clause: str) -> str:
    """Return a clause behind its time, and behind the whole that its row is a part of."""
    whole = f"{label.whole}中，" if label.whole and (period or not counted.period) else ""
    if not period:
        return f"{whole}{clause}"
    if counted.target and re.search(r"\d年$", period):
        return f"到{period}，{whole}{clause}"
    dated = re.search(r"\d", period) and re.search(r"[年月底末度]$", period)
    return f"{period}{'' if dated and not whole else '，'}{whole}{clause}"
