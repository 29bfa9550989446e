"""Date, region and publisher of a document where nobody stated them, from its text.

A date comes from the label that a site prints (发布时间：…), a newspaper's masthead, the line under the
headline that says when a report was given, a dateline (6月25日电, its year from the context), 昨日（25日）,
the date under a notice, or the name of the file, in this order. A region comes from the name of the
publisher, from the headline, or from the place that a text names most where it speaks of 全省 or 本市.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re

from flows import contract
from flows.ingest import days, furniture, own_region
from flows.ingest.articles import Facts
from flows.records import DateBasis

_IN_TITLE = re.compile(r"[（(](20\d\d)[-.年]?([01]?\d)[-.月]?([0-3]?\d)日?[）)]")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_./]?)([01]\d)\2([0-3]\d)(?!\d)|/(20\d\d)/(\d{1,2})/(\d{1,2})/")
_LABELS = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,4})\s*[：:]\s*(?P<value>[^\s　：:【】｜|]+(?:\s+\d{1,2}:\d{2})?|$)"
)
_DATES = {"时间", "日期", "发布时间", "发表时间", "发布日期", "成文日期", "更新时间"}
_SOURCES = {"来源", "信息来源", "稿源", "文章来源", "发文机关"}
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?$")
_DATELINE = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:电|讯|消息)")
_RELATIVE = re.compile(r"(昨[日天晚]|今[日天]|前[日天])(?:（(?:(\d{1,2})月)?(\d{1,2})日）)?")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日")
_YEAR_MONTH = re.compile(r"(?<![\d到—–-])(?<![^截]至)(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?(?!\d|以来)")
_BATCH = re.compile(r"(20\d\d)年度?第[一二三四五六七八九十\d]{1,2}批")
_TO_COME = re.compile(r"(?:将|计划|预计|力争|确保|拟|争取|有望|到)[^。；;]{0,20}$")
_BY_THEN = re.compile(r"[底末]?之?前")
_OPENING = re.compile(r"[^。年]{0,30}?(\d{1,2})月(\d{1,2})日[，,]")
_FIRST_YEAR = 2000
_RECENT = dt.timedelta(days=184)
_LATER = {"昨": 1, "前": 2}
_DAY = r"(?:19|20)\d\d\s*(?:年|[-/.])\s*\d{1,2}(?:(?:月|[-/.])\s*\d{1,2}\s*日?|月|期)?"
_TAKEN = re.compile(
    rf"(?:摘自|原载|转自|来源\s*[：:])\s*(?:{_DAY}[^《》。\n]{{0,6}})?《(?P<paper>[^《》\n]{{2,16}})》"
    rf"|(?:^|\n)[（(]?据《(?P<after>[^《》\n]{{2,16}})》[^。\n]{{0,12}}(?:报道|消息)[）)]?\s*$"
    rf"|(?:^|\n)(?:本文)?来源\s*[：:]\s*(?P<named>[^\s《》，。：:]{{2,20}})\s*$"
    rf"|[（(](?:来源\s*[：:]\s*《?(?P<cited>[^《》（）()\s，。：:]{{2,20}})》?"
    rf"|《?(?P<dated>[\u4e00-\u9fff]{{2,8}}{furniture.PAPER})》?\s*(?={_DAY}))\s*(?:{_DAY})?[^（）()\n]{{0,8}}[）)]\s*$"
    rf"|[（(](?P<signed>[\u4e00-\u9fff]{{2,8}}{furniture.PAPER})\s*(?:记者|通讯员)[^（）()。]{{2,40}}[）)]\s*$"
)
"""How the end of a text names the paper that it was taken from."""
_UNDER = re.compile(
    rf"[（(]?(?:(?:摘自|原载|转自)\s*)?(?:{_DAY}\s*)?《(?P<paper>[^《》]{{2,16}})》"
    rf"[\s（(]*(?:{_DAY})?\s*(?:第?\s*\d{{1,3}}\s*[版期])?[）)\s]*"
)
"""A line under a headline that is a paper and its day: `《云川日报》（2026年6月26日 第3版）`."""
_NAMED = re.compile(rf"[\u4e00-\u9fff]{{2,10}}(?:{furniture.PAPER}|网|新闻|客户端|发布|电视台|通讯社)")
_ASIDE = re.compile(
    r"第?[\dA-Z]{1,4}\s*版|(?:阅读|浏览|评论|点赞|转发)\S*|[\d.]+万?\+?|原创"
    r"|(?:记者|通讯员|作者|编辑|文)[\s/:：]*[\u4e00-\u9fff]{0,4}|[\u4e00-\u9fff]{2,3}(?=$)"
)
"""What stands beside a paper and a day under a headline: a page's number, who wrote, how many read it."""
_GLUED = re.compile(
    r"(?:发布|更新|成文|发表)(?:时间|日期)(?=\s*20\d\d)|(?<=\d)\s*(?:信息|文章)?来源(?=[\u4e00-\u9fff])"
)
"""Labels that lost their colon, where a page sets each of them and its value in a box of its own."""
_IN_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")
LONGEST_INFO = 80


