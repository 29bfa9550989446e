"""How Chinese writes times: one pattern that finds them and names their parts.

The pattern says what may be a time and where its parts stand; what a part means is the business
of `time_points` and `time_spans`. Names of plans, reigns and festivals are those of
`schemas/codelists/`.
"""

from __future__ import annotations

import re

from flows import contract
from flows.language import festivals, scan

# Offsets hold: one character stands for one.
TRADITIONAL = str.maketrans("個週後號農曆節禮兩間過這當來幾", "个周后号农历节礼两间过这当来几")
HAS_TRADITIONAL = re.compile(r"[個週後號農曆節禮兩過這當來幾]")

RANGE = r"(?:——?|[-~～]{1,2}|至|到|直到)"
_CN = "零〇一二三四五六七八九"
_NUMERAL = r"\d零〇一二两三四五六七八九十廿百"
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十廿百]{1,4})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_UNIT = "[一二三四五六七八九]"
_DAY = rf"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十{_UNIT}?|十{_UNIT}?|廿{_UNIT}?|{_UNIT})"
_LONG_DAY = rf"三十一?|二十{_UNIT}?|十{_UNIT}?"
_WEEK = r"(?:周|星期|礼拜)"
_YEAR4 = r"(?:1[0-9]|20|21)\d\d"


_PLAN_NAMES = [row["name"] for row in contract.codelist("plans")]
_MILESTONES = [row["name"] for row in contract.codelist("milestones")]
_REIGN_NAMES = [row["name"] for row in contract.codelist("reigns")]
_LONG_PLANS = scan.any_of(name for name in _PLAN_NAMES if len(name) == 3)
_SHORT_PLANS = scan.any_of(name for name in _PLAN_NAMES if len(name) == 2)
_PLAN_PART = r"(?:规划|计划)?(?:时期|期间|期末|期|末|初|收官|开局|后期|前期|中期)|规划|计划"
_TERMS = scan.any_of(festivals.SOLAR_TERMS)
# 五一 and 十一 are numbers as well, 清明 a word: they need one beside them that says festival.
_OTHERWISE_FESTIVALS = ("五一", "十一", "六一", "五四", "七一", "八一", "清明")
_FESTIVALS = scan.any_of(name for name in festivals.table() if name not in _OTHERWISE_FESTIVALS)
_DAYS_OFF = r"(?:小长假|长假|假期|假日|黄金周|期间|放假)"

_PLAN = rf"""
[“\"](?P<plan>{_LONG_PLANS}|{_SHORT_PLANS})[”\"](?:(?P<plan_part>{_PLAN_PART})|前(?P<plan_first>[一两三四])年)?
|(?P<bare_plan>{_LONG_PLANS})(?P<bare_plan_part>{_PLAN_PART})?
|(?P<short_plan>{_SHORT_PLANS})(?P<short_plan_part>时期|期间|期末)
"""

_NUMERIC = rf"""
(?<![\d.,/A-Za-z])(?<![A-Za-z年]-)
(?:(?P<compact>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\d.%‰万亿A-Za-z])
|(?P<numeric_year>(?:1[6-9]|20|21)\d\d)
 (?:(?P<mark>[-/.\ —])(?P<numeric_month>1[0-2]|0?[1-9])(?P=mark)(?P<numeric_day>3[01]|[12]\d|0?[1-9])
    (?![\d.%‰万亿])
 |(?:[-/.](?=\d\d)|[-/])(?P<lone_month>1[0-2]|0?[1-9])(?:[-—~至到](?P<end_year>{_YEAR4})(?![\d.%‰万亿年]))?
    (?![\d.%‰年月号万亿/\-元美港欧]|[—~]\d{{1,2}}(?:[-/.]|月))
 |[-/.](?P<first_month>1[0-2]|0?[1-9])(?:[-—~至到](?P<last_month>1[0-2]|0?[1-9]))?月份?(?!\d{{1,2}}日)
 |[-—~至到](?P<last_year>(?:19|20|21)\d\d)(?![\d.%‰万亿年/\-月元个家人])))
"""

# 2023/24年度, 2024—2025供暖季: a year that does not begin in January.
_SEASON = (
    rf"(?<![\d.])(?P<season_year>{_YEAR4})年?\ ?[/—~-]\ ?(?P<season_end>{_YEAR4}|\d\d)\ ?"
    r"(?:年度|学年度?|财年|(?:作物|市场|销售|制糖|糖业|种植|生产)?年度|[\u4e00-\u9fff]{1,2}季(?![度节]))"
)
# 2025Q1, 1H25, Q3: quarters and halves as reports of companies write them.
_LETTER = r"""
(?<![A-Za-z\d.])
(?:(?:(?P<letter_year>(?:19|20)\d\d|\d\d)年?\ ?)?(?P<letter>[QH])(?P<letter_part>[1-4])
 |(?P<part_letter>[1-4](?=Q)|[12](?=H))[QH](?P<part_year>(?:20)?\d\d))(?![\dA-Za-z.])
"""

