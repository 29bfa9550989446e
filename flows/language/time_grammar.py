"""How Chinese writes times: one pattern that finds them and names their parts.

The pattern says what may be a time and where its parts stand; what a part means is the business
of `time_values`. Names of plans, reigns, festivals and solar terms come from `schemas/codelists/`.
"""

from __future__ import annotations

import re

from flows import contract
from flows.language import festivals

# Offsets hold: one character stands for one.
TRADITIONAL = str.maketrans(
    "個週後號農曆節禮兩裡間過這還當邊學淩幾來開", "个周后号农历节礼两里间过这还当边学凌几来开"
)
HAS_TRADITIONAL = re.compile(r"[個週後號農曆節禮兩過這當幾來]")

RANGE = r"(?:——?|[-~～]{1,2}|至|到|直到)"
_CN = "零〇一二三四五六七八九"
_NUM = r"(?:\d{1,3}|[一二两三四五六七八九十廿百]{1,4})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_ORDINAL = r"[一二三四五六七八九十\d]{1,2}"
_WEEKDAY = r"[一二三四五六日天末1-6]"
_WEEK = r"(?:周|星期|礼拜)"
_YEAR4 = r"(?:1[0-9]|20|21)\d\d"
_PLAN_END = r"(?:规划|计划)?(?:时期|期间|期末|期|末|初|以来|收官|开局|后期|前期|中期)"


def _names(rows: list[str]) -> str:
    return "|".join(sorted(map(re.escape, rows), key=len, reverse=True))


_PLANS = [row["name"] for row in contract.codelist("plans")]
_LONG_PLANS = _names([name for name in _PLANS if len(name) == 3])
_SHORT_PLANS = _names([name for name in _PLANS if len(name) == 2])
_REIGNS = _names([row["name"] for row in contract.codelist("reigns")])
# 五一, 十一 and the like are numbers as well: they need a word beside them that says festival.
_BARE_NUMBERS = {"五一", "十一"}
_FESTIVALS = _names([name for name in festivals.table() if name not in _BARE_NUMBERS])
_TERMS = _names(list(festivals.SOLAR_TERMS))
_HOLIDAY = r"(?:假期|假日|黄金周|长假|小长假|期间|放假)"
_FESTIVAL = (
    rf"(?P<festival>(?:{_FESTIVALS})|[“\"]?(?:五一|十一)[”\"]?(?={_HOLIDAY}|前后|前夕|当天|节[前后]|$))"
    rf"(?P<holiday>[、“”和]*(?:中秋|国庆)?[”\"]?{_HOLIDAY})?"
)

_PLAN = rf"""
[“\"](?P<plan>{_LONG_PLANS}|{_SHORT_PLANS})[”\"](?P<plan_end>{_PLAN_END}|规划|计划)?
|(?P<plan_bare>{_LONG_PLANS})(?P<plan_bare_end>{_PLAN_END}|规划|计划)?
|(?P<plan_short>{_SHORT_PLANS})(?P<plan_short_end>时期|期间|期末)
"""

_NUMERIC = rf"""
(?<![\d.,/\-A-Za-z])(?P<numeric_year>(?:1[6-9]|20|21)\d\d)
(?:(?P<mark>[-/.\ —])(?P<numeric_month>1[0-2]|0?[1-9])(?P=mark)(?P<numeric_day>3[01]|[12]\d|0?[1-9])(?![\d.%‰万亿])
|[-/.](?P<numeric_month2>1[0-2]|0[1-9])(?:[-—~至到](?P<numeric_end>{_YEAR4})(?![\d.%‰万亿]))?(?![\d.%‰年万亿/\-]|[—~]\d{{1,2}}[-/.]))
"""

_YEAR = rf"""
(?<![\d.])(?P<year>{_YEAR4})(?:\ ?年度?(?!来|历史|以上|多|间隔)|(?={RANGE}(?:{_YEAR4}|\d\d)年))
|(?P<year_cn>[一二]{{1}}[{_CN}]{{3}})年度?
|(?<![\d.])(?P<year2>\d\d|[{_CN}]{{2}})年(?=度?(?:[初底末]|{_MONTH}月|第?[一二三四]季|[上下]半年|{_TERMS}|年[初底末]))
|(?<![\d.])(?P<year0>0\d|[零〇][{_CN}]|(?<![近来后过十百千第两]){r"(?:三三|[七八九][零〇]|九[一二四五六])"})年(?![来内前后间以多])
|(?P<year_rel>大前年|大后年|今明两年|去今两年|(?:上|前)一年(?!度)|前年|去年|上年|今年|本年|这一?年(?!来|里)|当年|同年|全年|明年|来年|次年|翌年|后年|下一?年(?!度))度?
|(?P<reign>{_REIGNS})(?P<reign_year>元|{_NUM})年
"""


