"""A newspaper's page in one text becomes articles, its broken lines paragraphs."""

from __future__ import annotations

import time

import pytest

from flows.ingest import newspaper, text
from flows.ingest.articles import compose
from tests.ingest import composed


def cut(*lines: str) -> list[tuple[str, list[str]]]:
    """Return headline and paragraphs of each article."""
    page = text.plain("\n".join(lines), 10_000)
    composed = (compose(page, article) for article in newspaper.cut(page))
    return [(title, body.split("\n")) for title, body, _ in composed]


PAGE = (
    "云川日报",
    "2026年6月26日 星期五",
    "第2版 要闻",
    "",
    "市长到河东区调研企业",
    "推动制造业向高端迈进",
    "",
    "　　本报讯（记者 顾闻笛）6月25日，市委",
    "副书记、市长韩映川到河东区调研，强调要",
    "促进大中小企业融通发展，推动制造业高端",
    "化、智能化。",
    "　　在云川海砺管业有限公司，韩映川察看",
    "企业展厅，了解上海合作组织绿色产业合作",
    "平台建设情况。公司今年1至5月实现产值",
    "18.6亿元，同比增长12.4%。",
)


def test_lines_broken_inside_words_are_rejoined() -> None:
    ((title, paragraphs),) = cut(*PAGE)
    assert title == "市长到河东区调研企业 推动制造业向高端迈进"
    assert paragraphs == [
        "本报讯（记者 顾闻笛）6月25日，市委副书记、市长韩映川到河东区调研，强调要促进大中小企业融通发展，"
        "推动制造业高端化、智能化。",
        "在云川海砺管业有限公司，韩映川察看企业展厅，了解上海合作组织绿色产业合作平台建设情况。"
        "公司今年1至5月实现产值18.6亿元，同比增长12.4%。",
    ]


def test_every_character_maps_to_where_it_stands_in_the_page() -> None:
    page = text.plain("\n".join(PAGE), 10_000)
    (article,) = newspaper.cut(page)
    title, body, segments = compose(page, article)
    content = f"{title}\n{body}"
    for each in segments:
        raw = page.text[each.raw_start : each.raw_start + each.length]
        assert raw == content[each.start : each.start + each.length]
    covered = sum(each.length for each in segments)
    assert covered == len(content) - 3  # a space in the headline, the ends of two lines


def test_a_sidebar_in_the_midst_of_a_sentence_does_not_split_the_article() -> None:
    sidebar = (
        "",
        "【新闻延伸】",
        "什么是单项冠军",
        "　　单项冠军是长期专注于某一产品的企业，市",
        "场占有率居全球前列。",
        "",
    )
    found = cut(*PAGE[:12], *sidebar, *PAGE[12:])
    assert [title for title, _ in found] == [
        "市长到河东区调研企业 推动制造业向高端迈进",
        "【新闻延伸】 什么是单项冠军",
    ]
    assert found[0][1] == cut(*PAGE)[0][1]
    assert found[1][1] == ["单项冠军是长期专注于某一产品的企业，市场占有率居全球前列。"]


def test_a_caption_does_not_get_into_the_sentence_that_it_stands_in() -> None:
    caption = "图为云川海砺管业有限公司的生产车间。 本报记者 方既白 摄"
    ((_, paragraphs),) = cut(*PAGE[:13], "", caption, "", *PAGE[13:])
    assert paragraphs[-1] == caption
    assert "".join(paragraphs[:-1]) == "".join(cut(*PAGE)[0][1])


def test_what_belongs_to_the_page_belongs_to_no_article() -> None:
    staff = "责任编辑 任之 美术编辑 周墨 校对 何问"
    sections = ("3 要闻", "A03版 综合新闻")
    furniture = ("责任编辑：任之", "第3页 共8页", "（下转第4版）", "国内统一刊号：CN 12-0000")
    assert cut(*PAGE, "", staff, *sections, *furniture) == cut(*PAGE)


def test_words_of_furniture_at_the_start_of_a_line_are_text() -> None:
    lines = (
        "地方债券发行情况",
        "　　今年以来，全市积极用好地方政府债券，",
        "发行专项债券120亿元，支持项目86个。其中",
        "电话和宽带网络升级项目12个，投资共计34",
        "亿元，微信缴费等便民服务覆盖全部街道，",
        "分享数字经济发展的成果。",
    )
    ((_, paragraphs),) = cut(*lines)
    assert paragraphs == ["".join(line.strip("　") for line in lines[1:])]


def test_a_number_on_a_line_of_its_own_is_not_lost() -> None:
    lines = ("空气质量", "", "细颗粒物（PM", "2.5", "）平均浓度下降", "12", "%。")
    ((title, paragraphs),) = cut(*lines)
    assert "".join([title, *paragraphs]).replace(" ", "") == "".join(lines)


def test_a_list_of_figures_is_not_joined_into_one_line() -> None:
    lines = ("主要指标", "地区生产总值6820亿元", "财政收入512亿元", "工业投资增长9.3%", "进出口额210亿元")
    ((title, paragraphs),) = cut(*lines)
    assert [title, *paragraphs] == list(lines)


def test_numbered_headings_stay_in_their_article() -> None:
    lines = (
        "2026年政府工作报告",
        "",
        "一、2025年工作回顾",
        "",
        "全市地区生产总值增长5.6%，城镇新增就业28万人，居民收入稳步提高。",
        "",
        "二、2026年主要预期目标",
        "",
        "地区生产总值增长5.5%左右，居民消费价格涨幅2%左右。",
    )
    ((title, paragraphs),) = cut(*lines)
    assert title == lines[0]
    assert paragraphs == [line for line in lines[1:] if line]


