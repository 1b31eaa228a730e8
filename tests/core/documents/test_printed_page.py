import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.documents.printed_page import Column, FactSection, PrintedPage, TableSection, render_page

CHINESE = PrintedPage(
    customer_name="远山测试仪器(杭州)有限公司",
    title="客户摘要",
    audience="对内",
    tier_badge="高价值",
    confidential_mark="保密",
    language="zh",
    author="周主管",
    page_label="第 {page} / {pages} 页",
    footer_left="打印：周主管 · 2026-11-20 14:32 · 编号 P-000128",
    footer_center="内部资料，请勿外传",
    facts=(
        ("客户编号", "客户-2023-015"),
        ("信用代码", "91330106MA27XXXX5K"),
        ("地址", "杭州市西湖区文三路 9 号 3 楼"),
        ("电话", "0571-8800 1234 转 802"),
    ),
    sections=(
        TableSection(
            "联系人与决策链",
            (Column("姓名"), Column("职位"), Column("电话")),
            (("龚𠮷", "采购经理", "13812342211"), ("㐱䶮", "总经理", "13912345678")),
        ),
        FactSection("现在", (("下一步", "2026-11-25 14:00 安排 demo 演示"), ("预算", "25 万（原 20–30 万）"))),
        TableSection(
            "最近互动",
            (Column("时间", 0), Column("摘要", 3), Column("反馈")),
            (("2026-11-19", "讨论 Q4 方案,客户要求增加数据导出", "满意;需demo"),),
        ),
        TableSection(
            "合作历史",
            (Column("日期", 0), Column("产品"), Column("金额", 0, "right")),
            (("2026-10-22", "年度维保", "¥120,000.00"),),
        ),
    ),
)
ENGLISH = PrintedPage(
    customer_name="Far Hills Instruments (Hangzhou) Co., Ltd.",
    title="Customer summary",
    audience="Internal",
    tier_badge="High value",
    language="en",
    page_label="Page {page} of {pages}",
    footer_left="Printed by Zhou · 2026-11-20 14:32",
    facts=(("Credit code", "91330106MA27XXXX5K"), ("Address", "杭州市西湖区文三路 9 号")),
    sections=(
        TableSection(
            "Recent interactions",
            (Column("When", 0), Column("Summary", 2)),
            (("2026-11-19", "Visited 龚𠮷; office efficiency"),),
        ),
    ),
)


def strings_on(page: PrintedPage) -> list[str]:
    """All that must be found on the printed page."""
    found = [page.customer_name, page.title, page.audience, page.tier_badge, page.confidential_mark]
    found += [page.footer_left, page.footer_center, *itertools.chain.from_iterable(page.facts)]
    for section in page.sections:
        found.append(section.title)
        if isinstance(section, FactSection):
            found += itertools.chain.from_iterable(section.facts)
        else:
            found += [column.heading for column in section.columns]
            found += itertools.chain.from_iterable(section.rows)
    return found


def with_interactions(page: PrintedPage, rows: tuple[tuple[str, ...], ...]) -> PrintedPage:
    table = TableSection("最近互动", (Column("时间", 0), Column("摘要", 3), Column("下一步")), rows)
    return replace(page, sections=(*page.sections[:2], table))


