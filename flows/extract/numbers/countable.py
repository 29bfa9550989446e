"""Which quantities of a text are metrics: something measured or counted, no time, name or order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.language import units
from flows.language.quantities import Quantity
from flows.records import Period

# What a duration is a metric of, when it stands right before it.
_LASTING = re.compile(r"(?:天数|日数|时间|时长|寿命|年限|工时|学制|用时|耗时|周期|期限)[^，。；]{0,6}$")
_ORDINAL = re.compile(r"第\s?$")
# 每十万人4.5例: what a rate is told by belongs to its name.
_EACH = re.compile(r"(?:每|平均每|按每)\s?$")
_SLOGAN = re.compile(r"[“《「][^“”《》「」]{0,14}$")
_SLOGAN_END = re.compile(r"[”》」]")
_LONGEST_SLOGAN = 12
_BARE_BEFORE = re.compile(
    r"(?:指数|指标|[率值比数量额度]|人口|人次|规模|系数|总分|得分|PMI"
    r"|达|达到|至|到|为|于|在|超|超过|突破|约|近|是|降|升)[^，。；\d]{0,4}$"
    r"|(?:高于|低于|从|由)[^，。；]{0,8}的?$"
)
_NOT_BARE_AFTER = re.compile(r"[A-Za-z/×*+]|[\-—]\d|级|余?[个家]?月|大|强")
_ROUND = ("千万", "万亿", "百万")
_SMALLEST_SPELLED_COUNT = 20
# 十万吨级基地, 千亿元台阶: the size that names a class.
_GRADE_AFTER = re.compile(r"级|[一二两三四五]?个?新?(?:台阶|大关)|俱乐部|门槛")
_RANK_BEFORE = re.compile(r"(?:居|列|第|排名|位次|名次|前进|上升|跃升|提升|前移)[^，。；]{0,6}$")
# 316国道 and 9省区 name roads and places.
_ROAD_AFTER = re.compile(r"[国省县乡]道|省[区市份]")
# 500千伏变电站 is a class of it; 千伏提升 still measures.
_LINE_AFTER = re.compile(r"(?![提升降到至])[\u4e00-\u9fff]")
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾")
_LEADING_ZERO = re.compile(r"0\d")
_HOUR_BEFORE = re.compile(r"[时点]$")
_LAST_HOUR = 24
_RACE_AFTER = re.compile(r"[^，。；]{0,4}(?:泳|跑|跨?栏|接力|赛|步枪|跳台|跳板|速滑|冠军|决赛)")
_TELEPHONE = re.compile(r"(?:电话|热线|邮编|编号|号码|文号|代码|时间戳|证号|股票)[^，。；]{0,8}$")


def select(text: str, quantities: Sequence[Quantity], periods: Sequence[Period]) -> list[Quantity]:
    """Return the quantities of `text` that are metrics, in order."""
    times = [(period.start, period.end) for period in periods]
    index, kept = 0, []
    for quantity in quantities:
        while index < len(times) and times[index][1] <= quantity.number_start:
            index += 1
        near = times[index : index + 3]
        in_time = any(start < quantity.number_end and quantity.number_start < end for start, end in near)
        if _is_metric(text, quantity, in_time=in_time):
            kept.append(quantity)
    return kept


def _is_metric(text: str, quantity: Quantity, *, in_time: bool) -> bool:
    before = text[max(0, quantity.start - 16) : quantity.start]
    after = text[quantity.end : quantity.end + 8]
    number = text[quantity.number_start : quantity.number_end]
    if (
        quantity.vague
        or _EACH.search(before)
        or _is_order(text, quantity, number)
        or _is_clock_or_race(quantity, before, after)
    ):
        return False
    if quantity.kind == "time":
        return not _spelled(number) and bool(_LASTING.search(before))
    if (
        in_time
        or _TELEPHONE.search(before)
        or _is_class(quantity, before, after)
        or _named(text, quantity, before)
    ):
        return False
    if not quantity.unit:
        return _bare(number, before, after, quantity)
    if quantity.kind == "noun" or quantity.unit in units.marked("order"):
        return _odd_unit(quantity, number)
    return not _spelled(number) or _spelled_measure(quantity)


def _is_order(text: str, quantity: Quantity, number: str) -> bool:
    """Tell 第3批, 007 and a lone 壹 from numbers that measure."""
    opening = text[max(0, quantity.number_start - 2) : quantity.number_start]
    return bool(_ORDINAL.search(opening) or _LEADING_ZERO.match(number)) or number in _CAPITALS


def _is_clock_or_race(quantity: Quantity, before: str, after: str) -> bool:
    """Tell 14时30分, 3月 and 100米跨栏 from 30分 scored and 100米 long."""
    if quantity.unit == "分":
        return bool(_HOUR_BEFORE.search(before)) or after[:1] in ("半", "钟")
    return quantity.unit in units.marked("moment") or (
        quantity.unit == "米" and bool(_RACE_AFTER.match(after))
    )


def _is_class(quantity: Quantity, before: str, after: str) -> bool:
    """Tell a size, rank or number that only names: 十万吨级码头, 居第2位, 500千伏变电站."""
    if quantity.unit == "位":
        named = _RANK_BEFORE.search(before)
    elif quantity.unit == "千伏":
        named = _LINE_AFTER.match(after)
    else:
        named = _ROAD_AFTER.match(quantity.unit[-1:] + after)
    return bool(named or _GRADE_AFTER.match(after) or quantity.unit.endswith("吨级"))


def _named(text: str, quantity: Quantity, before: str) -> bool:
    """Tell a number inside a name or slogan (“十项行动”, 《…》) from one that counts."""
    opened = _SLOGAN.search(before)
    if not opened:
        return False
    closing = _SLOGAN_END.search(text, quantity.end, quantity.end + 14)
    if not closing:
        return False
    length = len(opened.group()) + closing.start() - quantity.end
    return opened.group().startswith("《") or length <= _LONGEST_SLOGAN


def _bare(number: str, before: str, after: str, quantity: Quantity) -> bool:
    """Tell a number without a unit that measures (指数为98.3, 人口近100万) from any other."""
    if quantity.dimension == "ratio" or "/" in number or "分之" in number or number == "一半":
        return True
    if _spelled(number):
        exact = len(number) >= 2 and number[-1] in "万亿" and number not in _ROUND
        return exact or (number in ("千亿", "万亿", "百亿") and quantity.comparator == "gt")
    if _NOT_BARE_AFTER.match(after):
        return False
    if "万" in number or "亿" in number or quantity.comparator != "eq":
        return True
    return "." in number and bool(_BARE_BEFORE.search(before))


def _odd_unit(quantity: Quantity, number: str) -> bool:
    """Tell 98.5点, 3次 and 16部门 from an hour and a step."""
    if quantity.unit == "点":
        return "." in number or quantity.value > _LAST_HOUR
    if quantity.unit == "次":
        return not _spelled(number)
    if quantity.unit in units.marked("order"):
        return False
    return not _spelled(number) and quantity.value > 1


def _spelled_measure(quantity: Quantity) -> bool:
    """一家, 两个, 三项, 十个: spelled counts below twenty introduce more often than they measure."""
    if quantity.kind == "classifier":
        people = quantity.unit in units.marked("spelled") and quantity.value >= 2
        return quantity.comparator != "eq" or people or quantity.value >= _SMALLEST_SPELLED_COUNT
    if quantity.kind == "unit" and quantity.value < 10 and quantity.dimension not in ("share", "ratio"):
        return quantity.unit in ("倍", "百分点")
    return True


def _spelled(number: str) -> bool:
    return not any(map(str.isdigit, number))