_YEAR = rf"""
(?<![\d.])(?P<year>{_YEAR4})
 (?:\ ?(?:财年|年度?)(?!来|历史|以上|多|间隔)|(?=(?:{RANGE}|、)(?:{_YEAR4}|\d\d)年)|(?=至今))
|(?P<cn_year>[一二][{_CN}]{{3}})(?:财年|年度?)
|(?<![A-Za-z])FY\ ?(?:20)?(?P<fiscal_year>\d\d)(?!\d)
|(?<![\d.])(?P<short_year>\d\d|[{_CN}]{{2}})年
 (?=度?(?:[初底末]|{_MONTH}月|第?[一二三四]季|[上下]半年|{_TERMS}|年[初底末]))
|(?<![\d.])(?P<clear_year>0\d|[零〇][{_CN}])年(?![来内前后间以多])
|(?<![近来后过十百千第两])(?P<digit_year>三三|[七八九][零〇]|九[一二四五六])年(?![来内前后间以多])
|(?:(?<![\s\S])|(?<=[从自]))(?P<lone_year>[6-9]\d|[六七八九]{_UNIT})年(?![来里中内前后间以多的度历风时])
|(?P<near_year>大前年|大后年|今明两年|去今两年|[上前]一年(?!度)|前年|去年|上年|今年|本年|这一?年(?!来|里)
 |当年|同年|全年|明年|来年|次年|翌年|后年|下一?年(?!度))度?
|(?P<reign>{scan.any_of(_REIGN_NAMES)})(?P<reign_year>元|{_NUMBER})年
"""


def _first(name: str, units: str) -> str:
    """Return the pattern of 前N, 头N and 最后N of some unit, and of its first, 首."""
    return (
        rf"(?:(?P<{name}>前|头|最后|最初|后)的?\ ?(?P<{name}_count>{_NUMBER})\ ?|首个?)"
        rf"(?P<{name}_unit>{units})(?![级轮个月季])"
    )


_YEAR_PART = rf"""
年?(?P<year_edge>[初底末尾内]|中(?=[，。；、]|$))(?!期|小学|生|人)
|(?P<year_season>[春夏秋冬])(?=[，。、季]|$)
|{_first("year_first", "天|日|个?周|个?星期")}
"""

_MONTH_PART = rf"""
(?P<day>{_DAY})(?:[日号](?![线楼院机厂井令])|(?={RANGE}{_DAY}[日号])|(?=、(?:{_DAY}、)*{_DAY}[日号])
 |(?<=\d)(?=$|\s|[，。；、]|{RANGE}))
|月?(?P<ten_days>[上中下]旬)
|(?P<month_edge>月[初底末]|[初底末]|中(?=[，。]|$))
|(?P<half_month>[上下前后])半月
|第?(?P<nth_week>[一二三四五\d])个?{_WEEK}(?:(?P<nth_weekday>[一二三四五六日天])|的?{_WEEK}(?P<weekday_of_nth>[一二三四五六日天]))?
|{_first("month_first", "天|日|个?周|个?星期")}
"""

_QUARTER = rf"""
(?P<half>[上下前后])半年(?P<half_edge>[末底](?!期))?
|第?(?P<quarter>[一二三四1-4首])
 (?:(?=(?:、|{RANGE})[一二三四1-4]季度)|(?=[二三四]季度)|季度|(?(has_year)季|(?<=首)季(?!节)))
 (?P<quarter_edge>[初末底](?!期))?
|(?P<near_quarter>上上|上|下|本|这)一?个?季度(?P<near_quarter_edge>[初末底](?!期))?
|{_first("first", "个?季度?|个?月")}
|(?P<this_half_month>[上下前后])半月
|第(?P<nth_month>[一二三四五六七八九十\d]{{1,2}})个月
|第(?P<year_week>\d{{1,2}}|[一二三四五十]{{1,3}})周(?:的?{_WEEK}(?P<year_weekday>[一二三四五六日天]))?
"""

