"""Persons, and the post that a document says of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.extract.spans import RULED, TAGGED, Candidate, ending, parts
from flows.language.gazetteer import resolve_region

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.extract.reading import Reading
    from flows.language.tagger import Tag

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝"
    "邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高"
    "夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬"
    "全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通"
    "边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠"
    "须丰巢关蒯相查后荆红游竺权逯盖益桓公肖铁佟岳亢况郗闫付覃代楼仝苑兰信伯隋佘冼仉佴刀岩逯撒粟芦闪由母呼延南种答海玄员操原卿帅楚母冒火帖朴青才亓"
)
_HAN_NAME = re.compile(
    rf"[{_SURNAMES}][一-龥]{{1,2}}|(?:欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|令狐|慕容|夏侯|端木)[一-龥]{{1,2}}"
)
_FOREIGN = re.compile(r"[一-龥]{1,8}(?:[·•.-][一-龥]{1,10})+")
_NOT_PERSON = re.compile(r"^[一-龥]方$|[0-9A-Za-z]|[族军队国省市县区均]$")
# Characters that transliterations are written with, by the tables of Xinhua's usage.
_SOUNDS = frozenset(
    "阿埃艾安昂奥巴白拜班邦保包贝本比彼别宾波伯勃博布查察达大代戴丹道德登邓迪蒂丁东杜顿多娥恩尔法凡范菲费芬丰夫弗福傅盖甘冈高戈格葛根贡古瓜哈海汉豪赫黑亨洪胡华惠霍"
    "基吉季加贾坚简杰捷金津京久卡凯坎康考柯科克肯孔库夸奎昆拉莱赖兰朗劳勒雷黎里理利莉丽连廉良列林琳留龙隆娄卢鲁路吕露罗洛伦马玛迈麦曼芒毛梅门蒙孟米密敏明缪摩莫默姆"
    "木穆拿那纳娜乃奈南内嫩能尼涅宁纽努诺欧帕潘庞培佩彭皮平泼珀蒲普其奇齐契恰强乔切钦琼丘让热仁日荣儒茹若撒萨塞赛桑瑟森沙莎珊山尚绍舍申生盛圣施什史士朔斯丝苏素孙索"
    "塔泰坦汤唐陶特腾提铁廷图土托娃瓦外万旺威韦维卫魏温文翁沃乌伍武西希悉锡席夏显香向肖谢辛欣兴匈休许宣雪逊雅亚延扬杨尧耶叶伊因英雍永尤于约云赞泽曾扎詹章哲珍真芝治卓"
    "朱祖佐兹茨孜峨哥伽喀岛胥蓬耐娅妮黛薇蕾琪凤"
)
_BYLINE = re.compile(
    r"(?:本报|本网|新华社|特约|见习|实习|首席|融媒体|全媒体)?(?P<post>记者|通讯员|摄影报道|摄影|撰稿|实习生)[ :：]{0,2}"
    r"(?P<names>[一-龥]{2,4}(?:(?:[ 、]{1,2})[一-龥]{2,4}){0,6})(?= |$|\n|[)）。，;；]|/|摄|文|报道|通讯员)"
)
_SPACED = re.compile(rf"(?P<post>[一-龥]{{2,12}}) +(?P<name>[{_SURNAMES}] +[一-龥])(?=\s|$|　)")
_TITLE_LABELS = frozenset(
    ("ORG", "nt", "LOC", "ns", "n", "nz", "vn", "nw", "an", "f", "s", "a", "b", "j", "xc")
)
_TITLE_WORDS = frozenset(
    [
        "、",
        "《",
        "》",
        "(",
        ")",
        "（",
        "）",
        "兼",
        "前",
        "原",
        "时任",
        "当选",
        "候任",
        "代",
        "第一",
        "发展",
        "改革",
        "建设",
        "管理",
        "监督",
        "合作",
        "研究",
        "规划",
        "投资",
        "服务",
        "保障",
        "宣传",
        "组织",
        "统一",
        "执行",
        "首席",
        "特命",
        "全权",
        "常务",
        "分管",
        "退役",
        "审查",
        "监察",
        "检查",
        "协商",
        "咨询",
        "轮值",
        "常驻",
        "驻",
        "驻华",
        "驻外",
        "新任",
        "暨",
        "联合",
        "高级",
        "资深",
        "助理",
        "华",
    ]
)
_JOINERS = ("和", "与", "及")
_AFTER = re.compile("|".join(sorted(parts("post_after"), key=len, reverse=True)))


def persons(reading: Reading) -> Iterator[Candidate]:
    """Return candidates for persons in the document."""
    for words in reading.words:
        yield from _tagged(reading.text, words)
    for match in _BYLINE.finditer(reading.text):
        for name in re.finditer(r"[一-龥]{2,4}", match["names"]):
            if _HAN_NAME.fullmatch(name[0]) and name[0] not in parts("post"):
                start = match.start("names") + name.start()
                yield Candidate(start, start + len(name[0]), "PERSON", RULED)
    for match in _SPACED.finditer(reading.text):
        if ending(match["post"], "post"):
            yield Candidate(
                match.start("name"), match.end("name"), "PERSON", RULED, re.sub(r"\s", "", match["name"])
            )


def _tagged(text: str, words: Sequence[Tag]) -> Iterator[Candidate]:
    for index, word in enumerate(words):
        if word.label not in ("PER", "nr"):
            continue
        start, end = word.start, word.end
        for after in words[index + 1 : index + 4]:
            # The tagger cuts long transliterated names in two.
            if after.start != end or not (after.label in ("PER", "nr") or after.word in ("·", "•")):
                break
            if (
                after.label in ("PER", "nr")
                and text[end - 1] not in "·•"
                and _HAN_NAME.fullmatch(after.word)
                and (_HAN_NAME.fullmatch(text[start:end]))
            ):
                break
            end = after.end
        start, end = _trimmed(text, start, end)
        name = text[start:end]
        title = ending(name, "post")
        if title and len(name) > len(title) + 1 and _AFTER.fullmatch(title):
            end -= len(title)
            name = text[start:end]
        quoted = text[start - 1 : start] == "“" and text[end : end + 1] in "”-"
        if not quoted and is_person(name, text[end : end + 1]):
            yield Candidate(start, end, "PERSON", TAGGED)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut marks around a name, a title before it, and a title behind it with all that follows."""
    while start < end and not "一" <= text[start] <= "龥":
        start += 1
    while start < end and not "一" <= text[end - 1] <= "龥":
        end -= 1
    for size in range(min(4, end - start - 2), 1, -1):
        if text[start : start + size] in parts("post"):
            start += size
            break
    if _HAN_NAME.match(text[start:end]) and end - start > 3:
        for size in (3, 2):
            if _AFTER.match(text[start + size : end]):
                return start, start + size
    return start, end


