"""Made-up articles, and how a page sets them: what the files of the corpus hold and what has to come out."""

# ruff: noqa: E501  (paragraphs are whole)
from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

DAY = dt.date(2026, 6, 26)


@dataclass(frozen=True)
class Answer:
    """One document that has to come out: headline, paragraphs, and the date if there is one."""

    title: str
    paragraphs: tuple[str, ...]
    published_on: dt.date | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    def dated(self, day: dt.date | None = DAY) -> Answer:
        return dataclasses.replace(self, published_on=day)


@dataclass(frozen=True)
class Record(Answer):
    """An answer that also says by whom a document is, and of which region."""

    publisher: str = "unknown"
    region: str | None = None


@dataclass(frozen=True)
class Case:
    """One file and its answers, in the order in which the articles begin."""

    name: str
    data: bytes
    answers: tuple[Answer, ...]


ARTICLES = (
    Answer(
        "前五个月规上工业增加值增长6.3%",
        (
            "本报讯（记者 苏映雪）记者昨日从市统计局获悉，今年前五个月，全市规模以上工业增加值同比增长6.3%，增速比一季度加快0.8个百分点。",
            "分行业看，装备制造业增加值增长9.1%，占规模以上工业的比重达到38.6%；高技术制造业增加值增长11.4%。新能源汽车产量12.7万辆，增长27.5%。",
            "市统计局新闻发言人程望川说，下半年将继续落实稳增长政策，力争全年规模以上工业增加值增长6%以上。",
        ),
    ),
    Answer(
        "全市新增专精特新中小企业214家",
        (
            "本报讯（记者 顾明远 通讯员 陶然）市工业和信息化局日前公布新一批专精特新中小企业名单，214家企业入选，累计达到1863家。",
            "据介绍，入选企业平均研发投入强度为7.2%，户均拥有发明专利11件。促进大中小企业融通发展，是今年的一项重点工作。",
            "到2027年，全市专精特新中小企业将超过2500家。",
        ),
    ),
    Answer(
        "跨境电商综合试验区进出口额突破百亿元",
        (
            "本报讯（记者 岑溪）海关统计显示，今年1至5月，跨境电商综合试验区进出口额102.4亿元，同比增长31.8%，占全市外贸进出口总值的5.6%。",
            "其中，出口86.3亿元，增长35.2%；进口16.1亿元，增长16%。对共建“一带一路”国家出口占比由41%提高到44.5%。",
        ),
    ),
    Answer(
        "城镇新增就业完成全年目标的五成以上",
        (
            "本报讯（记者 白露）市人力资源和社会保障局发布的数据显示，截至5月底，全市城镇新增就业15.2万人，完成全年目标的54.3%。",
            "高校毕业生就业是重中之重。今年全市高校毕业生预计达到21.6万人，比去年增加1.1万人。",
            "今年，全市计划新增就业28万人，城镇调查失业率控制在5.5%左右。",
        ),
    ),
    Answer(
        "轨道交通8号线年底试运行",
        (
            "本报讯（记者 于归）轨道交通8号线一期全长18.5公里，设站16座，总投资142亿元，将于今年年底试运行。",
            "线路开通后，全市轨道交通运营里程将由310公里增加到328.5公里，日均客运量预计增加22万人次。",
        ),
    ),
    Answer(
        "秋粮收购量超过去年同期",
        (
            "本报讯（记者 田禾）市粮食和物资储备局介绍，今年秋粮收购量达到86.4万吨，比去年同期多4.7万吨，平均收购价每公斤2.46元。",
            "全市共有烘干中心52个，日烘干能力1.8万吨。粮食播种面积稳定在530万亩以上。",
        ),
    ),
)
SIDEBAR = Answer(
    "新闻延伸 专精特新企业分几级",
    (
        "专精特新企业分为创新型中小企业、专精特新中小企业和专精特新“小巨人”企业三个层次。",
        "截至去年底，全国专精特新“小巨人”企业达到1.76万家。",
    ),
)
NOTICE = Answer(
    "关于做好2026年绿色制造名单推荐工作的通知",
    (
        "各区工业和信息化主管部门：",
        "为推动制造业绿色低碳发展，现组织开展2026年绿色制造名单推荐工作，有关事项通知如下。",
        "一、推荐范围",
        "绿色工厂申报企业单位产品能耗应低于行业平均水平10%以上。全市推荐绿色工厂不超过60家、绿色工业园区不超过4家。",
        "二、支持政策",
        "对列入名单的绿色工厂，给予不超过50万元的一次性奖励。",
        "市工业和信息化局",
        "2026年6月26日",
    ),
    DAY,
)
REPORT = Answer(
    "2026年政府工作报告",
    (
        "——2026年1月20日在市第十八届人民代表大会第四次会议上",
        "市长 韩映川",
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "一、2025年工作回顾",
        "2025年，全市地区生产总值达到6820亿元、增长5.6%，一般公共预算收入512亿元、增长3.1%。",
        "二、2026年主要预期目标",
        "地区生产总值增长5.5%左右，城镇新增就业28万人，居民消费价格涨幅2%左右。",
    ),
    dt.date(2026, 1, 20),
)
TRADITIONAL = Answer(
    "五月工業生產指數年增百分之七",
    (
        "經濟統計處今日發布，五月工業生產指數為一百零八點三，較上年同月增加百分之七點二。",
        "其中製造業生產指數年增百分之七點六，電子零組件業增加百分之十二，機械設備業減少百分之三。",
    ),
)
HEAD = ["云川日报", "2026年6月26日 星期五", "第2版 要闻"]


def wrap(paragraph: str, measure: int, indent: bool = True) -> list[str]:
    """Return a paragraph as a column of `measure` full-width characters sets it."""
    lines, line, reach = [], "　　" if indent else "", 2.0
    for token in re.findall(r"[0-9A-Za-z.%]+|.", paragraph):
        width = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in token)
        hangs = token in "，。；：、！？”）》" and reach + width <= measure + 1
        if reach + width > measure and not hangs:
            lines.append(line)
            line, reach = "", 0.0
        line += token
        reach += width
    return [*lines, line]


def column(answer: Answer, measure: int, indent: bool = True) -> list[str]:
    return [line for paragraph in answer.paragraphs for line in wrap(paragraph, measure, indent)]