def body_of(pages: list[str]) -> str:
    """The words on all pages without white space and without what repeats on each page."""
    repeated = f"时间 摘要 下一步|{re.escape(CHINESE.customer_name)} 保密 客户摘要 · 对内"
    repeated += f"|({re.escape(CHINESE.footer_left)} )?内部资料，请勿外传|第 ?[0-9]+ / [0-9]+ 页"
    return squeezed(re.sub(repeated, "", "\n".join(pages)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("page", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_text_layer_holds_exactly_what_was_handed_in(page, read_pdf):
    printed = render_page(page)
    pdf = read_pdf(printed.pdf)
    assert printed.missing == ()
    assert len(pdf.pages) == 1
    for text in pdf.texts:
        assert [string for string in strings_on(page) if string not in text] == []
        assert not re.search("[\u2e80-\u2fdf]", text)
    assert page.page_label.format(page=1, pages=1) in pdf.text


@pytest.mark.parametrize("page", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_all_fonts_are_embedded_and_chinese_is_drawn_with_simplified_faces(page, fonts, read_pdf):
    used = set(read_pdf(render_page(page).pdf).fonts())
    assert used
    assert all(embedded for _, embedded in used)
    if fonts.family == "Noto Sans CJK SC":
        assert {name.split("+")[1].split("-")[0] for name, _ in used} == {"NotoSansCJKsc"}


@pytest.mark.parametrize(("page", "language"), [(CHINESE, "zh-CN"), (ENGLISH, "en")])
def test_the_pdf_says_what_it_is_in_which_language_and_for_screen_readers(page, language, read_pdf):
    with clock.fixed(datetime(2026, 11, 20, 6, 32, tzinfo=UTC)):
        reader = read_pdf(render_page(page).pdf).reader
    assert reader.metadata.title == f"{page.title} · {page.customer_name}"
    assert reader.metadata.author == (page.author or None)
    assert reader.metadata.creation_date == datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
    assert reader.root_object["/Lang"] == language
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.outline[0].title == page.customer_name
    assert [entry.title for entry in reader.outline[1]] == [section.title for section in page.sections]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_a_long_history_repeats_its_head_and_counts_its_pages(read_pdf):
    rows = tuple((f"2026-{i % 12 + 1:02}-{i % 28 + 1:02}", f"第{i}次互动,约定下次见面", "回访") for i in range(300))
    pages = read_pdf(render_page(with_interactions(CHINESE, rows)).pdf).pages
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        assert f"第 {number} / {len(pages)} 页" in text
        assert "时间 摘要 下一步" in text
        assert "内部资料，请勿外传" in text
        assert text.count(CHINESE.customer_name) == 1
        assert text.count("保密") == 1
    assert [int(found) for text in pages for found in re.findall(r"第(\d+)次", text)] == list(range(300))


@pytest.mark.parametrize(
    "long",
    [
        "https://example.com/" + "verylongpath" * 30,
        "W" * 200,
        "!" * 150,
        "。" * 150,
        "…" * 150,
        "长" * 3000,
        "字a" * 2000,
        "long words in many lines " * 200,
    ],
    ids=["url", "word", "marks", "full stops", "ellipses", "chinese", "mixed", "english"],
)
@pytest.mark.parametrize("place", ["name", "fact", "table", "title", "label", "footer", "heading"])
def test_nothing_is_cut_or_runs_out_of_the_page(long, place, read_pdf):
    if place in {"name", "title", "label", "footer", "heading"}:
        long = long[:160] if place != "footer" else long[:80]
    page = {
        "name": replace(CHINESE, customer_name=long),
        "fact": replace(CHINESE, facts=(("备注", long), ("电话", "123"))),
        "table": with_interactions(CHINESE, (("2026-11-19", "短", long),)),
        "title": replace(CHINESE, sections=(FactSection(long, (("甲", "乙"),)),)),
        "label": replace(CHINESE, facts=((long, "甲"), ("电话", "123"))),
        "footer": replace(CHINESE, footer_left=long, footer_center=""),
        "heading": replace(CHINESE, sections=(TableSection("表", (Column(long), Column("乙", 3)), (("1", "2"),)),)),
    }[place]
    assert squeezed(long) in body_of(read_pdf(render_page(page).pdf).pages)


def test_a_long_table_cell_goes_on_over_the_page(read_pdf):
    text = "".join(f"第{i}句话说完了。" for i in range(900))
    pages = read_pdf(render_page(with_interactions(CHINESE, (("2026-11-19", "短", text),))).pdf).pages
    assert len(pages) > 2
    assert text in body_of(pages)


def test_a_fact_without_a_value_is_not_shown(read_pdf):
    page = replace(CHINESE, facts=(("客户编号", "甲-1"), ("网址", ""), ("传真", "  ")), sections=())
    text = read_pdf(render_page(page).pdf).text
    assert "甲-1" in text
    assert "网址" not in text
    assert "传真" not in text


def test_a_section_without_content_is_left_out_unless_it_has_a_note(read_pdf):
    columns = (Column("日期", 0), Column("问题"))
    page = replace(
        CHINESE,
        facts=(),
        sections=(
            FactSection("空的事实", (("甲", ""),)),
            TableSection("空表", columns, ()),
            TableSection("服务记录", columns, (), "没有未结的问题"),
        ),
    )
    text = read_pdf(render_page(page).pdf).text
    assert "空的事实" not in text
    assert "空表" not in text
    assert "服务记录\n没有未结的问题" in text


@pytest.mark.parametrize("blank", ["", " ", "\ufeff"])
def test_blank_names_and_titles_still_give_a_page(blank, read_pdf):
    blank_table = TableSection(blank, (Column(blank), Column("乙")), ((blank, "内容"),))
    page = replace(CHINESE, customer_name=blank, tier_badge="", audience="", author="", sections=(blank_table,))
    assert "内容" in read_pdf(render_page(page).pdf).text


def test_a_row_must_have_a_cell_for_each_column():
    with pytest.raises(ValueError, match="表"):
        TableSection("表", (Column("甲"), Column("乙")), (("1",),))


def test_hostile_words_in_every_place_stay_words(read_pdf):
    hostile = '#panic() $x$ @a <b> \\ "q" {page}'
    page = PrintedPage(
        *[hostile] * 2,
        facts=((hostile, hostile),),
        sections=(
            FactSection(hostile, ((hostile, hostile),)),
            TableSection(hostile, (Column(hostile),), ((hostile,),)),
        ),
        footer_left=hostile,
        footer_center=hostile,
        language="en",
        page_label="{page}",
        tier_badge=hostile,
        audience=hostile,
        author=hostile,
        confidential_mark=hostile,
    )
    text = squeezed(read_pdf(render_page(page).pdf).text)
    assert text.count("#panic()") == text.count('\\"q"{page}') == 15


def test_a_name_that_no_font_can_draw_is_printed_with_a_mark_and_a_warning(read_pdf):
    printed = render_page(replace(CHINESE, customer_name="\U0003fffd记测试"))
    assert "〓记测试" in read_pdf(printed.pdf).text
    assert "\U0003fffd" in printed.warning