def labels(line: str) -> Facts:
    """Return what the labels of a line say: `发布时间：2026-04-13　来源：静海区人民政府`."""
    facts = Facts()
    for match in _LABELS.finditer(line):
        label, value = match["label"], match["value"].strip()
        if label in _DATES and (day := written(value)):
            facts = facts.over(Facts(published_on=day, published_on_basis="inferred"))
        elif label in _SOURCES and 2 <= len(value) <= 20 and not value.startswith("http"):
            facts = facts.over(Facts(publisher=value))
    return facts


def labelled(label: str, value: str) -> Facts | None:
    """Return what `value`, the line after a label that stood alone, says; None where it is no value."""
    if len(value) > 24 or re.search(r"[。，；：]$", value):
        return None
    facts = labels(f"{label}：{value}")
    if facts == Facts() and label in _DATES | _SOURCES:
        return None
    return facts


def of_masthead(head: re.Match[str]) -> Facts:
    """Return the paper and the date that the head of a newspaper's page gives."""
    day = written(head["date"] or "")
    return Facts(published_on=day, published_on_basis="inferred" if day else None, publisher=head["paper"])


def of_time(line: str) -> Facts:
    """Return the date of a line that is a time and nothing else: `2026-02-03 09:02:33`."""
    day = written(line) if _CLOCK.search(line) else None
    return Facts(published_on=day, published_on_basis="inferred") if day else Facts()


def under_headline(line: str) -> Facts:
    """Return what a line under a headline says: a day alone, or with a source, a time or another label."""
    if len(line) > LONGEST_INFO or re.search("[，。；]|——", line):
        return Facts()
    line = _GLUED.sub(r" \g<0>：", line)
    line = _IN_BRACKETS.sub(r"\1", line) if _IN_BRACKETS.fullmatch(line) else line
    day = written(line)
    if match := _UNDER.fullmatch(line):
        facts = Facts(publisher=match["paper"])
    else:
        rest = furniture.without_date(line)
        facts = labels(line).over(Facts(publisher=_named(rest) if day else None))
        dated = re.search(r"\d{1,2}:\d{2}", line) or not re.search(r"\w", rest)
        day = day if dated or facts.publisher or furniture.LABEL.search(line) else None
    if day and facts.published_on is None:
        facts = facts.over(Facts(published_on=day, published_on_basis="inferred"))
    return facts


def _named(rest: str) -> str | None:
    """Return the paper of a line that holds nothing but a paper, a day and what stands beside them."""
    parts = re.split(r"[\s·•|｜/]+", re.sub(r"\d{1,2}:\d{2}(?::\d{2})?", " ", rest).strip(" \u3000·|｜"))
    names = [part for part in parts if _NAMED.fullmatch(part)]
    known = all(part in names or not part or _ASIDE.fullmatch(part) for part in parts)
    return names[0] if len(names) == 1 and known else None


def is_occasion(line: str) -> bool:
    """Return whether a line says when and before whom a report was given."""
    match = own_region.HELD.match(line.strip())
    return match is not None and len(line) - match.end() <= 16


def fill(facts: Facts, title: str, text: str, raw_path: str, around: str = "") -> Facts:
    """Return `facts` with a date and a region inferred where none is given.

    `around` is the text of the page that an article was cut from: it may say the year and the city
    that the article takes for granted.
    """
    if facts.published_on is None and (
        day := _published(title, text, f"{raw_path}\n{facts.url or ''}", around)
    ):
        facts = dataclasses.replace(facts, published_on=day, published_on_basis="inferred")
    if facts.publisher is None:
        facts = facts.over(Facts(publisher=taken(text).publisher))
    if facts.region is None and (code := own_region.infer(facts.publisher, title, text, around)):
        facts = dataclasses.replace(facts, region=code, region_basis="inferred")
    return facts


def _published(title: str, text: str, raw_path: str, around: str) -> dt.date | None:
    titled = _IN_TITLE.search(title)
    day = date(*map(int, titled.groups())) if titled else None
    return (
        day
        or taken(text).published_on
        or _held(text)
        or _dateline(text, around)
        or _signed(text)
        or _in_name(raw_path)
    )