def test_a_text_without_a_headline_has_none() -> None:
    assert cut("全市地区生产总值增长5.6%。", "城镇新增就业28万人。") == [
        ("", ["全市地区生产总值增长5.6%。", "城镇新增就业28万人。"])
    ]


def test_no_text_is_no_article() -> None:
    assert cut("", "　　", "第3版") == []


LOOSE = (
    "韩映川在河东区调研时强调",
    "把制造业这份家当守好 让老厂房长出新产业",
    "本报讯(记者 顾闻笛 苏木)6月25日,市长韩映川到河东区调研制造业发展情况。他强调,要把制造业摆在突出位置。",
    "在云川海砺管业有限公司,韩映川",
    "察看生产车间,了解产品研发和市场订单情况,勉励企业扩大投资、多出精品。",
    "河东区负责同志参加调研。",
    "全市首个低空经济规划发布 培育整机制造 布局起降网络 三年内开通航线二十条",
    "昨日,市发展改革委发布《云川市低空经济发展规划》,从整机制造、起降设施、应用场景三个方面提出低空经济的发展路径。",
    "新闻延伸",
    "云川低空航线增至八条",
    "记者从市交通运输局获悉,截至目前,全市低空航线增至八条,累计飞行一千二百架次。",
    "据介绍,这些航线主要用于血液运送和海岛物流。",
    "记者 方既白",
    "夯实整机制造基础",
    "低空经济规划提出,推动整机制造企业集聚发展,建设低空经济产业园,引进整机制造企业五家。",
    "完善起降设施网络",
    "低空经济规划提出,在全市建设起降点一百个,起降设施向社会开放。",
)


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_page_without_columns_is_cut_by_what_its_lines_say(gap: str) -> None:
    found = cut(*gap.join(LOOSE).split("\n"))
    assert found == [
        (" ".join(LOOSE[:2]), [LOOSE[2], LOOSE[3] + LOOSE[4], LOOSE[5]]),
        (LOOSE[6], [LOOSE[7], *LOOSE[13:]]),
        (" ".join(LOOSE[8:10]), list(LOOSE[10:13])),
    ]


def test_marks_of_sidebars_that_sites_print_too_are_kept_on_a_page() -> None:
    found = cut(*LOOSE[6:8], "", "相关链接", *LOOSE[9:12])
    assert [title for title, _ in found] == [LOOSE[6], f"相关链接 {LOOSE[9]}"]


@pytest.mark.parametrize("mark", ["链接》》》", "相关链接 >>>", "▶背景", "【新闻延伸】"])
def test_a_mark_of_a_sidebar_may_be_adorned(mark: str) -> None:
    found = cut(*LOOSE[6:8], "", mark, *LOOSE[9:12])
    assert [title for title, _ in found] == [LOOSE[6], f"{mark} {LOOSE[9]}"]


def test_a_dateline_goes_on_with_no_line() -> None:
    title, lead = "云川渔港新建冷库三座 全部投用", f"本报讯（记者 白露）{LOOSE[11]}"
    assert cut(*LOOSE[6:8], title, lead) == [(LOOSE[6], [LOOSE[7]]), (title, [lead])]


@pytest.mark.parametrize("subhead", ["补齐短板 建设冷库三座", "渔港扩建：冷库建成三座"])
def test_a_subhead_of_two_parts_does_not_go_on_in_the_paragraph_below(subhead: str) -> None:
    assert cut(*LOOSE[6:8], subhead, *LOOSE[14:]) == [(LOOSE[6], [LOOSE[7], subhead, *LOOSE[14:]])]


def test_tags_and_entities_are_no_text() -> None:
    found = cut(LOOSE[6], f"<p>{LOOSE[7]}</p><p>全市&nbsp;<strong>航线</strong>增至八条。<br>", "<p></p>")
    assert found == [(LOOSE[6], [LOOSE[7], "全市 航线增至八条。"])]


def test_headline_date_and_body_on_one_line_are_told_apart() -> None:
    assert cut(f"关于加快低空经济发展的通知 2026-06-26 10:20 {LOOSE[7]}") == [
        ("关于加快低空经济发展的通知", [LOOSE[7]])
    ]


def test_seven_of_eight_articles_of_composed_pages_come_out_whole() -> None:
    wanted = whole = 0
    for _, page, answers in composed.pages():
        found = cut(page)
        wanted += len(answers)
        whole += sum((each.title, list(each.paragraphs)) in found for each in answers)
    assert wanted == 204
    assert whole >= 180


def test_a_name_in_brackets_signs_an_article_so_that_a_sidebar_behind_it_does_not_go_back() -> None:
    article = (
        "退税清单送上门",
        "",
        "市税务局昨日把清单送到企业手里，前5个月全市退税26亿元。",
        "",
        "（周启航）",
    )
    sidebar = (
        "链接：什么是加计扣除",
        "",
        "加计扣除是指研发费用再按比例扣除。",
        "",
        "制造业企业的比例为100%。",
    )
    found = cut(*article, "", *sidebar)
    assert [title for title, _ in found] == ["退税清单送上门", "链接：什么是加计扣除"]
    assert found[0][1][-1] == "（周启航）"


def test_dots_without_end_in_a_digest_take_no_time() -> None:
    began = time.process_time()
    cut("今日要闻", *["甲" + "." * 9_000 + "乙"] * 60, "前5个月增长5%。")
    assert time.process_time() - began < 10
