"""Files as offices, companies and newspapers give them: tables, changes, indexes, notes, upright text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from tests.ingest import factory
from tests.ingest.printed import Print

TITLE = "2025年云川市经济运行情况"
BODY = "2025年，全市经济运行总体平稳，稳中有进，主要指标好于预期，高质量发展取得新成效。"
TWO_HEADS = [
    ["指标", "2025年", None],
    ["^", "总量（亿元）", "同比增长（%）"],
    ["地区生产总值", "6820.5", "5.6"],
    ["一般公共预算收入", "512.3", "-3.1"],
]
SAID = ["2025年地区生产总值6820.5亿元，同比增长5.6%。", "2025年一般公共预算收入512.3亿元，同比下降3.1%。"]


def ingest(folder: Path, name: str, data: bytes | str) -> Document:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (raw,) = discover([path])
    assert not isinstance(raw, Refusal)
    (document,) = read(raw)
    assert isinstance(document, Document), document
    return document


def printed() -> Print:
    page = Print()
    page.text(297, 60, TITLE, 18, middle=True)
    page.text(60, 110, f"　　{BODY}")
    return page


def html(body: str, head: str = "") -> str:
    start = f"<html><head><meta charset='utf-8'><title>{TITLE}_云川网</title>{head}</head>"
    return f"{start}<body>{body}</body></html>"


def word(body: str) -> bytes:
    """Return a DOCX file whose body is the XML given, the names in it without their prefix."""
    data = factory.docx(TITLE, [BODY, "@"])
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"<w:p><w:r><w:t>@</w:t></w:r></w:p>", body.encode())
            new.writestr(part, content)
    return found.getvalue()


@pytest.mark.parametrize("rules", ["all", "three", "none"])
def test_a_printed_table_says_its_rows_with_both_heads(tmp_path: Path, rules: str) -> None:
    page = printed()
    page.grid(60, 200, [180, 120, 120], TWO_HEADS, rules=rules)
    page.text(60, 330, "　　全市城镇新增就业28万人。")
    document = ingest(tmp_path, "a.pdf", page.bytes())
    assert document.title == TITLE
    assert document.text.split("\n") == [BODY, *SAID, "全市城镇新增就业28万人。"]


@pytest.mark.parametrize("rules", ["all", "none"])
def test_labels_in_two_lines_go_with_the_figures_between_them(tmp_path: Path, rules: str) -> None:
    page = printed()
    rows = [
        ["项目", "2025年", "2024年"],
        ["归属于上市公司股东\n的净利润（万元）", "9,154", "4,568"],
        ["经营活动产生的现金\n流量净额（万元）", "-1,200", "800"],
    ]
    page.grid(60, 200, [140, 100, 100], rows, rules=rules, height=30)
    assert ingest(tmp_path, "a.pdf", page.bytes()).text.split("\n")[1:] == [
        "2025年归属于上市公司股东的净利润9,154万元；2024年归属于上市公司股东的净利润4,568万元。",
        "2025年经营活动产生的现金流量净额-1,200万元；2024年经营活动产生的现金流量净额800万元。",
    ]


def test_a_table_goes_on_on_the_next_page_under_its_head(tmp_path: Path) -> None:
    page = printed()
    page.grid(60, 740, [180, 60, 100], [["产品", "单位", "2025年"], ["粗钢", "万吨", "101"]])
    page.turn()
    page.grid(60, 60, [180, 60, 100], [["水泥", "万吨", "202"], ["玻璃", "万箱", "303"]])
    lines = ingest(tmp_path, "a.pdf", page.bytes()).text.split("\n")[1:]
    assert lines == ["2025年粗钢101万吨。", "2025年水泥202万吨。", "2025年玻璃303万箱。"]


def test_columns_of_text_with_numbers_in_them_are_no_table(tmp_path: Path) -> None:
    page = printed()
    page.lines(
        60,
        200,
        [
            "我市坚持创新驱动发展战略，累计培育",
            "企业1200家，其中专精特新企业214",
            "家，研发经费投入强度达到3.2%。",
        ],
    )
    page.lines(
        310,
        200,
        ["去年全年共接待游客2300万人次，实", "现旅游收入180亿元，同比分别增长", "12.5%和15.1%，成为增长点。"],
    )
    text = ingest(tmp_path, "a.pdf", page.bytes()).text
    assert "其中专精特新企业214家，研发经费" in text
    assert "同比分别增长12.5%和15.1%，成为增长点。" in text


def test_parts_that_are_set_in_belong_to_the_row_above(tmp_path: Path) -> None:
    page = printed()
    rows = [
        ["指标", "1—12月", "增长（%）"],
        ["一般公共预算收入（亿元）", "512.3", "3.1"],
        ["　其中：税收收入", "402.1", "2.2"],
        ["　　　　非税收入", "110.2", "6.5"],
    ]
    page.grid(60, 200, [180, 100, 100], rows)
    assert ingest(tmp_path, "a.pdf", page.bytes()).text.split("\n")[2:] == [
        "1—12月，一般公共预算收入中，税收收入402.1亿元，增长2.2%。",
        "1—12月，一般公共预算收入中，非税收入110.2亿元，增长6.5%。",
    ]


def test_upright_text_is_read_from_the_right(tmp_path: Path) -> None:
    page = Print()
    page.text(297, 60, "云川市快讯", 18, middle=True)
    for left, line in ((500, "全市粮食产量二百万吨"), (470, "同比增长百分之二点五")):
        for number, char in enumerate(line):
            page.text(left, 110 + 15 * number, char, 12)
    assert ingest(tmp_path, "a.pdf", page.bytes()).text == "全市粮食产量二百万吨　同比增长百分之二点五"


def test_a_raised_number_of_a_note_is_no_digit(tmp_path: Path) -> None:
    page = printed()
    page.text(60, 150, "　　全市粮食产量", 11)
    page.text(148, 148, "3", 6.5)
    page.text(153, 150, "256.1万吨，增长1.2%。", 11)
    assert "粮食产量256.1万吨" in ingest(tmp_path, "a.pdf", page.bytes()).text


def test_a_minus_and_a_number_at_the_end_of_a_line_stay_with_what_follows(tmp_path: Path) -> None:
    page = Print()
    page.text(200, 60, "某公司季报点评", 16)
    first = "前三季度公司营业收入为三十亿元左右，费用率提升较为明显，净利润同比-"
    page.lines(
        60, 110, [first, "64.9%至2.7亿元，毛利率下降较多，全年参加保险的人数预计将会超过1300", "万人。"]
    )
    text = ingest(tmp_path, "a.pdf", page.bytes()).text
    assert "净利润同比-64.9%至2.7亿元" in text
    assert "1300万人" in text


def test_labels_over_an_announcement_are_no_title(tmp_path: Path) -> None:
    page = Print()
    for left, label in ((60, "证券代码：000000"), (230, "证券简称：云川股份"), (420, "公告编号：2026-008")):
        page.text(left, 50, label, 9)
    page.text(297, 90, "云川股份有限公司", 18, middle=True)
    page.text(297, 120, "关于2025年度经营情况的公告", 18, middle=True)
    page.text(60, 170, "　　2025年公司营业收入12.5亿元，同比增长8.1%。")
    assert ingest(tmp_path, "a.pdf", page.bytes()).title == "云川股份有限公司 关于2025年度经营情况的公告"


def test_a_text_layer_of_noise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = Print()
    page.lines(60, 60, ["龘靐齉爩龖龗麤灪驫鱻" * 4] * 4)
    path.write_bytes(page.bytes())
    (refusal,) = (item for raw in discover([path]) if not isinstance(raw, Refusal) for item in read(raw))
    assert isinstance(refusal, Refusal)
    assert "noise" in refusal.cause


def test_a_web_table_says_places_units_and_years(tmp_path: Path) -> None:
    rows = (
        "<tr><td rowspan=2>区</td><td colspan=2>地区生产总值</td></tr><tr><td>总量</td><td>增速</td></tr>"
        "<tr><td>东湖区</td><td>120.5</td><td>5.1</td></tr><tr><td>西山区</td><td>88</td><td>−1.2</td></tr>"
    )
    caption = "<p>表1 2025年各区主要指标（单位：亿元、%）</p>"
    table = f"<table style='overflow:hidden'>{rows}</table>"
    document = ingest(tmp_path, "a.html", html(f"<h1>{TITLE}</h1><div><p>{BODY}</p>{caption}{table}</div>"))
    assert document.text.split("\n")[2:] == [
        "2025年东湖区的地区生产总值120.5亿元，东湖区的地区生产总值增长5.1%。",
        "2025年西山区的地区生产总值88亿元，西山区的地区生产总值下降1.2%。",
    ]


@pytest.mark.parametrize(
    ("info", "day", "publisher"),
    [
        ("", None, "unknown"),
        ("<div class=footer>Copyright 2019-2024 云川网 版权所有</div>", None, "unknown"),
        ("<div class=info>二〇二六年六月二十九日　来源：云川日报</div>", dt.date(2026, 6, 29), "云川日报"),
        (
            "<div class=info>2026-06-29 10:20 <span>来源：云川日报</span></div>",
            dt.date(2026, 6, 29),
            "云川日报",
        ),
        ("<p>发布日期：2026年6月29日</p>", dt.date(2026, 6, 29), "unknown"),
    ],
)
def test_a_date_comes_only_from_where_a_date_is_meant(
    tmp_path: Path, info: str, day: dt.date | None, publisher: str
) -> None:
    body = (
        f"<h1>{TITLE}</h1>{info}<div><p>{BODY}</p><p>2024年版的目录同时废止，涉及金额2023.05万元。</p></div>"
    )
    document = ingest(tmp_path, "a.html", html(body))
    assert (document.published_on, document.publisher) == (day, publisher)
    assert document.text.split("\n")[0] == BODY


def test_the_index_of_an_official_page_gives_facts_and_leaves_the_body(tmp_path: Path) -> None:
    index = (
        "<table><tr><td>索 引 号：</td><td>0000/2026-1</td><td>主题分类：</td><td>工业</td></tr>"
        "<tr><td>标　　题：</td><td>云川市人民政府关于发展智能制造的意见</td></tr>"
        "<tr><td>发文机关：</td><td>云川市人民政府</td><td>成文日期：</td><td>2026年3月2日</td></tr>"
        "<tr><td>文　　号：</td><td>云政发〔2026〕3号</td>"
        "<td>发布日期：</td><td>2026年3月6日</td></tr></table>"
    )
    title = "<p>云川市人民政府关于</p><p>发展智能制造的意见</p>"
    text = f"{title}<p>各区人民政府：</p><p>到2030年，建成智能工厂100家。</p>"
    document = ingest(tmp_path, "a.html", html(f"{index}<div>{text}</div>"))
    assert document.title == "云川市人民政府关于发展智能制造的意见"
    assert (document.published_on, document.publisher) == (dt.date(2026, 3, 6), "云川市人民政府")
    assert document.text == "云政发〔2026〕3号\n各区人民政府：\n到2030年，建成智能工厂100家。"


def test_other_news_login_and_raised_notes_of_a_page_are_left_out(tmp_path: Path) -> None:
    around = "<div class=login>请登录后发表评论，注册即可参与</div>"
    other = (
        "<div class=rec><ul><li><a href=1>某地发现大油田</a></li><li>两市成交260亿元，创新高</li></ul></div>"
    )
    body = f"<p>{BODY}</p><p>粮食产量<sup>3</sup>256万吨，播种面积12km<sup>2</sup>。</p>"
    document = ingest(tmp_path, "a.html", html(f"{around}<h1>{TITLE}</h1><div>{body}</div>{other}"))
    assert document.text == f"{BODY}\n粮食产量256万吨，播种面积12km²。"


def test_word_text_is_read_as_word_shows_it(tmp_path: Path) -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t>{text}</w:t></w:r>"

    note = run("5", "<w:vertAlign w:val='superscript'/>")
    field = f"<w:fldSimple>{run('，增长3%')}</w:fldSimple>"
    deleted = "<w:del><w:r><w:delText>170亿元</w:delText></w:r></w:del>"
    parts = [
        f"{run('出口')}{deleted}<w:ins>{run('180亿元')}</w:ins>{run('。')}",
        f"{run('进口')}<w:moveTo>{run('90亿元')}</w:moveTo><w:moveFrom>{run('10亿元')}</w:moveFrom>{run('。')}",
        f"{run('税收')}<w:smartTag>{run('50亿元')}</w:smartTag>{field}{run('。')}",
        f"{run('常住人口136万人')}{run('（内部）', '<w:vanish/>')}{run('。')}",
        f"{run('粮食')}{note}{run('200万吨。')}",
        f"{run('投资300')}<w:r><w:br/></w:r>{run('亿元。')}",
    ]
    body = "".join(f"<w:p>{part}</w:p>" for part in parts)
    body += f"<w:sdt><w:sdtContent><w:p>{run('新增就业35万人。')}</w:p></w:sdtContent></w:sdt>"
    box = f"<w:pict><w:txbxContent><w:p>{run('专利8万件。')}</w:p></w:txbxContent></w:pict>"
    body += f"<w:p><w:r>{box}</w:r></w:p>"
    assert ingest(tmp_path, "a.docx", word(body)).text.split("\n")[1:] == [
        "出口180亿元。",
        "进口90亿元。",
        "税收50亿元，增长3%。",
        "常住人口136万人。",
        "粮食200万吨。",
        "投资300亿元。",
        "新增就业35万人。",
        "专利8万件。",
    ]


def test_a_word_table_with_merged_heads_and_tables_inside(tmp_path: Path) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = [
        [cell("指标", '<w:vMerge w:val="restart"/>'), cell("2025年", '<w:gridSpan w:val="2"/>')],
        [cell("", "<w:vMerge/>"), cell("总量（亿元）"), cell("同比增长（%）")],
        [cell("地区生产总值"), cell("6820.5"), cell("5.6")],
        [cell("一般公共预算收入"), cell("512.3"), cell("-3.1")],
    ]
    inner = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert ingest(tmp_path, "a.docx", word(outer)).text.split("\n")[1:] == SAID


def test_paragraphs_broken_at_the_width_of_a_page_are_joined(tmp_path: Path) -> None:
    lines = [
        "一、实施以就业困难群体为主要对象的就业项目，完善全社会的就业责任体系，全年新",
        "增就业岗位50万个；建成一批中低价住房，缓解居民购买住房的问题，年内竣工住房达",
        "300万平方米，完成绿化改造4.5万 m 2 以上。",
    ]
    text = ingest(tmp_path, "a.docx", factory.docx("2026年实事项目", lines)).text
    assert text == "".join(lines).replace("万 m 2 ", "万m²")


def test_an_office_and_a_number_over_a_title_are_no_part_of_it(tmp_path: Path) -> None:
    lines = [
        "云川市人民政府办公室",
        "云政办发〔2026〕15号",
        "关于加快数据产业发展的通知",
        "各区人民政府：",
        BODY,
    ]
    document = ingest(tmp_path, "a.docx", factory.docx("", lines))
    assert (document.title, document.publisher) == ("关于加快数据产业发展的通知", "云川市人民政府办公室")


def test_a_text_taken_from_a_paper_names_it_as_publisher(tmp_path: Path) -> None:
    assert (
        ingest(tmp_path, "a.docx", factory.docx(TITLE, [BODY, "（摘自《云川经济报》）"])).publisher
        == "云川经济报"
    )