def taken(text: str) -> Facts:
    """Return paper and day that a text was taken from: `（摘自《云川日报》2026年6月26日第2版）`."""
    end = text[-200:]
    match = _TAKEN.search(end)
    if match is None:
        return Facts()
    day = written(end[end.rfind("\n", 0, match.end()) + 1 :])
    basis: DateBasis | None = "inferred" if day else None
    return Facts(published_on=day, published_on_basis=basis, publisher=next(filter(None, match.groups())))


def _held(text: str) -> dt.date | None:
    """Return the date of a line under the headline: `（2026年1月27日在…会议上）`."""
    for line in text.split("\n", 4)[:4]:
        if match := own_region.HELD.match(line.strip()):
            rest = line.strip()[match.end() :]
            if len(rest) <= 16:
                return written(match["date"])
    return None


def _dateline(text: str, around: str) -> dt.date | None:
    """Return the date of a dateline, or the day that 昨日（25日） or 今天（6月25日） counts from."""
    head = text[:200]
    if match := _DATELINE.search(head[:60]):
        return _dated(match[1], match[2], match[3], text, around)
    for match in _RELATIVE.finditer(head):
        if match[3]:
            month = match[2] or next((each[1] for each in _MONTH_DAY.finditer(head)), "0")
            day = _dated(None, month, match[3], text, around)
            return day + dt.timedelta(days=_LATER.get(match[1][0], 0)) if day else None
    if match := _OPENING.match(head):
        return _dated(None, match[1], match[2], text, around)
    return None


def _dated(year: str | None, month: str, day: str, text: str, around: str) -> dt.date | None:
    """Return a day of the year that is given, else of the one that the months the text names lead to.

    That is the first year in which all of them are past, where the latest lies no more than half a
    year back. A year alone is mostly one to compare with, a year with 到 before it that of a plan:
    on 5,063 news items of one year such years were wrong as often as right.
    """
    if year:
        return date(int(year), int(month), int(day))
    told = [
        found
        for match in _YEAR_MONTH.finditer(text)
        if not _is_to_come(text, match) and (found := date(int(match[1]), int(match[2]), int(match[3] or 1)))
    ]
    latest = max(told, default=None)
    if latest is None:
        current = year_told(text) or year_told(around)
        return date(current, int(month), int(day)) if current else None
    years = (date(latest.year + later, int(month), int(day)) for later in (0, 1))
    found = next((each for each in years if each and each >= latest), None)
    return found if found and found - latest <= _RECENT else None


def _is_to_come(text: str, match: re.Match[str]) -> bool:
    """Return whether a month is a deadline or planned: 计划2027年3月竣工."""
    before = text[max(match.start() - 24, 0) : match.start()]
    return bool(_TO_COME.search(before) or _BY_THEN.match(text, match.end()))


def year_told(text: str) -> int | None:
    """Return the year that a text speaks from: 2026年度第一批, the first or last year of a plan.

    None where it names none or several. The years of the plan itself and deadlines say nothing.
    """
    years = {int(match[1]) for match in _BATCH.finditer(text)}
    for begins, ends, opening, closing in _plans():
        years |= {begins} if opening.search(text) else set()
        years |= {ends} if closing.search(text) else set()
    return years.pop() if len(years) == 1 else None


@functools.cache
def _plans() -> tuple[tuple[int, int, re.Pattern[str], re.Pattern[str]], ...]:
    """Return the years of each plan, and what is said of it in its first and in its last year."""
    found = []
    for row in contract.codelist("plans"):
        begins, ends = int(row["period_start"][:4]), int(row["period_end"][:4])
        if begins >= _FIRST_YEAR and ends - begins == 4:
            name = rf"[“‘《]{row['name']}[”’]"
            opening = rf"{name}(?:规划)?的?开局(?!以来)|开局(?:起步|之年)?[^。，,；;]{{0,4}}{name}"
            closing = rf"{name}(?:规划)?的?(?:收官|最后一年)"
            found.append((begins, ends, re.compile(opening), re.compile(closing)))
    return tuple(found)


def _signed(text: str) -> dt.date | None:
    """Return the date that stands alone under a notice."""
    for line in reversed(text.rsplit("\n", 4)[-4:]):
        body = line.strip("　 （）()")
        if len(body) <= 14 and (day := written(body)):
            return day
    return None


def _in_name(raw_path: str) -> dt.date | None:
    for match in reversed(list(_IN_NAME.finditer(raw_path))):
        year, _, month, day, *parts = match.groups()
        if found := date(*map(int, (year, month, day) if year else parts)):
            return found
    return None


def written(text: str) -> dt.date | None:
    """Return the first full date written in `text`, None where there is none."""
    found = furniture.written_date(text)
    return date(*found) if found else None


def date(year: int, month: int, day: int) -> dt.date | None:
    """Return a date, None where the calendar has none, or none on which a document is published."""
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if days.possible(found) else None