def _first(name: str, units: str) -> str:
    """Return the pattern of 前N, 头N and 最后N of some unit, and of its first, 首."""
    return (
        rf"(?:(?P<{name}>前|头|最后|最初)的?\ ?(?P<{name}_count>{_NUM})\ ?|首(?:个)?)"
        rf"(?P<{name}_unit>{units})(?![级轮个月季])"
    )


_MONTH_PART = rf"""
(?P<day>{_DAY})(?:[日号](?![线楼院机厂井令])|(?={RANGE}{_DAY}[日号])|(?=、(?:{_DAY}、)*{_DAY}[日号])|(?<=\d)(?=$|\s|[，。；、]|{RANGE}))
|月?(?P<ten_days>[上中下]旬)
|(?P<month_edge>月初|月底|月末|[初底末]|中(?=[，。]|$))
|(?P<half_month>[上下前后])半月
|第?(?P<nth_week>{_ORDINAL})个?{_WEEK}(?P<nth_weekday>[一二三四五六日天])?
|{_first("month_first", "天|日|个?周|个?星期")}
"""

_SUB_YEAR = rf"""
(?P<half>[上下前后])半年
|第?(?P<quarter>[一二三四1-4首])(?:(?=(?:[、]|{RANGE})[一二三四1-4]季度)|(?=[二三四]季度)|季度?(?!节|报|刊|[1-4一二三四]))(?P<quarter_edge>初|末|底)?
|(?P<quarter_rel>上上|上|下|本|这)一?个?季度
|{_first("first", "个?季度?|个?月")}
|(?P<half_month_alone>[上下前后])半月
|第(?P<nth_month>{_ORDINAL})个月
|第(?P<year_week>\d{{1,2}}|[一二三四五十]{{1,3}})周
|(?:农历|阴历|夏历)(?P<lunar_festival>{_FESTIVALS})
|(?P<lunar>农历|阴历|夏历)(?P<leap0>闰)?(?P<lunar_month>{_MONTH}|正|腊|冬)月(?:(?:初|第)?(?P<lunar_day>{_DAY})[日号]?)?
|(?P<leap>闰)(?P<leap_month>{_MONTH})月(?:初?(?P<leap_day>{_DAY})[日号]?)?
|(?P<lunar_name>正|腊|冬(?=月[初十廿里]))月(?:初?(?P<lunar_name_day>{_DAY})[日号]?)?
|(?P<lunar_plain>{_MONTH})月(?:初(?P<lunar_plain_day>{_DAY})|(?P<lunar_plain_day2>廿[一二三四五六七八九]?|卅))[日号]?
|(?P<month_cn>[一二三四五六七八九十]{{1,2}})月(?P<day_cn>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?)(?![日号个项家多余万亿点天届年至到—、\-十百千])
|(?:(?<![\d.])(?P<month>{_MONTH})(?:月份?(?!球)|(?=、{_MONTH}月)|(?={RANGE}{_MONTH}月))|(?P<month_rel>上上个?月|下下个?月|上个?月|下个?月|本月|这个?月|当月|同月|次月))的?(?:{_MONTH_PART})?
|{_FESTIVAL}
|(?P<term>{_TERMS})(?=时节|节气|当天|至|前后|[，。]|$)
|(?P<season>[春夏秋冬])(?:季|天)(?!节|奥|攻势|行动|学期)
"""

_YEAR_ONLY = rf"""
年?(?P<year_edge>[初底末内]|中(?=[，。；、]|$))(?!期|小学|生|人)
|(?P<year_season>[春夏秋冬])(?=[，。、季]|$)
|(?P<year_first>前|头|首|最后|最初)(?:的)?\ ?(?P<year_first_count>{_NUM})\ ?(?P<year_first_unit>天|日|个?周|个?星期)
"""

_WEEK_POINT = rf"""
(?P<week_rel>上上|下下|上|下|这|本)(?:一?个|一)?{_WEEK}(?:{_WEEK}?(?P<weekday>{_WEEKDAY}))?(?![期年边全])
|(?P<week_day_name>{_WEEK}[一二三四五六日天末])(?![年期报])
"""