def is_person(name: str, following: str = "") -> bool:
    """Return whether `name`, which the tagger took for a person's, looks like one."""
    if len(name) < 2 or _NOT_PERSON.search(name) or name in parts("trap") or ending(name, "post") == name:
        return False
    if (title := ending(name, "post")) and resolve_region(name[: -len(title)]):
        return False
    if name.endswith(("超", "近", "达")) and following.isdigit():
        return False
    if _FOREIGN.fullmatch(name) or _HAN_NAME.fullmatch(name):
        return True
    if len(name) == 4 and name[0] in _SURNAMES and name[1] in _SURNAMES:
        return True
    return sum(char in _SOUNDS for char in name) >= 0.75 * len(name)


def posts(reading: Reading, names: Sequence[Candidate]) -> dict[int, str]:
    """Return the post of each person of `names`, by the start of the mention, where the document says one.

    The post stands before the name (天津市委书记某某) or behind it (某某主席); in a list it belongs to all
    that follow. A person keeps the fullest post that the document gives anywhere.
    """
    here = _stated(reading, names)
    fullest: dict[str, str] = {}
    for item in names:
        title = here.get(item.start)
        if title:
            name = item.name or reading.text[item.start : item.end]
            if len(title) > len(fullest.get(name, "")):
                fullest[name] = title
    answer = {}
    for item in names:
        name = item.name or reading.text[item.start : item.end]
        title = fullest.get(name) or here.get(item.start)
        if title is None and len(name) > 1:
            title = next(
                (t for full, t in fullest.items() if re.search(rf"[·•]{re.escape(name)}$", full)), None
            )
        if title:
            answer[item.start] = title
    return answer


