"""Lines of a page that belong to no article: navigation, sharing, imprint, page numbers.

Their labels also say where and when the text was published, which is kept as facts.
"""

from __future__ import annotations

import re

_CN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?")
_CN_DATE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_TIME = r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_NAME = r"[\w·（）()\u4e00-\u9fff\-—“”]{2,20}"

LABEL = re.compile(
    r"(?P<label>来源|信息来源|稿源|文章来源|时间|日期|发布时间|发表时间|发布日期|成文日期|更新时间|作者|记者|编辑|责任编辑"
    r"|责编|审核|校对|值班编辑|版式|美编|阅读量|浏览量|浏览次数|点击数|访问量|字号|字体|索引号|发文机关|文号|主题词|主题分类)"
    r"\s*[：:]\s*(?P<value>.*)"
)

_WHOLE = re.compile(
    r"""(?:
      首\s*页|[>＞»|｜×/·\-—=_*.\s]+|[【\[「]|[】\]」]|[大中小]|\d{1,3}|[大中小](?:\s*[大中小])+
    | (?:您?(?:的|所在的|当前的|现在的)?(?:当前)?位置|当前位置|您的位置|您现在的位置(?:是)?)\s*[：:].*
    | [【\[]?\s*(?:字体|字号|打印|打印本页|关闭|关闭窗口|收藏|分享|返回顶部|返回首页|回到顶部|上一篇|下一篇)\s*[：:】\]]?.{0,12}
    | 分享(?:到|至)?\s*[：:]?.{0,20} | 扫一扫.{0,24} | 相关(?:报道|文档|附件|新闻|阅读|链接|稿件|文章)\s*[：:]
    | [》>]{2}.{0,20}[《<]{0,2} | .{0,6}微信(?:公众号|扫码|扫一扫)?.{0,12} | 我要(?:纠错|评论|分享).{0,6}
    | .{0,20}(?:ICP备|公网安备|网站标识码|版权所有|Copyright|未经许可|不得转载|增值电信).{0,80}
    | (?:主办|承办|主管|技术支持|联系我们|网站地图|关于我们|网站声明)(?:单位)?\s*[：:]?.{0,40}
    | 第?\s*[\dA-Z一二三四五六七八九十]{1,3}\s*[版页](?:\s*[/共]\s*\d+\s*页)?(?:\s*[·：:]?\s*\w{2,6})?
    | (?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}(?::\d{2})?
    | 共\s*\d+\s*页(?:.{0,8}第\s*\d+\s*页)? | [-—]\s*\d{1,3}\s*[-—] | Page\s+\d+.{0,10} | \d{1,3}\s*/\s*\d{1,3}
    | (?:国内统一(?:连续出版物|刊)号|国际标准刊号|邮发代号|ISSN|CN\s?\d|零售(?:价)?|订阅|发行|广告|新闻热线|热线电话|电话|传真|邮箱|邮编|地址|网址)
      \s*[：:\s]?.{0,60}
    | (?:https?://|www\.)\S+ | (?:上接|下转|紧接|转|接)\s*(?:第\s*)?[\dA-Z一二三四五六七八九十]+\s*版.{0,8}
    | [（(【]\s*(?:上接|下转|紧接)\s*(?:第\s*)?[\dA-Z一二三四五六七八九十]+\s*版.{0,12}[）)】]
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|晨报|时报|商报|周报|快报|都市报|新报|报|导报|观察|周刊))?\s*"
    r"(?P<date>(?:19|20)\d\d\s*[年/.\-]\s*\d{1,2}\s*[月/.\-]\s*\d{1,2}\s*日?)?\s*"
    r"(?:[（(]?农历.{2,14}?[）)]?)?\s*(?:星期[一二三四五六日天])?\s*(?:[丙乙甲丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年.{0,10})?\s*"
    r"(?:第\s*[\dA-Z一二三四五六七八九十]{1,4}\s*版|[A-Z]?\d{1,2}\s*版?|今日.{1,6}版|第\s*\d+\s*期|总第.{1,10}期)?"
    r"(?:\s*[·|｜]?\s*(?:要闻|综合|经济|时政|本市|国内|国际|民生|社会|专版|专题|产业|科技|文化|体育|理论|评论|广告|新闻|头版|区域|财经|金融|教育|生活)"
    r"(?:新闻|版|要闻)?)?\s*",
)
CAPTION = re.compile(
    r"(?:[▲△◀▶]|(?:[上下左右]?图|图[①②③④\d一二三]|组图|资料图|配图)(?:为|[：:]|是|[上下左右]|[①-⑨]|\s)|这是.{4,60}(?:拍摄|摄)).*"
    r"|.{0,120}(?:摄|摄影报道|供图|[/／]图|资料(?:图片|照片)|图片说明)\s*[）)]?\s*。?"
)
MARKER = re.compile(
    r"[【\[■●▲◆◎□★▶▷☆◇|｜\s]*(?P<marker>新闻延伸|新闻链接|相关链接|背景链接|知识链接|政策链接|延伸阅读|新闻背景|背景资料|背景新闻"
    r"|名词解释|新闻助读|新闻附件|相关新闻|小贴士|编后|编后语|编者按|短评|快评|时评|记者手记|采访手记|记者观察|权威解读|专家解读|专家点评"
    r"|政策解读|数读|数说|数据速览|一图读懂|延伸|链接|背景|新闻观察|新闻眼|新闻点评|相关报道)"
    r"[】\]■●▲◆◎□★◀◁☆◇\s]*(?:[|｜：:·\-—]+\s*(?P<title>\S.{1,40}))?"
)


def is_furniture(line: str) -> bool:
    """Return whether a line belongs to the page and to no article, wherever it stands."""
    return _WHOLE.fullmatch(line) is not None


def is_path(line: str) -> bool:
    """Return whether a line begins the path that a site prints above an article."""
    return re.match(r"首\s*页|.{0,6}位置", line) is not None


def masthead(line: str) -> re.Match[str] | None:
    """Return the match of a line that is the head of a newspaper's page: its name, date, number."""
    match = _MASTHEAD.fullmatch(line)
    if match is None or not line.strip() or len(line) > 60:
        return None
    return match if match["date"] or match["paper"] else (match if len(line) <= 12 else None)


def written_date(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of the first full date in `text`, in digits or Chinese numerals."""
    if match := _DATE.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _CN_DATE.search(text):
        return int(match[1].translate(_CN_DIGITS)), _small(match[2]), _small(match[3])
    return None


def _small(numeral: str) -> int:
    """Return the value of a Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    value = int(ones.translate(_CN_DIGITS) or 0)
    return value + (int(tens.translate(_CN_DIGITS) or 1) * 10 if ten else 0)