_DAY_POINT = rf"""
(?P<day_rel>大大后天|大大前天|大前天|大后天|前天|昨[天日晚夜]|昨|今[天日晚晨早]|明[天日晚早晨]|后天|当[天日晚](?!地|前|下)|同一?[天日](?!而)|次日|翌日|[前后]一天|即日)(?![本今气])
|(?<![\d.,月第A-Za-z])(?P<day_alone>3[01]|[12]\d|[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九])(?:日(?![游龄均元报本前内耗产活间])|(?={RANGE}{_DAY}日)|号(?=[上下早晚凌]|[，。]|$))
|(?P<now>目前|当前|眼下|如今|现在|当下|现今|迄今(?:为止)?|至今|此时此刻)
"""

_CENTURY = rf"""
(?:(?P<century>\d{{1,2}}|[一二十]{{1,3}}[一二三四五六七八九]?)世纪|(?P<century_rel>上个?|本)世纪)的?
(?:(?P<decade>[1-9]0|[一二三四五六七八九]十)年代)?(?P<century_edge>初期|末期|中期|前期|后期|早期|晚期|初|末|中叶|[上下前后]半叶)?
|(?<![\d.])(?P<decade_alone>[1-9]0|[二三四五六七八九]十)年代(?P<decade_edge>初期|末期|中期|前期|后期|早期|晚期|初|末)?
"""

_SPAN = rf"""
(?P<span>刚刚过去的?|过去的?|最近的?|近|未来的?|今后的?|接下来的?|往后的?|连续|前(?=1?[一1]?(?:周|个?星期)))\ ?(?P<count>{_NUM})\ ?(?P<unit>多?个?半?年|个?多?月|个?季度|个?(?:周|星期)|多?[天日])(?P<span_end>间|以?来|内|里)?
|(?<![\d.第])(?P<count2>{_NUM})\ ?(?P<unit2>多?年半?|个?多?月|个?季度|个?(?:周|星期)|多?天)(?P<after>间|以?来|之?后|以后|之?前(?!景|沿|列|茅|十|三|五)|以前)
|(?<![\d.第])(?P<count3>{_NUM})\ ?(?P<unit3>年半?|个月|个?星期|天|周(?!年|岁|边|期|一|二))(?!级|前|代|青|会|夜|均|产)
"""

EXPRESSION = re.compile(
    rf"""(?x)
(?P<kind_plan>{_PLAN})
|(?P<kind_numeric>{_NUMERIC})
|(?P<kind_century>{_CENTURY})
|(?P<kind_point>(?:(?:{_YEAR})(?P<has_year>)(?:的?(?:{_YEAR_ONLY}))?[的\ ]?)?(?:{_SUB_YEAR}|(?(has_year)|(?!))))
|(?P<kind_week>{_WEEK_POINT})
|(?P<kind_day>{_DAY_POINT})
|(?P<kind_span>{_SPAN})
|(?P<kind_edge>年(?:[初底末内]|中(?=[，。；、]|$))(?!期)|月[初底末](?!期)|全月)
"""
)

# A time can only begin where one of these stands; `EXPRESSION` is tried there and nowhere else.
_NUMERAL = r"\d零〇一二两三四五六七八九十廿百"
_OPENERS = "".join(
    sorted(
        {name[0] for name in (*festivals.table(), *festivals.SOLAR_TERMS)}
        | {row["name"][0] for row in contract.codelist("reigns")}
    )
)
CUE = re.compile(
    rf"""(?x)
[{_NUMERAL}元今去明昨前后来全同次翌当本这即大上下首头最第近过未往接连刚目眼如现迄至此周星礼年月“\"{_OPENERS}春夏秋冬农阴闰]
(?:(?<=[{_NUMERAL}元])(?=[{_NUMERAL}]{{0,3}}[个多半\ 年月日号天周星礼季旬世代—\-~～至到、./初廿])
|(?<=[今去明昨前后来全同次翌当本这即大上下首头最第])(?=[年天日晚晨早明今月周星礼季半旬个的世大昨后前上下几\ {_NUMERAL}])
|(?<=[近过未往接连刚])(?=[去来后下刚续\ {_NUMERAL}])
|(?<=[目眼如现迄至此])(?=[前下今在时])
|(?<=[周星礼])(?=[一二三四五六日天末期拜1-6])
|(?<=[年月])(?=[初底末中内])
|(?<=[“\"])(?=[一二三四五六七八九十])
|(?<=昨)
|(?<=[{_OPENERS}春夏秋冬农阴闰])
)"""
)