_LUNAR = rf"""
(?:农历|阴历|夏历)(?P<lunar_festival>{_FESTIVALS})
|(?:农历|阴历|夏历)(?P<lunar_leap>闰)?(?P<lunar_month>{_MONTH}|正|腊|冬)月(?:[初第]?(?P<lunar_day>{_DAY})[日号]?)?
|闰(?P<leap_month>{_MONTH})月(?:初?(?P<leap_day>{_DAY})[日号]?)?
|(?P<named_month>正|腊|冬(?=月[初十廿里]))月(?:初?(?P<named_month_day>{_DAY})[日号]?)?
|(?P<plain_month>{_MONTH})月(?:初(?P<plain_day>{_DAY})|(?P<late_day>廿{_UNIT}?|卅))[日号]?
|(?P<cn_month>[一二三四五六七八九十]{{1,2}})月(?P<cn_day>{_LONG_DAY})(?![日号个项家多余万亿点天届年至到—、\-一二三四五六七八九十百千])
|(?P<new_year>大年)?初(?P<new_year_day>[一二三四五六七八九十])(?![中级年班高学生])
"""

_SUB_YEAR = rf"""
{_QUARTER}
|{_LUNAR}
|(?:(?<![\d.])(?P<month>{_MONTH})(?:月份?(?!球)|(?=、{_MONTH}月)|(?={RANGE}{_MONTH}月))
 |(?P<near_month>上上个?月|下下个?月|[上下]一?个?月|本月|这个?月|当月|同月|次月))的?(?:{_MONTH_PART})?
|(?P<festival>{_FESTIVALS}|[“\"]?(?:{"|".join(_OTHERWISE_FESTIVALS)})[”\"]?(?={_DAYS_OFF}|前后|前夕|当天|节[前后]|$))
 (?P<days_off>[、“”和]*(?:中秋|国庆)?[”\"]?{_DAYS_OFF}(?:期间)?)?
 (?P<festival_part>(?<=期)(?:首日|[前第][一二两三四五六七1-7]天|最后一天))?
|(?P<term>{_TERMS})(?=时节|节气|当天|日|至|到|前后|[，。]|$)
|(?P<season>[春夏秋冬])[季天](?!节|奥|攻势|行动|学期)
"""

_WEEK_OR_DAY = rf"""
(?P<near_week>上上|下下|上|下|这|本)(?:一?个|一)?{_WEEK}(?:{_WEEK}?(?P<weekday>[一二三四五六日天末1-6]))?(?![期年边全])
|(?P<bare_weekday>{_WEEK}[一二三四五六日天末])(?![年期报])
|(?P<near_day>(?:昨今|今明|明后)两?[天日]|大大后天|大大前天|大前天|大后天|前天|昨[天日晚夜]?|今[天日晚晨早]|明[天日晚早晨]|后天
 |当[天日晚](?!地|前|下)|同一?[天日](?!而)|次日|翌日|第二天|[前后]一天|即日)(?![本今气])
|(?<![\d.,月第A-Za-z零〇一二三四五六七八九十百])(?P<lone_day>3[01]|[12]\d|[1-9]|三十一?|二十{_UNIT}?|十{_UNIT})
 (?:日(?![游龄均元报本前内耗产活间])|(?={RANGE}{_DAY}日)|号(?=[上下早晚凌]|[，。、]|$|{RANGE}{_DAY}号))
|假期(?P<holiday_part>首日|[前第][一二两三四五六七1-7]天|最后一天)
|(?P<milestone>{scan.any_of(_MILESTONES)})(?=以来|至今)
|(?P<reported>本?报告期(?:[内间]|(?![末初待望])))
|(?P<holiday_whole>(?:假日|节日|假期|长假)期间)
|(?P<now>截至(?:记者)?(?:发稿时?|收盘|(?:[上下]午|早上|晚上?|凌晨)?\d{{1,2}}[时点])|目前|当前|眼下|如今|现在|当下|现今|迄今(?:为止)?|至今(?![年天日晚晨早后明夜])|此时此刻)
"""

_CENTURY_EDGE = "初期|末期|中期|前期|后期|早期|晚期|初|末"
_CENTURY = rf"""
(?:(?P<century>\d{{1,2}}|[一二十]{{1,3}}{_UNIT}?)世纪|(?P<near_century>上个?|本)世纪)的?
(?:(?P<decade>[1-9]0|{_UNIT}十)年代)?(?P<century_edge>{_CENTURY_EDGE}|中叶|[上下前后]半叶)?(?:[前头](?P<century_first>{_NUMBER})年)?
|(?<![\d.])(?P<year_decade>(?:1[6-9]|20)\d0|[一二][{_CN}]{{2}}[零〇])年代(?![理表码销工言际加])(?P<year_decade_edge>{_CENTURY_EDGE})?
|(?<![\d.])(?P<lone_decade>[1-9]0|{_UNIT}十)年代(?P<decade_edge>{_CENTURY_EDGE})?
"""