def _stated(reading: Reading, names: Sequence[Candidate]) -> dict[int, str]:
    starts = {item.start: item for item in names}
    found: dict[int, str] = {}
    inherited, inherited_end = "", -1
    for words in reading.words:
        for index, word in enumerate(words):
            item = starts.get(word.start)
            if item is None:
                continue
            title = _before(reading.text, words, index, item.start)
            gap = reading.text[inherited_end : item.start] if inherited_end >= 0 else ""
            if not title and inherited and re.fullmatch(r"[、 ]+|和|以及", gap):
                title = inherited
            if title:
                inherited, inherited_end = title, item.end
            elif inherited_end >= 0:
                inherited_end = -1
            title = title or _behind(reading.text, item.end)
            if title:
                found[item.start] = title
    for match in _BYLINE.finditer(reading.text):
        for start in starts:
            if match.start("names") <= start < match.end("names"):
                found.setdefault(start, match["post"])
    for match in _SPACED.finditer(reading.text):
        if match.start("name") in starts and ending(match["post"], "post"):
            found.setdefault(match.start("name"), match["post"])
    return found


def _before(text: str, words: Sequence[Tag], index: int, start: int) -> str:
    """Return the title right before the word `index`, with the body or place that it belongs to."""
    position = index
    while position and words[position - 1].word.isspace():
        position -= 1
    if not position or not ending(words[position - 1].word, "post"):
        return ""
    first = position - 1
    while first:
        word = words[first - 1]
        follows = words[first].word
        if (
            word.word in ("、", ",")
            and not (first > 1 and ending(words[first - 2].word, "post"))
            and words[first - 2].word != "》"
        ):
            break
        if word.word in _JOINERS:
            if first < 2 or words[first - 2].label in ("PER", "nr") or ending(words[first - 2].word, "post"):
                break
            if words[first - 2].label not in ("n", "vn", "nz", "v", "ORG") or len(words[first - 2].word) > 2:
                break
        elif word.word == "的":
            if first < 2 or words[first - 2].label not in ("LOC", "ORG", "ns", "nt") or follows in ("、",):
                break
        elif (
            (word.word not in _TITLE_WORDS and word.label not in _TITLE_LABELS)
            or word.word in ("（", "(")
            or word.word in _NOT_IN_TITLE
        ):
            break
        first -= 1
    title = text[words[first].start : start].strip(" 、,(（")
    return _TITLE_LEAD.sub("", title)


_NOT_IN_TITLE = frozenset(
    [
        "会见",
        "会谈",
        "主持",
        "出席",
        "参加",
        "陪同",
        "同",
        "日",
        "时",
        "当天",
        "其中",
        "期间",
        "同时",
        "活动",
        "会议",
        "仪式",
        "先后",
        "分别",
        "下午",
        "上午",
        "晚上",
        "记者",
        "我国",
        "消息",
        "报道",
        "中方",
        "两国",
        "双方",
        "上述",
        "有关",
        "重要",
        "特别",
    ]
)
_TITLE_LEAD = re.compile(
    r"^(?:时任|时(?=任)|当日|下午|上午|晚|》|、|的|期间|中方|其中|会上|作为|由|来华|到访|来访)+"
)


def _behind(text: str, end: int) -> str:
    """Return the title right behind a name: 某某主席, 某某总书记、国家主席."""
    match = re.match(
        rf"(?:{_AFTER.pattern})(?:、(?:国家)?(?:{_AFTER.pattern}))?(?!团|国|席|令|特使|办公)",
        text[end : end + 14],
    )
    return match[0] if match else ""
