"""Which quantities of a text are metrics: something measured or counted, no time, name or order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.language.quantities import Quantity
from flows.records import Period

# What a duration is a metric of, when it stands right before it.
_LASTING = re.compile(r"(?:天数|日数|时间|时长|寿命|年限|工时|学制|用时|耗时|周期|期限)[^，。；]{0,6}$")
_ORDINAL = re.compile(r"第\s?$")
_NAME_AFTER = re.compile(
    r"(?:号[^召]|级|[A-Za-z]|届|期工程|期项目|环路|环[内外以]|路公交|年代|[×xX]\d|后[、，]?\d0后|[\-－]\d|强[企榜]|连[冠增涨]|周年|岁|时[许分左]"
    r"|点[整许半钟左前后多]|点\d|线城市|维码|手车|手房|次会议|次全会|次集体|次全体|中全会|大[报召代精以主]|个五年|旬)"
)
_LETTER_BEFORE = re.compile(r"[A-Za-z\-+]\s?$")
_LISTED = re.compile(r"(?:^|[\n。；：])\s?[（(]?$")
_SLOGAN = re.compile(r"[“《「][^“”《》「」]{0,14}$")
_NO_COUNT = frozenset("年 月 级 星级 层 岁 周岁 周年 届 期 代 号 强 环 时 番 方面 点 步 面 次".split())
_BARE_BEFORE = re.compile(
    r"(?:指数|指标|[率值比数量额度]|人口|人次|规模|达|达到|至|到|为|于|在|超|超过|突破|约|近|是|降|升|系数|总分|得分|PMI)[^，。；\d]{0,4}$|(?:高于|低于|从|由)[^，。；]{0,8}的?$"
)
# 十万吨级基地, 千亿元台阶: the size that names a class.
_GRADE_AFTER = re.compile(r"级|台阶|大关|俱乐部|门槛")
_RANK_BEFORE = re.compile(r"(?:居|列|第|排名|位次|名次|前进|上升|跃升|提升|前移)[^，。；]{0,6}$")
_ROAD_BEFORE = re.compile(r"(?:国道|省道|县道|高速|公路)\s?[A-Z]?$")
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾")
_LEADING_ZERO = re.compile(r"0\d")
_RACE_AFTER = re.compile(r"[^，。；]{0,4}(?:泳|跑|跨?栏|接力|赛|步枪|跳台|跳板|速滑|冠军|决赛)")
_SCORE = re.compile(r"^\s?[∶:：比\-—]\s?\d")
_TELEPHONE = re.compile(r"(?:电话|热线|邮编|编号|号码|文号|代码|时间戳|证号|股票)[^，。；]{0,8}$")


def select(text: str, quantities: Sequence[Quantity], periods: Sequence[Period]) -> list[Quantity]:
    """Return the quantities of `text` that are metrics, in order."""
    times = [(period.start, period.end) for period in periods]
    index, kept = 0, []
    for quantity in quantities:
        while index < len(times) and times[index][1] <= quantity.number_start:
            index += 1
        in_time = any(start < quantity.number_end and quantity.number_start < end for start, end in times[index : index + 3])
        if _is_metric(text, quantity, in_time=in_time):
            kept.append(quantity)
    return kept


def _is_metric(text: str, quantity: Quantity, *, in_time: bool) -> bool:
    before = text[max(0, quantity.start - 16) : quantity.start]
    after = text[quantity.end : quantity.end + 8]
    number = text[quantity.number_start : quantity.number_end]
    if quantity.vague or _ORDINAL.search(text[max(0, quantity.number_start - 2) : quantity.number_start]):
        return False
    if quantity.unit in ("年", "月", "日", "时", "点钟") or number in _CAPITALS or _LEADING_ZERO.match(number):
        return False
    if quantity.unit == "分" and (re.search(r"[时点]$", before) or after[:1] in ("半", "钟")):
        return False
    if quantity.unit == "米" and _RACE_AFTER.match(after):
        return False
    if quantity.kind == "time" or quantity.unit in ("岁", "周岁"):
        return not _spelled(number) and bool(_LASTING.search(before))
    if in_time or _TELEPHONE.search(before) or _GRADE_AFTER.match(after):
        return False
    if (quantity.unit == "位" and _RANK_BEFORE.search(before)) or (quantity.unit == "线" and _ROAD_BEFORE.search(before)):
        return False
    if quantity.unit in ("千伏", "kV", "KV") and re.match(r"[\u4e00-\u9fff]", after) and "伏" in quantity.unit and not re.match(r"[提升降到至]", after):
        return False
    if _named(text, quantity, before):
        return False
    if not quantity.unit:
        return _bare(number, before, after, quantity)
    if quantity.kind == "noun" or quantity.unit in _NO_COUNT:
        return _odd_unit(quantity, number, before, after)
    if quantity.kind == "unit" and _spelled(number) and quantity.value < 10 and quantity.dimension not in ("share", "ratio"):
        return quantity.unit in ("倍", "百分点")
    if quantity.kind == "classifier":
        return not (_spelled(number) and _small_count(number, quantity))
    return True


def _named(text: str, quantity: Quantity, before: str) -> bool:
    """Tell a number inside a name or slogan (“十项行动”, 《…》, EA-18G) from one that counts."""
    tail = text[quantity.number_end : quantity.number_end + 6]
    if _LETTER_BEFORE.search(text[max(0, quantity.number_start - 2) : quantity.number_start]) and not quantity.unit:
        return True
    if not quantity.unit and _NAME_AFTER.match(tail):
        return True
    opened = _SLOGAN.search(before)
    if not opened:
        return False
    closing = re.search(r"[”》」]", text[quantity.end : quantity.end + 14])
    return bool(closing) and (opened.group().startswith("《") or len(opened.group()) + (closing.start() if closing else 0) <= 12)


def _bare(number: str, before: str, after: str, quantity: Quantity) -> bool:
    """Tell a number without a unit that measures (指数为98.3, 人口近100万) from any other."""
    if quantity.dimension == "ratio" or "/" in number or "分之" in number:
        return True
    if _spelled(number):
        return len(number) >= 2 and number[-1] in "万亿" and number not in ("千万", "万亿", "百万") or (
            number in ("千亿", "万亿", "百亿") and quantity.comparator == "gt")
    if _SCORE.match(after) or re.match(r"[A-Za-z/×*+]|[\-—]\d|级|余?[个家]?月|大|强", after):
        return False
    if re.search(r"[万亿]$", number):
        return True
    if "." in number or quantity.comparator != "eq":
        return bool(_BARE_BEFORE.search(before)) or quantity.comparator != "eq"
    if not re.match(r"[，。；、！）)\s]|$", after) and not after[:1] in ("，", ""):
        return False
    return bool(re.search(r"(?:指数|PMI|系数)[^，。；\d]{0,8}$", before))


def _odd_unit(quantity: Quantity, number: str, before: str, after: str) -> bool:
    if quantity.unit == "点":
        return ("." in number or quantity.value > 24) and not re.match(r"[整许半钟左前后多\d]", after)
    if quantity.unit == "次":
        return not _spelled(number) and not re.match(r"(?:会议|全会|集体|全体|修订)", after)
    if quantity.unit in _NO_COUNT:
        return False
    return not _spelled(number) and quantity.value > 1


def _small_count(number: str, quantity: Quantity) -> bool:
    """一家, 两个, 三项, 十个: spelled counts below a hundred introduce more often than they measure."""
    if quantity.comparator != "eq":
        return False
    if quantity.unit in ("名", "人", "人次", "例", "辆", "架", "艘", "吨", "台", "套") and quantity.value >= 2:
        return False
    return quantity.value < 20


def _spelled(number: str) -> bool:
    return not any(mark.isdigit() for mark in number)