_SPAN = rf"""
(?P<span>刚刚过去的?|过去的?|最近的?|近|未来的?|今后的?|接下来的?|往后的?|连续|前(?=\ ?[1一]?(?:周|个星期))
  |这(?=\ ?(?!一年){_NUMBER}\ ?年(?![级期制])))
 \ ?(?:(?P<span_count>{_NUMBER})\ ?(?P<span_unit>多?个?半?年|个?多?月|个?季度|个?{_WEEK}|多?[天日])
  |(?P<span_half>半(?:年|个?月)))
 (?:间|以?来|内|里)?
|(?<![\d.第千几数])(?:(?P<shift_count>{_NUMBER})\ ?(?P<shift_unit>多?年半?|个?多?月|个?季度|个?{_WEEK}|多?天)
 |(?<!个)(?P<half_unit>半(?:年|个?月)))
 (?P<shift>间|以?来|之?后|以后|之?前(?![景沿列茅十三五])|以前)
|(?<!提)前(?P<some_years>[几两])年
|(?<![\d.第])(?P<length>{_NUMBER})\ ?(?:年半?|个月|个?星期|天|周(?![年岁边期一二]))(?![级前代青会夜均产])
"""

EXPRESSION = re.compile(
    rf"""(?x)
(?P<kind_plan>{_PLAN})
|(?P<kind_season>{_SEASON})
|(?P<kind_numeric>{_NUMERIC})
|(?P<kind_letter>{_LETTER})
|(?P<kind_century>{_CENTURY})
|(?P<kind_point>(?:(?:{_YEAR})(?P<has_year>)(?:(?P<same_time>同期)|(?:的?(?:{_YEAR_PART}))?)[的\ ]?)?
 (?:{_SUB_YEAR}|(?(has_year)|(?!))))
|(?P<kind_near>{_WEEK_OR_DAY})
|(?P<kind_span>{_SPAN})
|(?P<kind_edge>年(?:[初底末尾内]|中(?=[，。；、]|$))(?!期)|月[初底末](?!期)|全月)
"""
)

_NEAR = "今去明前后来全同次翌当本这即大上下首头最第"
_NAMES = sorted({*festivals.table(), *festivals.SOLAR_TERMS, *_REIGN_NAMES})
_OPENERS = "".join(sorted({name[0] for name in _NAMES}))
_AFTER_NUMERAL = r"QH财个多半 年月日号天周星礼季旬世代—\-~～至到、./初廿"
# How a time begins: its first character, the second, and what follows the first where that tells more.
_BEGINNINGS = (
    (
        f"{_NUMERAL}元",
        _NUMERAL + _AFTER_NUMERAL,
        rf"[{_NUMERAL}]{{0,7}}[{_AFTER_NUMERAL}]|\d{{7}}",
    ),
    (_NEAR, f"年天日晚晨早明今月周星礼季半旬个的世大昨后前上下 {_NUMERAL}", ""),
    ("近过未往接连刚", f"去来后下刚续半 {_NUMERAL}", ""),
    ("目眼如现迄至此", "前下今在时", ""),
    ("周星礼", "一二三四五六日天末期拜1-6", ""),
    ("年月", "初底末尾中内", ""),
    ('“"', "一二三四五六七八九十", ""),
    ("初", "一二三四五六七八九十", ""),
    ("半", "年月个", ""),
    ("QHF", "1-4Y", ""),
    ("假节长", "期日假", "期[首第最前期]|[日假]期间"),
    ("报本", "告报", "(?:报)?告期"),
    ("截", "至", r"至[记发收上下早晚凌\d]"),
    ("春夏秋冬", "季天", ""),
    ("农阴夏", "历", ""),
    ("正腊冬", "月", ""),
    *((name[0], name[1], name[1:]) for name in _MILESTONES),
)
_ALONE = "昨闰三五六七八十"
"""Characters with which a time begins whatever follows."""
_FIRSTS = _ALONE + _OPENERS + "".join(first for first, _, _ in _BEGINNINGS)
_SECONDS = "".join(name[1] for name in _NAMES) + "".join(second for _, second, _ in _BEGINNINGS)
# A time can only begin where this matches; `EXPRESSION` is tried there and nowhere else. Most of the first
# characters open other words more often, and the second tells at once.
CUE = re.compile(
    rf"[{_FIRSTS}](?:(?<=[{_ALONE}])|(?=[{_SECONDS}])(?:"
    + "|".join(f"(?<=[{first}])(?={rest or f'[{second}]'})" for first, second, rest in _BEGINNINGS)
    + rf"|(?<=(?={'|'.join(_NAMES)})[{_OPENERS}])))"
)
