import shutil
from datetime import UTC, datetime

import pytest
import typst

from desktop_crm.core import clock
from desktop_crm.core.documents import typesetting
from desktop_crm.core.documents.fonts import PrintFonts
from desktop_crm.core.documents.typesetting import render

UNASSIGNED = "\U0003fffd"
HOSTILE = [
    '#import "page.typ": *',
    '#read("/etc/passwd")',
    "#panic(1)",
    "*bold* _emph_ `raw`",
    "$x^2$",
    "<label> @ref",
    "= heading",
    "- item + item / term: x",
    "\\u{41} \\ \\n C:\\temp\\new",
    "// not a comment /* nor this */",
    "https://example.com/?q=1#top",
    "~ -- --- ... 'quoted' \"quoted\"",
    "[content] {code} ](",
    "{page} {pages}",
    '","name":"other',
    "a  b   c",
]


@pytest.fixture
def print_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "resource", lambda name: tmp_path)
    return tmp_path


@pytest.fixture
def lines(print_folder):
    """A template that shows each of `lines` as a paragraph of its own."""
    (print_folder / "lines.typ").write_text(
        '#set document(title: "Lines", date: auto)\n'
        '#set text(font: sys.inputs.family, lang: "zh", region: "cn", cjk-latin-spacing: none)\n'
        "#for line in json(bytes(sys.inputs.data)).lines { par(text(line)) }\n",
        encoding="utf-8",
    )
    return "lines"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_user_typed_is_read_as_markup(text, lines, fonts: PrintFonts, read_pdf):
    printed = render(lines, {"lines": [text]}, fonts)
    assert printed.missing == ()
    by_pdfium, by_pypdf = read_pdf(printed.pdf).texts
    assert by_pypdf.strip() == text
    assert by_pdfium.split() == text.split()  # it reads several spaces as one


@pytest.mark.parametrize(
    "text", ["𠮷野家 㐱 䶮", "契金更女老車", "﨑", "é ñ ü ç", "₂ ² ½ ① ㈱", "“引号”‘单’…—《书》、。"]
)
def test_rare_characters_come_out_as_they_went_in(text, lines, fonts, read_pdf):
    pdf = read_pdf(render(lines, {"lines": [text]}, fonts).pdf)
    assert [found.strip() for found in pdf.texts] == [text, text]


def test_no_radical_stands_for_a_character_in_the_text_layer(lines, fonts, read_pdf):
    look_alikes = "一丨八人入刀力十卜口土大女子寸小山工己干日月木水火牛犬玉田白目石示立竹米羊老耳肉臣自至舌舟艮色虫血行衣西見角言谷豆貝赤走足身車辛辰邑里金長門隶雨青非面革韋韭音頁風飛食首香馬骨高鬥鬼魚鳥鹿麥麻黃黍黑鼓鼠鼻齊齒龍龜龠"  # noqa: E501 - the characters that radicals look like, in one string
    text = "".join(read_pdf(render(lines, {"lines": [look_alikes]}, fonts).pdf).text.split())
    assert text == look_alikes
    assert not any("\u2e80" <= character <= "\u2fdf" for character in text)


def test_a_character_that_no_font_has_is_printed_as_a_mark_and_reported(lines, fonts, read_pdf):
    printed = render(lines, {"lines": [f"王{UNASSIGNED}明", "无缺"]}, fonts)
    assert printed.missing == (UNASSIGNED,)
    assert UNASSIGNED in printed.warning
    assert read_pdf(printed.pdf).text.split("\n") == ["王〓明", "无缺"]


def test_what_was_one_picture_becomes_one_mark(lines, fonts, tmp_path_factory, read_pdf):
    # Only the Chinese family, so that no emoji font of this machine takes part.
    folder = tmp_path_factory.mktemp("fonts")
    regular = next(font for font in fonts.fonts.fonts() if font.family == fonts.family and font.weight == 400)
    shutil.copy(regular.path, folder)
    alone = PrintFonts(
        typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]), fonts.family
    )
    printed = render(lines, {"lines": ["a👨‍👩‍👧b", "👍🏽👍🏽", "第1️⃣步"]}, alone)
    assert read_pdf(printed.pdf).text.split("\n") == ["a〓b", "〓〓", "第1〓步"]
    assert set(printed.missing) == {"👨‍👩‍👧", "👍🏽", "1️⃣"}


def test_characters_that_were_never_visible_are_left_out_without_a_warning(lines, fonts, read_pdf):
    printed = render(lines, {"lines": ["\ufeff客\x00户\x07簿\x1b", "一\r\n二\r三", "四\t五"]}, fonts)
    assert printed.warning == ""
    assert read_pdf(printed.pdf).text.split("\n") == ["客户簿", "一", "二", "三", "四 五"]


def test_half_a_surrogate_pair_is_printed_as_a_mark(lines, fonts, read_pdf):
    assert read_pdf(render(lines, {"lines": ["坏\ud842字"]}, fonts).pdf).text.strip() == "坏〓字"


def test_the_same_data_at_the_same_moment_give_the_same_bytes(lines, fonts):
    with clock.fixed(datetime(2026, 11, 20, 6, 32, tzinfo=UTC)):
        assert render(lines, {"lines": ["客户"]}, fonts) == render(lines, {"lines": ["客户"]}, fonts)


def test_a_mistake_in_a_template_is_not_taken_for_a_missing_character(print_folder, fonts):
    (print_folder / "broken.typ").write_text("#no-such-name", encoding="utf-8")
    with pytest.raises(typst.TypstError, match="unknown variable"):
        render("broken", {"lines": ["客户"]}, fonts)


def test_a_template_cannot_reach_outside_its_folder(print_folder, fonts):
    (print_folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (print_folder / "curious.typ").write_text('#read("../secret.txt")', encoding="utf-8")
    with pytest.raises(typst.TypstError):
        render("curious", {}, fonts)


def test_nothing_is_written_beside_the_templates(lines, print_folder, fonts):
    render(lines, {"lines": ["客户"]}, fonts)
    assert [file.name for file in print_folder.iterdir()] == ["lines.typ"]
